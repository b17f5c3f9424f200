import { readFile } from 'node:fs/promises';
import { readSnapshot, snapshotProblems } from '#lib/domain/gallery/freeze.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { fingerprint, isSignedBy, knownKeys, sha256 } from '#lib/server/gallery/signing.ts';
import { type Command, textOption, UsageError } from '../command.ts';

const read = (path: string): Promise<Buffer> =>
  readFile(path).catch(() => {
    throw new UsageError(`Không mở được tệp ${path}.`);
  });

/** K24-8: whether a downloaded snapshot of interactions is as it was signed, and adds up. */
export const interaction: Command = {
  name: 'interaction',
  usage: 'lantoa interaction verify <chot-1.json> [--sig <tệp>] [--key <tệp>]',
  summary: 'Kiểm tra chữ ký, tổng điểm và thứ hạng của một bản chốt lượt tương tác đã tải về.',
  help: [
    '--sig   tệp chữ ký, mặc định cùng tên với đuôi .sig',
    '--key   khóa công khai, mặc định cùng tên với đuôi .pem',
  ],
  options: { sig: { type: 'string' }, key: { type: 'string' } },
  async run(call) {
    const { words, print, app } = call;
    const [what, path] = words;
    if (what !== 'verify' || !path || words.length > 2)
      throw new UsageError('Hãy gõ: lantoa interaction verify <tệp .json>.');
    const beside = (extension: string) => path.replace(/(\.json)?$/, extension);
    const [text, signature, key] = await Promise.all([
      read(path),
      read(textOption(call, 'sig') ?? beside('.sig')),
      read(textOption(call, 'key') ?? beside('.pem')),
    ]);
    const publicKey = key.toString('utf8');
    print(`SHA-256: ${sha256(text)}`);
    if (!isSignedBy(text, signature, publicKey)) {
      print('SAI: chữ ký không khớp. Tệp, chữ ký hoặc khóa đã bị sửa hay không cùng một lần chốt.');
      return 1;
    }
    print(`Chữ ký đúng. Dấu của khóa: ${fingerprint(publicKey)}`);
    const known = (await knownKeys(app.db)).map((one) => one.publicKey);
    if (known.length > 0 && !known.includes(publicKey))
      print('Lưu ý: khóa này không phải của bản cài ở đây; hãy so dấu của khóa với trang công khai của cuộc thi.');
    const snapshot = readSnapshot(text.toString('utf8'));
    if (!snapshot) {
      print('SAI: tệp không phải bản chốt lượt tương tác.');
      return 1;
    }
    const problems = snapshotProblems(snapshot);
    for (const problem of problems) print(`SAI: ${problem}`);
    if (problems.length > 0) return 1;
    print(
      `${snapshot.programme.name}, chốt lần ${snapshot.no}: ${snapshot.works.length} tác phẩm, số liệu đến ${formatDateTime(snapshot.frozenAt)}. Tổng điểm và thứ hạng đều khớp.`,
    );
    return 0;
  },
};
