import type { FileHandle } from 'node:fs/promises';
import type { Finding } from '#lib/domain/file/requirement.ts';
import { BadFile, readAt } from './bytes.ts';

const chunkBytes = 1024 * 1024;
const overlap = 64;
const tokens = {
  encrypt: /\/Encrypt\s*(?:\d|<<)/,
  script: /\/(?:JavaScript|JS)\b/,
  launch: /\/Launch\b/,
  attachment: /\/EmbeddedFiles?\b/,
};

/** Looks for marks through the whole file, one chunk at a time. */
async function scan(handle: FileHandle, size: number): Promise<Record<keyof typeof tokens, boolean>> {
  const found = { encrypt: false, script: false, launch: false, attachment: false };
  for (let position = 0; position < size; position += chunkBytes - overlap) {
    const text = (await readAt(handle, position, chunkBytes)).toString('latin1');
    for (const name of Object.keys(tokens) as (keyof typeof tokens)[]) found[name] ||= tokens[name].test(text);
  }
  return found;
}

/** Checks the frame of a PDF: end mark, cross-reference, no password; warns of scripts and attachments. */
export async function inspectPdf(handle: FileHandle, size: number): Promise<Finding[]> {
  const tailStart = Math.max(0, size - 4096);
  const tail = (await readAt(handle, tailStart, 4096)).toString('latin1');
  const reference = [...tail.matchAll(/startxref\s+(\d{1,12})\s+%%EOF/g)].at(-1);
  if (!reference) {
    throw new BadFile(
      'pdf.truncated',
      'Tệp PDF bị thiếu phần cuối: có thể chép hoặc tải chưa xong. Hãy mở thử trên máy, lưu lại rồi tải lên.',
    );
  }
  const at = Number(reference[1]);
  const table = at < size ? (await readAt(handle, at, 64)).toString('latin1').trimStart() : '';
  if (!/^(?:xref\b|\d+\s+\d+\s+obj\b)/.test(table)) {
    throw new BadFile(
      'pdf.broken',
      'Tệp PDF bị hỏng (bảng tham chiếu không đúng). Hãy mở bằng trình đọc PDF, chọn In → Lưu thành PDF, rồi tải lên.',
    );
  }
  const found = await scan(handle, size);
  if (found.encrypt) {
    throw new BadFile(
      'pdf.encrypted',
      'Tệp PDF có đặt mật khẩu hoặc khóa quyền nên người chấm không mở được. Hãy lưu lại không đặt mật khẩu rồi tải lên.',
    );
  }
  const findings: Finding[] = [];
  if (found.script || found.launch) {
    findings.push({
      severity: 'warning',
      code: 'pdf.script',
      message: 'Tệp PDF có mã lệnh bên trong; khi xem, mã lệnh không được chạy.',
    });
  }
  if (found.attachment) {
    findings.push({
      severity: 'warning',
      code: 'pdf.attachment',
      message: 'Tệp PDF có tệp đính kèm bên trong; người chấm chỉ xem được các trang PDF.',
    });
  }
  return findings;
}
