/** Writes ZIP archives: stored, not compressed (what goes in is compressed already), in constant memory, names in UTF-8. */
import { crc32 } from 'node:zlib';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { localParts } from '#lib/domain/kernel/time.ts';

export interface ZipEntry {
  /** path inside the archive, `/` between folders */
  name: string;
  at: Date;
  /** read twice: once for size and checksum, which stand before the content, once for the content */
  read(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** From here on sizes and places need ZIP64, which we do not write. */
const limit = 0xffff_ffff;
const headSize = 30;
const version = 20;
/** names are UTF-8 */
const utf8Names = 0x0800;

/** Day and time of the clock on the wall, as DOS kept them: two bytes each, every other second. */
function dosTime(at: Date): number {
  const { y, m, d, hour, minute, second } = localParts(at);
  const day = ((Math.max(y, 1980) - 1980) << 9) | (m << 5) | d;
  return ((day << 16) | (hour << 11) | (minute << 5) | (second >> 1)) >>> 0;
}

interface Written {
  name: Buffer;
  time: number;
  crc: number;
  size: number;
  offset: number;
}

/** What stands before the content, and again in the directory at the end. */
function common({ name, time, crc, size }: Written): Buffer {
  const part = Buffer.alloc(26);
  part.writeUInt16LE(version, 0);
  part.writeUInt16LE(utf8Names, 2);
  part.writeUInt32LE(time, 6);
  part.writeUInt32LE(crc, 10);
  part.writeUInt32LE(size, 14);
  part.writeUInt32LE(size, 18);
  part.writeUInt16LE(name.length, 22);
  return part;
}

const signed = (signature: string): Buffer => Buffer.from(`PK${signature}`, 'latin1');

function directoryEntry(entry: Written): Buffer {
  const made = Buffer.alloc(2);
  made.writeUInt16LE(version);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(entry.offset, 10);
  return Buffer.concat([signed('\x01\x02'), made, common(entry), rest, entry.name]);
}

const tooLarge = (): RuleError =>
  new RuleError({
    code: 'zip.too-large',
    message: 'Gói tệp vượt quá 4 GiB. Hãy chia danh sách thành nhiều phần rồi tải từng phần.',
  });

/**
 * The archive piece by piece. Entries are taken one after the other, so that they may be made on the way.
 * @throws RuleError 'zip.too-large' from 4 GiB or 65,535 entries on
 */
export async function* zip(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, at, read } of entries) {
    const entry: Written = { name: Buffer.from(name, 'utf8'), time: dosTime(at), crc: 0, size: 0, offset };
    for await (const piece of read()) {
      entry.crc = crc32(piece, entry.crc);
      entry.size += piece.length;
    }
    if (offset + headSize + entry.name.length + entry.size > limit || written.length >= 0xfffe) throw tooLarge();
    const head = Buffer.concat([signed('\x03\x04'), common(entry), entry.name]);
    yield head;
    let copied = 0;
    for await (const piece of read()) {
      copied += piece.length;
      yield piece;
    }
    if (copied !== entry.size) throw new Error(`${name} changed while it was read`);
    offset += head.length + entry.size;
    written.push(entry);
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  if (offset + directory.length > limit) throw tooLarge();
  yield directory;
  const end = Buffer.alloc(18);
  end.writeUInt16LE(written.length, 4);
  end.writeUInt16LE(written.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  yield Buffer.concat([signed('\x05\x06'), end]);
}
