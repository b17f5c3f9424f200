import type { FileHandle } from 'node:fs/promises';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import type { VideoFacts } from '#lib/domain/file/requirement.ts';
import { BadFile, readAt } from './bytes.ts';
import { probe } from './ffprobe.ts';

const truncated = () =>
  new BadFile(
    'video.truncated',
    'Video bị thiếu phần cuối: có thể tệp được chép hoặc xuất chưa xong. Hãy mở thử trên máy, xuất lại rồi tải lên.',
  );
const unreadable = () =>
  new BadFile(
    'video.unreadable',
    'Không đọc được video: tệp hỏng hoặc không phải video. Hãy mở thử trên máy, xuất lại sang MP4 (H.264) rồi tải lên.',
  );

/** Which of index and pictures comes first in an MP4 or MOV: with the index behind, nothing plays before the end has arrived. */
export async function firstMovieBox(handle: FileHandle, size: number): Promise<'moov' | 'mdat' | null> {
  let position = 0;
  for (let count = 0; position < size && count < 1000; count += 1) {
    const head = await readAt(handle, position, 16);
    if (head.length < 8) return null;
    const type = head.toString('latin1', 4, 8);
    if (type === 'moov' || type === 'mdat') return type;
    const length = head.readUInt32BE(0);
    if (length === 1 && head.length < 16) return null;
    position += length === 1 ? Number(head.readBigUInt64BE(8)) : length === 0 ? size : Math.max(8, length);
  }
  return null;
}

/** Walks the outermost boxes of an MP4 or MOV: a file that was cut off still claims its full length inside. */
async function checkBoxes(handle: FileHandle, size: number): Promise<void> {
  const seen = new Set<string>();
  let position = 0;
  for (let count = 0; position < size && count < 200_000; count += 1) {
    const head = await readAt(handle, position, 16);
    if (head.length < 8) throw truncated();
    let length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) {
      // Some cameras leave zeroes behind the last box.
      if (seen.has('moov') && seen.has('mdat')) return;
      throw unreadable();
    }
    seen.add(type);
    if (length === 1) length = head.length < 16 ? 0 : Number(head.readBigUInt64BE(8));
    else if (length === 0) length = size - position;
    if (length < 8) throw unreadable();
    position += length;
  }
  if (position > size) throw truncated();
  if (!seen.has('moov')) throw seen.has('mdat') ? truncated() : unreadable();
}

/** An EBML number with its marker bit removed; null when unknown ("until the end"). */
function ebmlSize(bytes: Buffer, at: number): { value: number | null; length: number } {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  let value = first & (0xff >> length);
  let unknown = value === 0xff >> length;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    unknown &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return { value: unknown ? null : value, length };
}

/** Compares the declared size of a WebM's segment with the file; recorders that stream leave it open. */
async function checkSegment(handle: FileHandle, size: number): Promise<void> {
  const head = await readAt(handle, 0, 4096);
  const header = ebmlSize(head, 4);
  const segment = 4 + header.length + (header.value ?? 0);
  if (segment + 12 > head.length || head.readUInt32BE(segment) !== 0x18538067) throw unreadable();
  const declared = ebmlSize(head, segment + 4);
  if (declared.value !== null && segment + 4 + declared.length + declared.value > size) throw truncated();
}

/** Reads length, picture size and codecs; only indexes are read, not the pictures. */
async function readFacts(path: string): Promise<VideoFacts> {
  using input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const video = await input.getPrimaryVideoTrack();
  if (!video) throw new BadFile('video.no-picture', 'Tệp chỉ có âm thanh, không có hình. Hãy chọn tệp video.');
  const audio = await input.getPrimaryAudioTrack();
  const seconds = await input.computeDuration();
  return {
    seconds,
    width: await video.getDisplayWidth(),
    height: await video.getDisplayHeight(),
    videoCodec: (await video.getCodec()) ?? 'không rõ',
    audioCodec: audio ? await audio.getCodec() : null,
  };
}

/** Facts of a stored video. Throws `BadFile` when it is cut off, broken or without a picture. */
export async function inspectVideo(path: string, handle: FileHandle, size: number, media: string): Promise<VideoFacts> {
  if (media === 'video/webm') await checkSegment(handle, size);
  else await checkBoxes(handle, size);
  let facts: VideoFacts;
  try {
    facts = await readFacts(path);
  } catch (error) {
    if (error instanceof BadFile) throw error;
    throw unreadable();
  }
  if (!facts.seconds || facts.seconds <= 0 || !facts.width || !facts.height) throw unreadable();
  // The second opinion can only lengthen: indexes may claim less than what a player finds.
  const second = await probe(path);
  if (second?.seconds && second.seconds > facts.seconds + 1) facts.seconds = second.seconds;
  return facts;
}
