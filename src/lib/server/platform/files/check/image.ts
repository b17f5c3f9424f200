import type { FileHandle } from 'node:fs/promises';
import { BadFile, readAt } from './bytes.ts';

const maxSide = 12_000;
const maxPixels = 80_000_000;
const broken = () =>
  new BadFile('image.broken', 'Ảnh bị hỏng hoặc thiếu phần cuối. Hãy mở thử trên máy, lưu lại rồi tải lên.');

async function pngSize(handle: FileHandle, size: number): Promise<[number, number]> {
  const head = await readAt(handle, 0, 24);
  const tail = await readAt(handle, Math.max(0, size - 1024), 1024);
  if (head.toString('latin1', 12, 16) !== 'IHDR' || !tail.includes('IEND')) throw broken();
  return [head.readUInt32BE(16), head.readUInt32BE(20)];
}

async function jpegSize(handle: FileHandle, size: number): Promise<[number, number]> {
  // Phones append their own data behind the end mark, so it is looked for in the last part, not at the very end.
  const tail = await readAt(handle, Math.max(0, size - 256 * 1024), 256 * 1024);
  if (tail.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0) throw broken();
  let position = 2;
  for (let count = 0; count < 2000 && position < size; count += 1) {
    const segment = await readAt(handle, position, 10);
    if (segment.length < 10 || segment[0] !== 0xff) throw broken();
    const marker = segment[1]!;
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [segment.readUInt16BE(7), segment.readUInt16BE(5)];
    if (marker === 0xda || marker === 0xd9) break;
    position += 2 + segment.readUInt16BE(2);
  }
  throw broken();
}

/** Width and height of a whole JPEG or PNG; pictures that would fill the memory of a phone are refused. */
export async function inspectImage(
  handle: FileHandle,
  size: number,
  media: string,
): Promise<{ width: number; height: number }> {
  const [width, height] = media === 'image/png' ? await pngSize(handle, size) : await jpegSize(handle, size);
  if (width === 0 || height === 0) throw broken();
  if (width > maxSide || height > maxSide || width * height > maxPixels) {
    throw new BadFile(
      'image.too-big',
      `Ảnh có ${width} × ${height} điểm ảnh, quá lớn để xem trên điện thoại. Hãy thu nhỏ ảnh (mỗi cạnh tối đa ${maxSide} điểm ảnh) rồi tải lên.`,
    );
  }
  return { width, height };
}
