import { writeFile } from 'node:fs/promises';
import { auditCsv } from '#lib/server/ledger/audit.ts';
import { type Command, textOption, UsageError } from '../command.ts';

export const audit: Command = {
  name: 'audit',
  usage: 'lantoa audit export [--from 2026-03-01] [--to 2026-06-30] [--out nhat-ky.csv]',
  summary: 'Xuất nhật ký hệ thống ra bảng CSV (mở được bằng Excel); không có --out thì in ra màn hình.',
  options: { from: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' } },
  async run(call) {
    if (call.words[0] !== 'export') throw new UsageError(`Cách dùng: ${audit.usage}`);
    const [from, to, out] = [textOption(call, 'from'), textOption(call, 'to'), textOption(call, 'out')];
    const csv = await auditCsv(call.ctx, { ...(from ? { from } : {}), ...(to ? { to } : {}) });
    if (!out) {
      process.stdout.write(csv);
      return 0;
    }
    await writeFile(out, csv);
    call.print(`Đã ghi ${out}.`);
    return 0;
  },
};
