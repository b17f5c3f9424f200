import { endOfDay, formatDate, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { type Command, textOption, UsageError, wholeNumber } from '../command.ts';
import { playSeason, seasonEnd } from '../season/run.ts';

export const season: Command = {
  name: 'season',
  usage: 'lantoa season [--seed 2026] [--entries 300] [--videos 24] [--movements on] [--until 2026-07-20]',
  summary: 'Tạo một mùa thi mô phỏng trên cơ sở dữ liệu trống, qua đúng các bước mà người thật làm.',
  help: [
    '--seed     số bất kỳ; cùng số thì ra cùng một mùa thi (mặc định 2026)',
    '--entries  số bài dự thi (mặc định 300)',
    '--videos   số tác phẩm của cuộc thi video năm 2024, chạy trước (mặc định 0: không có cuộc thi này)',
    '--movements  on: chạy cả ba phong trào thi đua, từ năm 2021 (mặc định off)',
    '--until    dừng ở cuối ngày này (mặc định: đến hết mùa thi, 30/9/2026)',
  ],
  options: {
    seed: { type: 'string' },
    entries: { type: 'string' },
    videos: { type: 'string' },
    movements: { type: 'string' },
    until: { type: 'string' },
  },
  async run(call) {
    const text = textOption(call, 'until');
    const day = text === null ? null : parseViDateIso(text);
    if (text !== null && day === null)
      throw new UsageError(`--until phải là một ngày, ví dụ 2026-07-20, không phải “${text}”.`);
    const movements = textOption(call, 'movements') ?? 'off';
    if (movements !== 'on' && movements !== 'off')
      throw new UsageError(`--movements là on hoặc off, không phải “${movements}”.`);
    const started = Date.now();
    await playSeason(call.app, {
      seed: wholeNumber(call, 'seed', 2026, 4_294_967_295),
      entries: wholeNumber(call, 'entries', 300, 50_000),
      videos: wholeNumber(call, 'videos', 0, 1000, 0),
      movements: movements === 'on',
      until: day ? endOfDay(day) : seasonEnd,
      progress: (at, done, planned) =>
        call.print(`  ${formatDate(at)}: ${done} việc đã làm, ${planned - done} việc đang chờ`),
    });
    call.print(`Xong sau ${Math.round((Date.now() - started) / 1000)} giây.`);
    return 0;
  },
};
