import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  awardCast,
  awardPages,
  cast,
  castPassword,
  movementCast,
  movementPages,
  videoPages,
} from '../src/cli/season/cast.ts';
import { playSeason } from '../src/cli/season/run.ts';
import { RuleError } from '../src/lib/domain/kernel/errors.ts';
import { formatDate, formatDateTime, parseViDateIso, startOfDay } from '../src/lib/domain/kernel/time.ts';
import { type OpenApp, openApp } from '../src/lib/server/platform/app.ts';
import { type Config, readConfig } from '../src/lib/server/platform/config.ts';
import { startServer, stopOnSignals } from '../src/server.ts';
import { ensureBuilt, root } from './built.ts';

const help = `npm run demo -- [--date 2026-07-20] [--entries 120] [--videos 24] [--movements on] [--seed 2026] [--fresh]

Mở bản trình diễn: hai cuộc thi của tỉnh Sơn La, cuộc thi video năm 2024 và cuộc thi “Ý tưởng số” năm 2026, và ba phong trào
thi đua từ năm 2021, với dữ liệu mô phỏng; đồng hồ đặt ở một ngày trong mùa thi.

  --date     ngày của đồng hồ lúc bắt đầu (mặc định 2026-07-20). Những ngày đáng xem của cuộc thi năm 2026 (cuộc thi năm 2024
             khi đó đã xong):
               2026-02-20  đã phát động, chưa nhận bài
               2026-05-20  đang nhận bài, các đơn vị đang sơ loại
               2026-06-30  ngày cuối nhận bài
               2026-07-20  Ban Giám khảo đang chấm Sơ khảo
               2026-08-20  các bài vào Chung khảo đang hoàn thiện hồ sơ
               2026-09-18  đã chấm Chung khảo, chờ Ban Tổ chức quyết định
               2026-09-28  đã công bố kết quả, có Giấy chứng nhận
             Những ngày đáng xem của cuộc thi năm 2024 (cuộc thi năm 2026 khi đó chưa có):
               2024-07-25  đang nhận tác phẩm
               2024-08-05  đã chốt danh sách, Cơ quan Thường trực đang sơ loại
               2024-08-20  thư viện mở, mọi người bình chọn, Ban Giám khảo đang chấm
               2024-09-11  lượt tương tác vừa chốt
               2024-09-20  đã công bố kết quả, có Giấy chứng nhận
             Những ngày đáng xem của các phong trào thi đua:
               2021-12-12  phong trào 2021-2025 vừa phát động, các huyện, sở đang nhập số liệu
               2025-07-25  cấp huyện đã kết thúc, xã nộp kế hoạch của phong trào 2025-2030
               2025-11-12  vừa hết hạn báo cáo năm 2025
               2026-03-05  tổng kết phong trào 2021-2025
               2026-07-20  số liệu 6 tháng đầu năm 2026 đang gửi về, phong trào của Văn phòng có báo cáo đầu tiên
             Những ngày đáng xem của việc khen thưởng:
               2026-07-20  khen tổng kết phong trào 2021-2025: danh sách đang lấy ý kiến công khai
               2026-08-04  hôm sau Hội đồng họp, bỏ phiếu kín
               2026-08-10  Chủ tịch đang có dự thảo quyết định để duyệt
               2026-12-15  Giấy khen của Chánh Văn phòng: Hội đồng Văn phòng vừa họp
               2027-08-20  sơ kết 2027: Sở Nội vụ đang thẩm định hồ sơ Bằng khen
               2027-10-20  đã ban hành quyết định, có bằng khen để in
  --entries  số bài dự thi năm 2026 (mặc định 120)
  --videos   số tác phẩm dự thi năm 2024 (mặc định 24; 0: không có cuộc thi này)
  --movements  on hoặc off: có ba phong trào thi đua hay không (mặc định on)
  --seed     số tạo mùa thi; cùng số thì cùng dữ liệu (mặc định 2026)
  --fresh    xóa dữ liệu trình diễn cũ và tạo lại

Biến môi trường: PORT (mặc định 3000), DATABASE_URL (mặc định: cơ sở dữ liệu đi kèm, trong .lantoa/demo).`;

