import { crc32, deflateSync } from 'node:zlib';
import { decideReplica, sayReplica } from '#lib/server/example/replicas.ts';
import { publishExamples, returnExample } from '#lib/server/example/review.ts';
import { createExample, saveExample, submitExample } from '#lib/server/example/write.ts';
import { upload } from '../uploads.ts';
import { at } from '../world.ts';
import { officer } from './figures.ts';
import type { MovementWorld } from './world.ts';

interface Written {
  unit: string;
  kind: string;
  contentId: string;
  title: string;
  summary: string;
  body: string;
  results: string;
  /** pictures, each with its caption */
  photos: string[];
  when: string;
  fate: 'published' | 'submitted' | 'returned';
  /** units that do the same since a day; confirmed or not yet */
  replicas?: { unit: string; since: string; note: string; confirmed: boolean }[];
}

const examples: Written[] = [
  {
    unit: '03808',
    kind: 'model',
    contentId: 'b',
    title: '“Thứ Bảy số” ở nhà văn hóa bản',
    summary: 'Mỗi thứ Bảy, Tổ công nghệ số cộng đồng hướng dẫn người dân nộp hồ sơ trực tuyến ngay tại bản.',
    body: 'Xã chọn ngày thứ Bảy, khi bà con đi chợ phiên. Hai đoàn viên mang máy tính bảng và bộ phát sóng đến nhà văn hóa bản, hướng dẫn từng người kích hoạt tài khoản định danh và nộp hồ sơ.\n\nNgười làm được thì ở lại hướng dẫn người tiếp theo. Sổ theo dõi ghi từng lượt để biết ai cần giúp lại.',
    results:
      'Sau sáu tháng: 1.240 lượt người được hướng dẫn, hồ sơ nộp trực tuyến tăng từ 41% lên 63% (số liệu mô phỏng).',
    photos: ['Buổi hướng dẫn ở nhà văn hóa bản (hình minh họa)', 'Góc máy dùng chung (hình minh họa)'],
    when: '2026-01-12',
    fate: 'published',
    replicas: [
      { unit: '03814', since: '10/02/2026', note: 'Đã tổ chức tại 6 bản, mỗi tháng hai buổi.', confirmed: true },
      { unit: '03847', since: '01/03/2026', note: 'Làm vào chiều Chủ nhật, 4 bản tham gia.', confirmed: true },
      { unit: '04105', since: '15/06/2026', note: 'Đang thí điểm ở hai tiểu khu.', confirmed: false },
    ],
  },
  {
    unit: 'SKHCN',
    kind: 'initiative',
    contentId: 'dd',
    title: 'Bảng theo dõi dịch vụ công một trang',
    summary: 'Một trang cho biết thủ tục nào đang bị nghẽn, của đơn vị nào, từ hôm nào.',
    body: 'Trung tâm lấy số liệu của hệ thống một cửa mỗi sáng, gộp theo thủ tục và đơn vị, đánh dấu nơi hồ sơ trực tuyến giảm so với tuần trước. Cuộc họp giao ban thứ Hai chỉ xem trang này.',
    results: 'Thời gian từ lúc phát hiện đến lúc xử lý giảm từ 12 ngày còn 3 ngày (số liệu mô phỏng).',
    photos: ['Màn hình theo dõi (hình minh họa)'],
    when: '2026-02-03',
    fate: 'published',
    replicas: [{ unit: 'SNV', since: '02/03/2026', note: 'Dùng cho theo dõi báo cáo thi đua.', confirmed: true }],
  },
  {
    unit: 'HLHPN',
    kind: 'model',
    contentId: 'f',
    title: 'Phụ nữ bán nông sản trực tuyến',
    summary: 'Chi hội giúp nhau chụp ảnh, viết bài và đóng gói để bán mận, chè, cà phê trên sàn thương mại điện tử.',
    body: 'Mỗi chi hội có hai chị phụ trách bán hàng. Hội mở lớp ngắn ba buổi: chụp ảnh, viết bài, đóng gói và trả lời khách. Đơn hàng gom về một điểm gửi của bưu điện.',
    results: '46 chị có gian hàng, mùa mận bán 18 tấn qua mạng (số liệu mô phỏng).',
    photos: ['Lớp chụp ảnh sản phẩm (hình minh họa)'],
    when: '2026-02-17',
    fate: 'published',
    replicas: [{ unit: 'HND', since: '01/05/2026', note: 'Phối hợp ở ba chi hội nông dân.', confirmed: true }],
  },
  {
    unit: 'SYT',
    kind: 'initiative',
    contentId: 'dd',
    title: 'Nhắc lịch tiêm chủng bằng tin nhắn thoại tiếng Thái, tiếng Mông',
    summary: 'Tin nhắn thoại bằng tiếng dân tộc nhắc mẹ đưa con đi tiêm đúng lịch.',
    body: 'Cán bộ y tế xã thu âm lời nhắc bằng tiếng Thái, tiếng Mông. Hệ thống gọi tự động trước lịch tiêm hai ngày; ai không nghe máy thì y tế bản đến tận nhà.',
    results: 'Tỷ lệ tiêm đúng lịch ở 8 trạm thí điểm tăng từ 78% lên 91% (số liệu mô phỏng).',
    photos: [],
    when: '2026-03-10',
    fate: 'published',
  },
  {
    unit: '04045',
    kind: 'person',
    contentId: 'e',
    title: 'Tổ công nghệ số cộng đồng bản vùng biên',
    summary: 'Bảy người, năm loại giấy tờ, một lịch trực: cả bản kích hoạt định danh điện tử trong hai tháng.',
    body: 'Tổ đi từng nhà theo lịch dán ở nhà văn hóa. Ai chưa có điện thoại thông minh thì dùng máy của tổ. Bộ đội Biên phòng hỗ trợ đường truyền.',
    results: '96% người từ 14 tuổi trong bản đã kích hoạt tài khoản (số liệu mô phỏng).',
    photos: ['Tổ họp phân công (hình minh họa)'],
    when: '2026-04-14',
    fate: 'published',
  },
  {
    unit: 'VNPT',
    kind: 'model',
    contentId: 'd',
    title: 'Trạm phát sóng dùng điện mặt trời ở bản chưa có lưới điện',
    summary: 'Trạm nhỏ dùng pin mặt trời phủ sóng các bản chưa có điện lưới.',
    body: 'Doanh nghiệp khảo sát cùng xã, chọn điểm cao có đường lên, lắp trạm công suất nhỏ. Người của bản được tập huấn lau pin và báo hỏng.',
    results: '5 bản với 312 hộ có sóng 4G lần đầu (số liệu mô phỏng).',
    photos: [],
    when: '2026-05-12',
    fate: 'published',
  },
  {
    unit: 'SGDDT',
    kind: 'initiative',
    contentId: 'b',
    title: 'Học liệu số dùng được khi mất mạng',
    summary: 'Bộ bài giảng chép sẵn trên thẻ nhớ cho điểm trường lẻ.',
    body: 'Giáo viên soạn bài ở trung tâm, đồng bộ vào thẻ nhớ mỗi tháng một lần khi về họp. Điểm trường mở bằng máy tính bảng, không cần mạng.',
    results: '23 điểm trường lẻ sử dụng trong học kỳ II (số liệu mô phỏng).',
    photos: [],
    when: '2026-06-16',
    fate: 'returned',
  },
  {
    unit: '03646',
    kind: 'model',
    contentId: 'dd',
    title: 'Bộ phận một cửa không xếp hàng',
    summary: 'Đặt lịch qua điện thoại, đến đúng giờ, nhận kết quả bằng bản điện tử.',
    body: 'Phường chia khung giờ 15 phút, mỗi khung hai lượt. Người không dùng điện thoại gọi đến số trực để được đặt giúp.',
    results: 'Thời gian chờ trung bình còn 6 phút (số liệu mô phỏng).',
    photos: [],
    when: '2026-07-10',
    fate: 'submitted',
  },
];

