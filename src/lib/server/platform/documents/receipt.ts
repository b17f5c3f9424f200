import type { Receipt } from '#lib/domain/document/types.ts';
import { formatBytes } from '#lib/domain/file/format.ts';
import { formatDateLong, formatTimeSeconds } from '#lib/domain/kernel/time.ts';
import { decimal, facts, headView, verificationView } from './format.ts';
import { renderPdf } from './typst.ts';

/** Biên nhận hồ sơ dự thi: what was handed in, when to the second, and the hashes that prove it. */
export const receiptPdf = (r: Receipt) =>
  renderPdf({
    template: 'receipt',
    title: `Biên nhận hồ sơ dự thi ${r.entryCode}`,
    author: r.head.issuer,
    madeAt: r.madeAt,
    footer: `Biên nhận ${r.receiptNumber} – ${r.entryCode}`,
    data: {
      head: headView(r.head),
      contest: r.contestName,
      code: r.entryCode,
      receipt: `Biên nhận số ${r.receiptNumber}${r.version ? `, lần nộp thứ ${r.version}` : ''}`,
      time: formatTimeSeconds(r.submittedAt),
      date: `${formatDateLong(r.submittedAt)} (giờ Việt Nam)`,
      facts: facts([
        ['Tên sản phẩm dự thi', r.title],
        ['Trụ cột', r.pillar],
        ['Đơn vị gửi', r.unit],
        ['Người nộp', r.submittedBy],
      ]),
      authors: r.authors.map((a, i) => ({
        order: String(i + 1),
        name: a.name,
        workplace: a.workplace ?? '',
        share: `${decimal(a.share)} %`,
      })),
      files: r.files.map((f, i) => ({
        order: String(i + 1),
        label: f.label,
        name: f.name,
        sha256: f.sha256,
        size: formatBytes(f.bytes),
      })),
      declarations: r.declarations,
      hash: r.hash,
      verify: verificationView(r.verification, 'Quét mã hoặc mở địa chỉ dưới đây để tra cứu tình trạng hồ sơ bằng mã:'),
    },
  });
