/** 1,000 certificates of a decision as one PDF: time and peak memory. `node bench/certificates.ts [how many]` */
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { defaultLayout } from '#lib/domain/award/layout.ts';
import { diplomaBatch } from '#lib/server/platform/documents/index.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const count = Number(positionals[0] ?? 1000);
const long =
  'Phòng Chuyển đổi số và Công nghệ thông tin, Trung tâm Chuyển đổi số và Truyền thông khoa học, Sở Khoa học và Công nghệ';

const diplomas = Array.from({ length: count }, (_, i) => ({
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

const peak = (): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024);
const start = performance.now();
let bytes = 0;
const pieces = Readable.from(
  diplomaBatch(diplomas, { layout: defaultLayout(true), title: 'Bằng khen', author: '', madeAt: new Date(0) }),
);
pieces.on('data', (piece: Buffer) => {
  bytes += piece.length;
});
await pipeline(pieces, createWriteStream(values.out ?? '/dev/null'));
const seconds = (performance.now() - start) / 1000;
console.log(`${count} certificates: ${seconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(1)} MB, peak memory ${peak()} MB`);
process.exit(0);
