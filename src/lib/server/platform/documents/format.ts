import type { DocumentHead, IsoDay, Signer, Verification } from '#lib/domain/document/types.ts';
import { formatDateLong } from '#lib/domain/kernel/time.ts';
import { qrSvg } from './qr.ts';

/** "ngày 05 tháng 3 năm 2026"; without a day, the spaces for the pen are left open. */
export const longDate = (day: IsoDay | null, year?: number): string =>
  day ? formatDateLong(day) : `ngày …… tháng …… năm ${year ?? '……'}`;

/** "85.50" → "85,50": as many decimals as the score was given with; a dash where there is none. */
export const decimal = (value: string | null | undefined) => (value == null ? '–' : value.replace('.', ','));

/** Heading in the words that are printed. */
export function headView(head: DocumentHead) {
  const date = head.date === undefined ? null : longDate(head.date, head.year);
  return {
    kind: head.kind,
    parent: head.parent ?? null,
    issuer: head.issuer,
    number: head.number === undefined ? null : numberLine(head.number, head.kind),
    subject: head.subject ? `V/v ${head.subject}` : null,
    dated: date && (head.place ? `${head.place}, ${date}` : date),
    draft: head.draft ?? false,
  };
}

/** State documents write "Số: 12/…", the Party's "Số 12-…". */
export const numberLine = (number: string | null, kind: DocumentHead['kind']) =>
  `${kind === 'party' ? 'Số' : 'Số:'} ${number ?? '………'}`;

export const signerView = (signer: Signer, seal: string[] | null = null) => ({
  capacity: signer.capacity,
  name: signer.name ?? null,
  note: signer.note ?? null,
  seal,
});

export const verificationView = (v: Verification, prompt: string) => ({
  svg: qrSvg(v.url),
  alt: `Mã QR mở địa chỉ ${v.url}`,
  prompt,
  code: v.code,
  url: v.url,
});

/** Rows of label and value, without those that have no value. */
export const facts = (rows: [string, string | undefined | null][]) => rows.filter(([, value]) => value);
