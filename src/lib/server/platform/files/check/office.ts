import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { formatBytes } from '#lib/domain/file/format.ts';
import type { Finding } from '#lib/domain/file/requirement.ts';
import { BadFile } from './bytes.ts';

// Larger than any honest dossier, small enough to unpack in seconds. A bomb declares, or hides, far more.
const limits = {
  entries: 5000,
  bytes: 512 * 1024 ** 2,
  partBytes: 200 * 1024 ** 2,
  ratio: 100,
  ratioFrom: 20 * 1024 ** 2,
  depth: 12,
};

const main = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
} as const;
const macros = /macroEnabled|vbaProject/i;

export type OfficeKind = keyof typeof main;

const bomb = (why: string) =>
  new BadFile(
    'zip.bomb',
    `Tệp nén bất thường (${why}) nên bị từ chối vì an toàn. Hãy mở bằng Word hoặc Excel, lưu thành tệp mới rồi tải lên.`,
  );
const broken = () =>
  new BadFile('zip.broken', 'Tệp bị hỏng, không mở được. Hãy mở bằng Word hoặc Excel trên máy, lưu lại rồi tải lên.');
const macro = () =>
  new BadFile(
    'office.macro',
    'Tệp có chứa macro (mã lệnh) nên bị từ chối vì an toàn. Hãy lưu lại dưới dạng .docx hoặc .xlsx thường (không macro) rồi tải lên.',
  );

function checkName(entry: Entry): void {
  const name = entry.fileName;
  if (name.split('/').length > limits.depth || name.length > 300) throw bomb('thư mục lồng quá sâu');
  if (/(?:^|\/)\.\.(?:\/|$)|^\/|\\|^[A-Za-z]:/.test(name))
    throw new BadFile('zip.path', 'Tệp có đường dẫn bên trong không hợp lệ nên bị từ chối vì an toàn.');
  if (/(?:^|\/)vbaProject\.bin$/i.test(name)) throw macro();
  if (entry.isEncrypted()) throw new BadFile('zip.encrypted', 'Tệp có đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.');
}

/** Unpacks one part and counts: what a directory declares is only a claim. Keeps the text of small parts that are asked for. */
async function unpack(
  zip: ZipFile,
  entry: Entry,
  room: number,
  keep: boolean,
): Promise<{ bytes: number; text: string }> {
  const stream = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > Math.min(room, limits.partBytes)) throw bomb('giải nén ra quá lớn');
      if (keep && bytes <= 2 * 1024 ** 2) chunks.push(chunk);
    }
  } finally {
    stream.destroy();
  }
  return { bytes, text: Buffer.concat(chunks).toString('utf8') };
}

/**
 * Looks into a zip archive that claims to be a Word or Excel file. Every part is unpacked and counted in constant memory.
 * `size` in bytes of the file itself.
 */
export async function inspectOffice(path: string, size: number): Promise<{ kind: OfficeKind; findings: Finding[] }> {
  let zip: ZipFile;
  try {
    zip = await yauzl.openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: true,
      validateEntrySizes: true,
    });
  } catch {
    throw broken();
  }
  try {
    if (zip.entryCount > limits.entries) throw bomb(`${zip.entryCount} tệp bên trong`);
    const entries: Entry[] = [];
    let declared = 0;
    for await (const entry of zip.eachEntry()) {
      checkName(entry);
      declared += entry.uncompressedSize;
      if (declared > limits.bytes) throw bomb(`giải nén ra hơn ${formatBytes(limits.bytes)}`);
      entries.push(entry);
    }
    if (declared > limits.ratioFrom && declared > size * limits.ratio)
      throw bomb(`giải nén ra gấp ${Math.round(declared / size)} lần`);

    let total = 0;
    let types = '';
    for (const entry of entries) {
      if (entry.fileName.endsWith('/')) continue;
      const keep = entry.fileName === '[Content_Types].xml';
      const { bytes, text } = await unpack(zip, entry, limits.bytes - total, keep);
      total += bytes;
      if (keep) types = text;
      if (total > limits.ratioFrom && total > size * limits.ratio) throw bomb('giải nén ra quá lớn');
    }
    return { kind: kindOf(entries, types), findings: embedded(entries) };
  } catch (error) {
    if (error instanceof BadFile) throw error;
    // yauzl refuses paths that climb out, sizes that lie and data that does not unpack.
    if (/invalid relative path|absolute path|invalid characters/.test(String(error))) {
      throw new BadFile('zip.path', 'Tệp có đường dẫn bên trong không hợp lệ nên bị từ chối vì an toàn.');
    }
    if (/too many bytes|Entry's compressed|mismatch/i.test(String(error))) throw bomb('dung lượng khai báo sai');
    throw broken();
  } finally {
    zip.close();
  }
}

function kindOf(entries: Entry[], types: string): OfficeKind {
  if (macros.test(types)) throw macro();
  const names = new Set(entries.map((entry) => entry.fileName));
  const found = (Object.keys(main) as OfficeKind[]).find((kind) => types.includes(`"${main[kind]}"`));
  if (found && names.has('_rels/.rels')) {
    const part = new RegExp(`PartName="/([^"]+)"\\s+ContentType="${main[found].replace(/[.+]/g, '\\$&')}"`).exec(
      types,
    )?.[1];
    if (part === undefined || names.has(part)) return found;
    throw broken();
  }
  if (names.has('classes.dex') || names.has('META-INF/MANIFEST.MF')) {
    throw new BadFile(
      'file.executable',
      'Tệp này là ứng dụng (Android hoặc Java). Vì an toàn, hệ thống không nhận chương trình. Hãy chọn đúng tệp hồ sơ của bạn.',
    );
  }
  throw new BadFile(
    'file.unsupported',
    'Tệp này là tệp nén ZIP, không phải tệp Word (.docx) hay Excel (.xlsx). Hãy giải nén và tải từng tệp bên trong lên.',
  );
}

function embedded(entries: Entry[]): Finding[] {
  if (!entries.some((entry) => /^(?:word|xl)\/(?:embeddings|activeX)\//.test(entry.fileName))) return [];
  return [
    {
      severity: 'warning',
      code: 'office.embedded',
      message: 'Tệp có đối tượng nhúng bên trong; người xem có thể không mở được phần đó.',
    },
  ];
}
