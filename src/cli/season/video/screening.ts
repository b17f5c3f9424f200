import { closeScreening, previewClosing } from '#lib/server/screening/agencyClose.ts';
import { saveSheet, sheetOf } from '#lib/server/screening/agencySheet.ts';
import { acceptEntry, decideFinding, disqualifyEntry } from '#lib/server/screening/check.ts';
import { closeEntryList, previewList } from '#lib/server/screening/entryList.ts';
import { checksOf } from '#lib/server/screening/facts.ts';
import { castMember } from '../cast.ts';
import { postNews } from '../news.ts';
import { at, duringDay, type World } from '../world.ts';
import type { VideoWork } from './works.ts';

const secretary = (world: World) => world.as(world.people.get('secretary')!);

/** The secretariat checks what comes in, closes the list, screens as the standing agency, and shows what was chosen (K24-3, K24-4). */
export function planVideoScreening(world: World, works: readonly VideoWork[]): void {
  const { agenda } = world;
  const random = world.chance('video/screening');
  for (const day of ['2024-07-09', '2024-07-18', '2024-07-26', '2024-07-30'])
    agenda.at(duringDay(random, at(`${day} 00:00:00`), 0), () => check(world));
  agenda.at(at('2024-08-01 08:30:00'), () => check(world));
  agenda.at(at('2024-08-01 10:00:00'), async () => {
    const ctx = await secretary(world);
    const { fingerprint } = await previewList(world.app.db, await world.programme(), ctx.now);
    await closeEntryList(ctx, { programmeId: world.programmeId, fingerprint });
  });
  for (const work of works.filter((one) => one.fate !== 'abandoned')) {
    const day = at(`2024-08-0${random.int(2, 8)} 00:00:00`);
    agenda.at(duringDay(random, day, 0), () => screen(world, work));
  }
  agenda.at(at('2024-08-09 15:00:00'), () => close(world));
}

/** What is complete is confirmed; who still waits for a co-author is left for the next time. */
async function check(world: World): Promise<void> {
  const ctx = await secretary(world);
  const rows = await world.app.db
    .selectFrom('entry')
    .select('id')
    .where('programme_id', '=', world.programmeId)
    .where('state', '=', 'submitted')
    .orderBy('code')
    .execute();
  const programme = await world.programme();
  const ids = rows.map((row) => row.id);
  for (const [entryId, findings] of await checksOf(world.app.db, programme, ids, ctx.now)) {
    if (findings.some((finding) => finding.rule === 'confirmations' && finding.level !== 'ok')) continue;
    if (findings.some((finding) => finding.open && finding.level === 'block')) continue;
    for (const finding of findings)
      if (finding.open)
        await decideFinding(ctx, { entryId, rule: finding.rule, verdict: 'pass', note: 'Đã liên hệ, đủ căn cứ.' });
    await acceptEntry(ctx, { entryId });
  }
}

const refusals: { fails: Record<string, string>; reason: string }[] = [
  {
    fails: { quality: 'Tiếng nhỏ hơn nhạc nền, từ phút thứ hai không nghe rõ lời thoại.' },
    reason: 'Hình ảnh đẹp nhưng âm thanh chưa bảo đảm, người xem khó theo dõi nội dung tuyên truyền.',
  },
  {
    fails: { theme: 'Giới thiệu cảnh đẹp là chính, nội dung chuyển đổi số chỉ có ở phần kết.' },
    reason: 'Nội dung chưa bám sát chủ đề của Cuộc thi, đề nghị tác giả phát triển thêm.',
  },
  {
    fails: { content: 'Các cảnh rời rạc, chưa rõ câu chuyện và thông điệp.' },
    reason: 'Kết cấu, bố cục chưa rõ ràng nên người xem khó nắm được việc cần làm theo.',
  },
];

async function screen(world: World, work: VideoWork): Promise<void> {
  const ctx = await secretary(world);
  const entryId = work.id!;
  if (work.fate === 'published-before') {
    await disqualifyEntry(ctx, {
      entryId,
      clause: 'III.4',
      reason: 'Video đã được đăng trên mạng xã hội từ tháng 3/2024, trước thời điểm phát động Cuộc thi.',
    });
    return;
  }
  const refusal = work.fate === 'not-chosen' ? refusals[work.n % refusals.length]! : null;
  const random = world.chance(`video/sheet/${work.n}`);
  await saveSheet(ctx, {
    entryId,
    version: (await sheetOf(world.app.db, entryId)).version,
    input: {
      verdicts: refusal ? Object.fromEntries(Object.keys(refusal.fails).map((id) => [id, 'fail'])) : {},
      notes: refusal ? refusal.fails : random.chance(0.3) ? { content: 'Câu chuyện rõ, có thông điệp cụ thể.' } : {},
      restPass: true,
      decision: refusal ? 'refuse' : 'choose',
      reason: refusal?.reason ?? '',
      clause: '',
    },
  });
}

async function close(world: World): Promise<void> {
  const ctx = await secretary(world);
  const { fingerprint } = await previewClosing(world.app.db, await world.programme(), ctx.now);
  const { chosen, posted } = await closeScreening(ctx, {
    programmeId: world.programmeId,
    fingerprint,
    number: '08-TB/MH',
    date: '2024-08-09',
    signer: castMember('organiser').fullName,
  });
  await postNews(world, {
    title: `Mời xem và bình chọn ${posted} tác phẩm trong thư viện`,
    summary: `${chosen} tác phẩm vào vòng Chung kết. Lượt tương tác được tính đến hết ngày 10/9/2024.`,
    body: `Cơ quan Thường trực đã chọn ${chosen} tác phẩm vào vòng Chung kết, trong đó ${posted} tác phẩm được tác giả đồng ý đăng công khai và đã có trong thư viện tác phẩm của trang này.

Mọi người xem, thích và chia sẻ tác phẩm mình yêu mến. Mỗi người có một lượt thích cho mỗi tác phẩm; lượt thích phải từ thư điện tử đã xác nhận. Lượt thích tạo bằng tài khoản hàng loạt sẽ bị loại.`,
  });
}