/** A small picture with a sky, hills and a field in colours of its own: it shows a place for a picture and nobody's face. */
function landscape(hue: number, width = 480, height = 320): Buffer {
  const shade = (base: [number, number, number], k: number) => base.map((c) => Math.max(0, Math.min(255, c + k)));
  const sky: [number, number, number] = [150 + (hue % 60), 195, 225];
  const hill: [number, number, number] = [60, 110 + (hue % 50), 80];
  const field: [number, number, number] = [200, 180 - (hue % 40), 90];
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const ridge = height * 0.45 + Math.sin(x / 60 + hue) * 28 + Math.sin(x / 23 + hue * 2) * 9;
      const [r, g, b] =
        y < ridge
          ? shade(sky, Math.round((y / height) * 40))
          : y < height * 0.74
            ? shade(hill, Math.round((ridge - y) / 4))
            : shade(field, ((x + y * 3) >> 3) % 2 === 0 ? 8 : -8);
      rows.set([r!, g!, b!], y * (1 + width * 3) + 1 + x * 3);
    }
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Units write down what others can learn from; the standing unit publishes it, others do the same (Q25-14). */
export function planExamples(world: MovementWorld): void {
  for (const [n, one] of examples.entries()) world.agenda.at(at(`${one.when} 09:10:00`), () => write(world, one, n));
}

