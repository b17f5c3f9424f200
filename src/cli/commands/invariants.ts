import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import type { Command } from '../command.ts';

export const invariants: Command = {
  name: 'invariants',
  usage: 'lantoa invariants [--all]',
  summary: 'Kiểm tra các điều luôn phải đúng của dữ liệu và chuỗi niêm của nhật ký; chỉ đọc, chạy lúc nào cũng được.',
  help: ['--all   in cả những điều đúng'],
  options: { all: { type: 'boolean' } },
  async run({ app, options, print }) {
    const results = await checkInvariants(app);
    const broken = results.filter((result) => !result.ok);
    for (const result of options.all ? results : broken) {
      print(`${result.ok ? 'đúng' : 'SAI '}  ${result.name}: ${result.explanation}`);
      for (const { subject, detail } of result.offending) print(`        ${subject}: ${detail}`);
    }
    print(
      broken.length === 0
        ? `${results.length} điều đều đúng.`
        : `${broken.length} trên ${results.length} điều không đúng.`,
    );
    return broken.length === 0 ? 0 : 1;
  },
};
