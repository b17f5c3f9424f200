import type { Random } from '#lib/domain/kernel/random.ts';
import { fold, wordCount } from '#lib/domain/kernel/text.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { type Idea, ideas } from './ideas.ts';

const needs = [
  'Nhóm bắt đầu từ việc hỏi chuyện những người sẽ dùng hằng ngày, ghi lại chỗ nào làm họ mất thời gian nhất.',
  'Trước khi làm, tác giả theo dõi công việc trong hai tuần và đếm xem mỗi bước mất bao lâu.',
  'Ý tưởng đến từ một buổi họp bản, khi cùng một câu hỏi được nhắc lại ba lần.',
  'Qua khảo sát ngắn, đa số người được hỏi nói rằng họ sẵn sàng đổi cách làm nếu cách mới không khó hơn cách cũ.',
  'Việc này lặp lại hằng tuần ở hầu hết các nơi nên nếu làm tốt một chỗ thì có thể dùng lại cho nhiều chỗ.',
];

const ways = [
  'Màn hình chỉ có ba nút lớn, chữ to, mỗi bước làm một việc nên người mới dùng không bị rối.',
  'Khi mất sóng, dữ liệu được giữ trong máy và tự gửi đi lúc có mạng trở lại.',
  'Mọi lần sửa đều ghi ai sửa, lúc nào, sửa gì, nên có thể xem lại khi cần.',
  'Số liệu được xuất ra bảng tính để cơ quan dùng tiếp, không giữ chân người dùng trong một phần mềm.',
  'Phần mềm chạy trên máy tính và điện thoại đời cũ, không phải mua thêm thiết bị đắt tiền.',
  'Người dùng thử được ghi nhận góp ý ngay trong ứng dụng, mỗi tuần nhóm sửa một lần theo những góp ý đó.',
];

const care = [
  'Dữ liệu cá nhân chỉ thu những gì thật cần, người dùng xem và xóa được thông tin của mình.',
  'Tài khoản được phân quyền theo việc, mật khẩu lưu ở dạng không đọc ngược được.',
  'Toàn bộ dữ liệu đặt trong nước, sao lưu hằng đêm và đã thử khôi phục.',
  'Nơi nào có thông tin nhạy cảm thì chỉ người được giao mới thấy, mỗi lần xem đều có dấu vết.',
];

const spread = [
  'Tài liệu hướng dẫn gồm hai trang và một video ngắn, người ở nơi khác tự làm theo được.',
  'Chi phí ban đầu thấp, phần lớn dùng thiết bị sẵn có; mỗi nơi nhân rộng chỉ cần một người phụ trách bán thời gian.',
  'Có thể làm thử ở một bản trong một tháng, đo kết quả rồi mới mở ra cả xã.',
  'Phần lõi dùng công nghệ mở, không phụ thuộc một nhà cung cấp nên dễ bảo trì lâu dài.',
  'Bước tiếp theo là kết nối với hệ thống dùng chung của tỉnh theo đúng quy định về chia sẻ dữ liệu.',
  'Nhóm đã lập kế hoạch ba bước: làm thử, đánh giá, nhân rộng, mỗi bước có chỉ số rõ ràng để quyết định đi tiếp hay dừng.',
];

const stages = {
  idea: 'Sản phẩm hiện ở mức ý tưởng đã có bản vẽ màn hình và kế hoạch làm thử.',
  trial: 'Sản phẩm đang được dùng thử với một nhóm nhỏ và chỉnh sửa hằng tuần.',
  'in-use': 'Sản phẩm đã được dùng thật trong công việc hằng ngày và có số liệu theo dõi.',
} as const;

export type Maturity = keyof typeof stages;

export interface EntryTexts {
  idea: Idea;
  title: string;
  topics: string[];
  form: Record<string, string>;
  /** paragraphs of the explanation */
  explanation: string[];
}

const fill = (text: string, random: Random): string =>
  text
    .replaceAll('{n}', () => String(random.int(12, 180) * 5))
    .replaceAll('{p}', () => String(random.int(8, 45)))
    .replaceAll('{q}', () => String(random.int(78, 95)))
    .replaceAll('{k}', () => String(random.int(4, 28)))
    .replaceAll('{m}', () => String(random.int(3, 20)))
    .replaceAll('{s}', () => String(random.int(2, 9)))
    .replaceAll('{t}', () => String(random.int(2, 6)));

const lowered = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const titleForms: { fits?: (name: string) => boolean; make(name: string, place: string): string }[] = [
  { make: (name) => name },
  { make: (name) => name },
  { make: (name, place) => `${name} – kinh nghiệm từ ${place}` },
  { make: (name) => `Nâng cấp ${lowered(name)}` },
  { fits: (name) => !/ (tại|ở) /.test(name), make: (name, place) => `${name} tại ${place}` },
  { fits: (name) => !/ (tại|ở) |:/.test(name), make: (name, place) => `${name}: cách làm ở ${place}` },
  { fits: (name) => !/ (tại|ở) |:/.test(name), make: (name, place) => `Thử nghiệm ${lowered(name)} tại ${place}` },
  { fits: (name) => !/^(Mô hình|Số hóa|Dự báo)/.test(name), make: (name) => `Giải pháp ${lowered(name)}` },
  {
    fits: (name) => !/^(Mô hình|Số hóa|Dự báo)| (tại|ở) |:/.test(name),
    make: (name, place) => `Mô hình ${lowered(name)} ở ${place}`,
  },
];

/** "Xã Mường La" → "xã Mường La", as it stands inside a title. */
const inSentence = (place: string): string => place.replace(/^(Xã|Phường) /, (kind) => kind.toLowerCase());

