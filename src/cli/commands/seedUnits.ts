import { seedUnits as seed } from '#lib/server/people/importUnits.ts';
import type { Command } from '../command.ts';

export const seedUnits: Command = {
  name: 'seed-units',
  usage: 'lantoa seed-units',
  summary: 'Nhập danh sách đơn vị đi kèm (75 xã, phường và các cơ quan của tỉnh); chạy lại chỉ sửa chỗ khác.',
  async run({ ctx, print }) {
    let errors = 0;
    for (const [name, report] of Object.entries(await seed(ctx))) {
      errors += report.errors;
      print(`${name}: thêm ${report.created}, sửa ${report.changed}, giữ nguyên ${report.same}, lỗi ${report.errors}`);
      for (const row of report.rows)
        if (row.outcome === 'error') print(`  dòng ${row.line} (${row.code}): ${row.message}`);
    }
    return errors === 0 ? 0 : 1;
  },
};
