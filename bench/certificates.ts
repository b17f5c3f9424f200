/** 1,000 certificates of a decision as one PDF: time and peak memory, in a process of its own. `node bench/certificates.ts [how many]` */
import { execFile } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { defaultLayout } from '../src/lib/domain/award/layout.ts';
import { diplomaBatch } from '../src/lib/server/platform/documents/index.ts';
import type { Row } from './run.ts';

const MANY = 1000;
const SECONDS = 20;
const here = fileURLToPath(import.meta.url);

const long =
  'Phòng Chuyển đổi số và Công nghệ thông tin, Trung tâm Chuyển đổi số và Truyền thông khoa học, Sở Khoa học và Công nghệ';

const diplomasOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    texts: {
      motto: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc',
      authority: 'Chủ tịch Ủy ban nhân dân tỉnh Sơn La',
      verb: 'Tặng',
      form: 'Bằng khen',
      name: i % 3 === 0 ? long : `Ông Nguyễn Hoàng Phương ${i}`,
      place: 'Phó Trưởng phòng Văn hóa - Xã hội, Ủy ban nhân dân xã Chiềng Mung',
      citation:
        'Đã có thành tích xuất sắc trong phong trào thi đua “Đổi mới sáng tạo và chuyển đổi số”, giai đoạn 2025-2027',
      decision: 'Quyết định số 1470/QĐ-UBND ngày 05 tháng 9 năm 2027',
      golden: `Số sổ vàng: ${i + 1}`,
      dated: 'Sơn La, ngày 05 tháng 9 năm 2027',
      capacity: 'KT. Chủ tịch\nPhó Chủ tịch',
      signer: 'Hà Trung Chiến',
    },
    verification: { url: `https://lantoa.example/xac-minh/KT-${1000 + i}-ABCD`, code: `KT-${1000 + i}-ABCD` },
  }));

/** MB */
const peak = (): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024);

async function measure(count: number, out: string): Promise<{ seconds: number; megabytes: number; peak: number }> {
  const start = performance.now();
  let bytes = 0;
  const pieces = Readable.from(
    diplomaBatch([{ layout: defaultLayout(true), diplomas: diplomasOf(count) }], {
      title: 'Bằng khen',
      author: '',
      madeAt: new Date(0),
    }),
  );
  pieces.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
  await pipeline(pieces, createWriteStream(out));
  return { seconds: (performance.now() - start) / 1000, megabytes: bytes / 1e6, peak: peak() };
}

const alone = async (count: number): Promise<Awaited<ReturnType<typeof measure>>> =>
  JSON.parse((await promisify(execFile)(process.execPath, [here, String(count)])).stdout);

export async function benchCertificates(): Promise<Row[]> {
  const [few, many] = [await alone(MANY / 10), await alone(MANY)];
  return [
    {
      name: `${MANY} certificates as one PDF (baseline: ten times those of a tenth)`,
      value: Number(many.seconds.toFixed(1)),
      unit: 's',
      baseline: Number((few.seconds * 10).toFixed(1)),
      ratio: many.seconds / (few.seconds * 10),
      bar: `< ${SECONDS} s`,
      met: many.seconds < SECONDS,
    },
    {
      name: `their peak memory (baseline: of ${MANY / 10})`,
      value: many.peak,
      unit: 'MB',
      baseline: few.peak,
      ratio: many.peak / few.peak,
      bar: '< 2 ×',
      met: many.peak / few.peak < 2,
    },
  ];
}

if (process.argv[1] === here) {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
  console.log(JSON.stringify(await measure(Number(positionals[0] ?? MANY), values.out ?? '/dev/null')));
  process.exit(0);
}
