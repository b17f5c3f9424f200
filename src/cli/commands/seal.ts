import { brokenSeal, sealLedger } from '#lib/server/ledger/seal.ts';
import type { Command } from '../command.ts';

export const seal: Command = {
  name: 'seal',
  usage: 'lantoa seal',
  summary: 'Niêm nhật ký hệ thống rồi kiểm tra toàn bộ chuỗi niêm.',
  async run({ app, print }) {
    let sealed = 0;
    for (let step = await sealLedger(app.db); step > 0; step = await sealLedger(app.db)) sealed += step;
    print(`Đã niêm thêm ${sealed} việc.`);
    const broken = await brokenSeal(app.db);
    print(broken === null ? 'Chuỗi niêm nguyên vẹn.' : `Chuỗi niêm hỏng từ số ${broken}.`);
    return broken === null ? 0 : 1;
  },
};