/** A source of forms and explanations; titles never repeat. */
export function textSource(programme: ContestProgramme, communes: readonly string[], random: Random) {
  const used = new Set<string>();
  const told = new Map<Idea, number>();
  const title = (idea: Idea): string => {
    for (let attempt = 0; attempt < 400; attempt++) {
      const form = random.pick(titleForms);
      const text = form.make(idea.name, inSentence(random.pick(communes)));
      if (form.fits && !form.fits(idea.name)) continue;
      if (used.has(fold(text))) continue;
      used.add(fold(text));
      return text;
    }
    const text = `${idea.name} tại ${inSentence(random.pick(communes))} (nhóm ${used.size})`;
    used.add(fold(text));
    return text;
  };
  /** @param name the idea that begins so, instead of one by chance */
  return (from: Idea['from'], name?: string): EntryTexts => {
    const fitting = ideas.filter((idea) => idea.from === from || idea.from === 'any' || random.chance(0.25));
    // An idea comes again only when the others have come, too.
    const least = Math.min(...fitting.map((one) => told.get(one) ?? 0));
    const idea =
      ideas.find((one) => name !== undefined && one.name.startsWith(name)) ??
      random.pick(fitting.filter((one) => (told.get(one) ?? 0) === least));
    told.set(idea, (told.get(idea) ?? 0) + 1);
    const maturity = random.weighted<Maturity>([
      ['idea', 30],
      ['trial', 45],
      ['in-use', 25],
    ]);
    const measured = fill(idea.effect, random);
    const effect = maturity === 'idea' ? `Dự kiến: ${measured.charAt(0).toLowerCase()}${measured.slice(1)}` : measured;
    const summary = [idea.pain, random.pick(needs), idea.does, random.pick(ways), idea.novel, stages[maturity]];
    // The dossier asks for 150 to 300 words.
    for (const more of random.shuffle([...ways, ...care, ...spread])) {
      if (wordCount([...summary, effect].join(' ')) >= random.int(165, 215)) break;
      if (!summary.includes(more)) summary.push(more);
    }
    summary.push(effect);
    const extraTopics = random.sample(
      programme.topics.items.map((t) => t.id).filter((id) => !idea.topics.includes(id)),
      random.int(0, 1),
    );
    const [way1, way2] = random.sample(ways, 2);
    const [spread1, spread2] = random.sample(spread, 2);
    const form: Record<string, string> = {
      productKind: maturity === 'idea' ? 'idea' : random.pick(['initiative', 'solution']),
      summary: summary.join(' '),
      problem: `${idea.pain} ${random.pick(needs)}`,
      novelty: `${idea.novel} ${way1}`,
      feasibility: `${spread1} ${spread2} ${random.pick(care)}`,
      effect: `${effect} ${maturity === 'idea' ? 'Con số này là dự kiến, sẽ đo lại khi chạy thử.' : 'Số liệu do nhóm ghi hằng tuần và có thể kiểm tra lại.'}`,
      beneficiaries: idea.who.charAt(0).toUpperCase() + idea.who.slice(1),
      maturity,
    };
    if (maturity === 'in-use') {
      form.usedAt = random.pick(communes);
      form.usedSince = `2025-${String(random.int(7, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
    }
    if (random.chance(0.3))
      form.protection = random.weighted([
        ['none', 8],
        ['applied', 2],
        ['granted', 1],
      ]);
    const full = name === undefined ? title(idea) : idea.name;
    used.add(fold(full));
    return {
      idea,
      title: full,
      topics: [...idea.topics, ...extraTopics],
      form,
      explanation: [
        'BẢN THUYẾT MINH',
        full,
        'I. Thực trạng',
        form.problem!,
        'II. Nội dung sản phẩm',
        idea.does,
        `${way1} ${way2}`,
        'III. Tính mới',
        idea.novel,
        'IV. Khả năng áp dụng và nhân rộng',
        form.feasibility!,
        'V. Hiệu quả',
        form.effect!,
      ],
    };
  };
}

/** What a finalist adds when the product is completed. */
export function refinementForm(random: Random, unitName: string, contact: string): Record<string, string> {
  const improvements = random
    .sample(
      [
        'Rút gọn các bước, bỏ hai màn hình mà người dùng thử hay bỏ qua.',
        'Thêm giọng đọc cho những phần chữ dài và tăng cỡ chữ mặc định.',
        'Sửa lỗi mất dữ liệu khi chuyển mạng, đã thử ở ba điểm sóng yếu.',
        'Bổ sung nhật ký thay đổi và phân quyền theo góp ý của giám khảo.',
        'Lập tài liệu hướng dẫn và tập huấn cho nhóm dùng đầu tiên.',
        'Đo lại hiệu quả với nhóm đối chứng để con số đáng tin hơn.',
      ],
      3,
    )
    .join(' ');
  if (random.chance(0.6))
    return {
      improvements,
      evidenceKind: 'unit',
      unitName,
      unitContact: contact,
      unitSince: `2026-0${random.int(5, 7)}-${String(random.int(1, 28)).padStart(2, '0')}`,
      unitResult: `Sau thời gian sử dụng, ${random.int(60, 400)} lượt việc đã làm trên hệ thống; thời gian xử lý giảm ${random.int(10, 50)} phần trăm so với cách cũ. Người dùng đề nghị tiếp tục sử dụng.`,
    };
  return {
    improvements,
    evidenceKind: 'users',
    userCount: String(random.int(80, 1900)),
    userPeriod: `từ 01/0${random.int(4, 6)}/2026 đến 15/8/2026`,
    userSource:
      'Đếm số tài khoản có ít nhất ba lần dùng trong kỳ, lấy từ nhật ký của hệ thống; bảng số liệu theo ngày đính kèm để đối chiếu.',
  };
}