interface Wish {
  date: Date | null;
  entries: number;
  videos: number;
  movements: boolean;
  seed: number;
  fresh: boolean;
}

/** At nine in the morning of the chosen day. */
const atNine = (iso: string): Date => new Date(startOfDay(iso).getTime() + 9 * 3_600_000);

function readWish(): Wish {
  const { values } = parseArgs({
    options: {
      date: { type: 'string' },
      entries: { type: 'string', default: '120' },
      videos: { type: 'string', default: '24' },
      movements: { type: 'string', default: 'on' },
      seed: { type: 'string', default: '2026' },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  const day = values.date === undefined ? null : parseViDateIso(values.date);
  if (values.date !== undefined && !day)
    throw new Error(`--date phải là một ngày có thật, ví dụ 2026-07-20, không phải “${values.date}”.`);
  const number = (name: 'entries' | 'videos' | 'seed', most: number, least = 1): number => {
    const n = Number(values[name]);
    if (!Number.isInteger(n) || n < least || n > most)
      throw new Error(`--${name} phải là số nguyên từ ${least} đến ${most}.`);
    return n;
  };
  if (values.movements !== 'on' && values.movements !== 'off')
    throw new Error(`--movements phải là on hoặc off, không phải “${values.movements}”.`);
  return {
    date: day ? atNine(day) : null,
    entries: number('entries', 5000),
    videos: number('videos', 1000, 0),
    movements: values.movements === 'on',
    seed: number('seed', 4_294_967_295),
    fresh: values.fresh,
  };
}

/** What the demonstration's data has beside the contest of 2026. */
interface Contents {
  /** works of 2024 */
  videos: number;
  movements: boolean;
}

/** What the last seeding left; null: none; `complete: false`: it was cut off. */
async function playedBefore(app: OpenApp): Promise<(Contents & { complete: boolean; until: Date }) | null> {
  const row = await app.db.selectFrom('setting').select('value').where('key', '=', 'demo').executeTakeFirst();
  const value = row?.value as (Partial<Contents> & { complete?: boolean; until?: string }) | undefined;
  return value
    ? {
        complete: value.complete === true,
        until: new Date(value.until ?? 0),
        videos: value.videos ?? 0,
        movements: value.movements ?? false,
      }
    : null;
}

const remember = (app: OpenApp, key: string, value: object) =>
  app.db
    .insertInto('setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict((c) => c.column('key').doUpdateSet({ value: JSON.stringify(value) }))
    .execute();

async function clear(config: Config): Promise<void> {
  if (config.databaseUrl)
    throw new Error(
      'Cơ sở dữ liệu của bạn (DATABASE_URL) đã có dữ liệu trình diễn dở dang hoặc cũ. Hãy tạo một cơ sở dữ liệu trống rồi chạy lại; lệnh này không xóa dữ liệu ở máy chủ của bạn.',
    );
  rmSync(config.dataDir, { recursive: true, force: true });
}

/**
 * Opens the demonstration's data; plays the season the first time. Leaves the clock where the wish wants it.
 * @returns what the data has
 */
async function prepare(config: Config, wish: Wish): Promise<Contents> {
  let app = await openApp({ ...config, logLevel: 'warn' });
  try {
    let played = await playedBefore(app);
    if (played && (wish.fresh || !played.complete)) {
      await app.close();
      await clear(config);
      app = await openApp({ ...config, logLevel: 'warn' });
      played = null;
    }
    const until = wish.date ?? atNine('2026-07-20');
    if (!played) {
      await remember(app, 'demo', { complete: false });
      await play(app, wish, until);
      await remember(app, 'demo', {
        complete: true,
        until: until.toISOString(),
        seed: wish.seed,
        entries: wish.entries,
        videos: wish.videos,
        movements: wish.movements,
      });
    } else if (wish.date && wish.date < played.until) {
      console.log(
        `Dữ liệu đã được mô phỏng đến ${formatDate(played.until)}; đồng hồ lùi về ${formatDate(wish.date)} nên sẽ thấy cả việc của những ngày sau. Muốn mùa thi dừng đúng ngày này: thêm --fresh.`,
      );
    }
    if (!played || wish.date) await remember(app, 'clock', { offsetMs: until.getTime() - Date.now() });
    return played ?? wish;
  } finally {
    await app.close();
  }
}

async function play(app: OpenApp, wish: Wish, until: Date): Promise<void> {
  const started = Date.now();
  const movements = wish.movements ? 'ba phong trào thi đua từ năm 2021, ' : '';
  const of2024 = wish.videos > 0 ? `${wish.videos} tác phẩm năm 2024, ` : '';
  console.log(
    `Đang tạo dữ liệu mô phỏng (${movements}${of2024}${wish.entries} bài dự thi năm 2026), đến ${formatDate(until)}. Chỉ làm lần đầu, khoảng hai phút…`,
  );
  let told = started;
  await playSeason(app, {
    seed: wish.seed,
    entries: wish.entries,
    videos: wish.videos,
    movements: wish.movements,
    until,
    progress: (at, done) => {
      if (Date.now() - told < 4000) return;
      told = Date.now();
      console.log(`  ${formatDate(at)}  ${done} việc đã làm`);
    },
  });
  console.log(`Đã xong sau ${Math.round((Date.now() - started) / 1000)} giây.`);
}

/** The people to be. */
const castTable = (address: string, movements: boolean): string =>
  table([
    ['Vai', 'Thư điện tử để đăng nhập', 'Họ tên', 'Bắt đầu ở'],
    ...[...cast, ...(movements ? [...movementCast, ...awardCast] : [])].map((m) => [
      m.part,
      m.email,
      m.fullName,
      `${address}${m.page}`,
    ]),
  ]);

const pagesTable = (title: string, pages: typeof videoPages, address: string): string =>
  table([['Vai', title, 'Bắt đầu ở'], ...pages.map((one) => [one.part, one.what, `${address}${one.page}`])]);

function table(all: string[][]): string {
  const [head, ...rows] = all;
  const widths = head!.map((_, column) => Math.max(...all.map((row) => [...row[column]!].length)));
  const line = (row: string[]) =>
    `  ${row.map((cell, i) => cell + ' '.repeat(widths[i]! - [...cell].length)).join('  ')}`.trimEnd();
  return [line(head!), line(widths.map((w) => '─'.repeat(w))), ...rows.map(line)].join('\n');
}

process.env.LANTOA_ROOT ??= root;
process.env.LANTOA_MODE = 'demo';
try {
  const wish = readWish();
  const config = readConfig();
  ensureBuilt();
  const { videos, movements } = await prepare(config, wish);
  const running = await startServer({ ...config, logLevel: process.env.LOG_LEVEL ?? 'warn' });
  stopOnSignals(running);
  const address = config.origin ?? `http://localhost:${running.port}`;
  console.log(`
Lan Tỏa (bản trình diễn) đang chạy tại  ${address}
Đồng hồ của mùa thi: ${formatDateTime(running.app.clock.now())}

${castTable(address, movements)}
${movements ? `\n${pagesTable('Phong trào thi đua (mọi số liệu là mô phỏng)', movementPages, address)}\n\n${pagesTable('Khen thưởng (mô phỏng)', awardPages, address)}\n` : ''}${videos > 0 ? `\n${pagesTable('Cuộc thi video năm 2024', videoPages, address)}\n` : ''}
Mật khẩu chung của mọi tài khoản: ${castPassword}
Chuyển đồng hồ: đăng nhập Quản trị hệ thống, mở ${address}/quan-tri/dong-ho
Thư hệ thống gửi: mở ${address}/quan-tri/hop-thu
Dừng: Ctrl+C. Tạo lại từ đầu: npm run demo -- --fresh. Ngày khác: npm run demo -- --fresh --date 2026-09-28`);
} catch (error) {
  const advice = error instanceof RuleError && error.hint ? `\n${error.hint}` : '';
  console.error((error instanceof Error ? error.message : String(error)) + advice);
  if (process.env.LOG_LEVEL === 'debug') console.error(error);
  process.exit(1);
}