async function write(world: MovementWorld, one: Written, n: number): Promise<void> {
  const unitId = world.units.get(one.unit)!.id;
  const ctx = await world.asUnit(unitId);
  if (!ctx) return;
  const { kind, title, summary, body, results, contentId } = one;
  const text = { kind, title, summary, body, results, contentId };
  const { exampleId } = await createExample(ctx, { slug: world.slug, unitId, ...text });
  const photos = [];
  for (const [i, caption] of one.photos.entries()) {
    const file = { name: `hinh-minh-hoa-${i + 1}.png`, bytes: landscape(n * 17 + i * 5) };
    photos.push({ fileId: await upload(ctx, 'example', { exampleId }, file), caption, consentSaid: true });
  }
  await saveExample(ctx, { exampleId, version: 1, ...text, photos, entries: '', initiatives: '' });
  await submitExample(ctx, { exampleId, version: 2 });
  const later = (days: number) => new Date(ctx.now.getTime() + days * 86_400_000);
  if (one.fate === 'returned')
    world.agenda.at(later(3), async () =>
      returnExample(await officer(world), { exampleId, reason: 'Đề nghị nêu rõ ai soạn học liệu và cách cập nhật.' }),
    );
  if (one.fate !== 'published') return;
  world.agenda.at(later(6), async () => {
    await publishExamples(await officer(world), { slug: world.slug, exampleIds: [exampleId] });
  });
  for (const replica of one.replicas ?? []) planReplica(world, exampleId, replica);
}

function planReplica(world: MovementWorld, exampleId: string, replica: NonNullable<Written['replicas']>[number]): void {
  const [d, m, y] = replica.since.split('/');
  const said = at(`${y}-${m}-${d} 14:00:00`);
  const unitId = world.units.get(replica.unit)!.id;
  world.agenda.at(new Date(said.getTime() + 20 * 86_400_000), async () => {
    const ctx = await world.asUnit(unitId);
    if (!ctx) return;
    await sayReplica(ctx, { slug: world.slug, unitId, exampleId, since: replica.since, note: replica.note });
    if (replica.confirmed)
      world.agenda.at(new Date(ctx.now.getTime() + 5 * 86_400_000), async () =>
        decideReplica(await officer(world), { exampleId, unitId, confirm: true }),
      );
  });
}
