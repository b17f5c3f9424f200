import { open, rm, stat } from 'node:fs/promises';
import { inspectImage } from './check/image.ts';
import { firstMovieBox, inspectVideo } from './check/video.ts';
import { type Ffmpeg, FfmpegError } from './ffmpeg.ts';

/** A stored video that something is made of. */
export interface VideoSource {
  path: string;
  /** by its content */
  media: string;
  /** bytes */
  size: number;
  seconds: number;
  width: number;
  height: number;
}

/** What was made and looked at again. */
export interface Made {
  media: string;
  /** bytes */
  bytes: number;
  width: number;
  height: number;
  /** null: a still picture */
  seconds: number | null;
}

interface Making {
  ffmpeg: Ffmpeg;
  signal?: AbortSignal | undefined;
}

const minute = 60_000;
/** No player shows less than this, and lengths are rounded by containers. */
const lengthGrace = 1;
const smallPosterBytes = 25 * 1024;

// The format is named and only files are read: a playlist dressed as a video must not make ffmpeg open other files or addresses.
const input = ({ path, media }: VideoSource, at = 0): string[] => [
  '-protocol_whitelist',
  'file',
  '-f',
  media === 'video/webm' ? 'matroska' : 'mov',
  ...(at > 0 ? ['-ss', at.toFixed(3)] : []),
  '-i',
  `file:${path}`,
];

/** Of some frames the one that is most like all of them: no flash, no fade. */
const typical = 'thumbnail=30';
const pictureOnly = ['-map', '0:v:0', '-an', '-sn', '-dn', '-frames:v', '1'];

/** How much there is to see in a frame: 0 for one colour, black or white. */
function liveliness(grey: Buffer): number {
  if (grey.length === 0) return 0;
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const spread = Math.sqrt(grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length);
  return mean < 20 || mean > 240 ? spread / 4 : spread;
}

/** Seconds of the first moment whose frame shows something; of the liveliest where none does. */
async function posterMoment({ ffmpeg, signal }: Making, source: VideoSource): Promise<number> {
  let best = { at: 0, seen: -1 };
  for (const part of [0.1, 0.25, 0.5, 0.75, 0.03]) {
    const at = source.seconds * part;
    const grey = await ffmpeg.run(
      [...input(source, at), ...pictureOnly, '-vf', `${typical},scale=32:18,format=gray`, '-f', 'rawvideo', 'pipe:1'],
      { timeoutMs: minute, signal },
    );
    const seen = liveliness(grey);
    if (seen > best.seen) best = { at, seen };
    if (seen >= 12) break;
  }
  return best.at;
}

async function still(making: Making, source: VideoSource, out: string, at: number, side: number, quality: number) {
  const box = `scale='min(${side},iw)':'min(${side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`;
  await making.ffmpeg.run(
    [
      ...input(source, at),
      ...pictureOnly,
      '-vf',
      `${typical},${box},format=yuvj420p`,
      '-c:v',
      'mjpeg',
      '-q:v',
      String(quality),
      '-map_metadata',
      '-1',
      '-f',
      'mjpeg',
      `file:${out}`,
    ],
    { timeoutMs: minute, signal: making.signal },
  );
  const { size } = await stat(out);
  const handle = await open(out, 'r');
  try {
    return { media: 'image/jpeg', bytes: size, ...(await inspectImage(handle, size, 'image/jpeg')), seconds: null };
  } finally {
    await handle.close();
  }
}

/** A still picture, at most 1280 points at its longer side. */
export async function makePoster(making: Making, source: VideoSource, out: string): Promise<Made> {
  return still(making, source, out, await posterMoment(making, source), 1280, 4);
}

/** A still picture for lists: at most 480 points at its longer side and 25 kB. */
export async function makeSmallPoster(making: Making, source: VideoSource, out: string): Promise<Made> {
  const at = await posterMoment(making, source);
  const tries = [5, 9, 14, 20, 31].map((quality) => ({ side: 480, quality }));
  for (const { side, quality } of [...tries, { side: 320, quality: 20 }, { side: 240, quality: 31 }]) {
    const made = await still(making, source, out, at, side, quality);
    if (made.bytes <= smallPosterBytes) return made;
  }
  throw new FfmpegError('the small picture stays too heavy');
}

/** What was written must be a whole video of the same length, its index in front where the format has one. */
async function verified(out: string, media: string, source: VideoSource): Promise<Made> {
  const { size } = await stat(out);
  const handle = await open(out, 'r');
  try {
    const facts = await inspectVideo(out, handle, size, media).catch((error: Error) => {
      throw new FfmpegError(`what was made cannot be read: ${error.message}`);
    });
    if (Math.abs(facts.seconds! - source.seconds) > lengthGrace)
      throw new FfmpegError(`what was made is ${facts.seconds} s long instead of ${source.seconds} s`);
    if (media !== 'video/webm' && (await firstMovieBox(handle, size)) !== 'moov')
      throw new FfmpegError('the index is not in front');
    return { media, bytes: size, width: facts.width!, height: facts.height!, seconds: facts.seconds };
  } finally {
    await handle.close();
  }
}

// Where and with what somebody filmed is nobody's business.
const withoutTraces = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'];
const bestTracks = ['-map', '0:v:0', '-map', '0:a:0?'];

/**
 * A light version for slow lines: H.264 and AAC, the short side 480 points, about 600 kbit/s, playable while it arrives.
 * @returns null when it would not be lighter than the original
 */
export async function makeLow(making: Making, source: VideoSource, out: string): Promise<Made | null> {
  await making.ffmpeg.run(
    [
      ...input(source),
      ...bestTracks,
      ...withoutTraces,
      '-vf',
      `scale='if(gt(iw,ih),-2,min(480,trunc(iw/2)*2))':'if(gt(iw,ih),min(480,trunc(ih/2)*2),-2)'`,
      '-fpsmax',
      '30',
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-profile:v',
      'main',
      '-pix_fmt',
      'yuv420p',
      '-crf',
      '27',
      '-maxrate',
      '540k',
      '-bufsize',
      '1600k',
      '-c:a',
      'aac',
      '-b:a',
      '64k',
      '-ac',
      '1',
      '-movflags',
      '+faststart',
      '-f',
      'mp4',
      `file:${out}`,
    ],
    { timeoutMs: 45 * minute, signal: making.signal },
  );
  const made = await verified(out, 'video/mp4', source);
  return made.bytes < source.size ? made : null;
}

/**
 * The original as everyone gets it: not a picture changed, its index in front, without what phones and cameras write about the
 * place and the owner.
 */
export async function makeFast(making: Making, source: VideoSource, out: string): Promise<Made> {
  const format = { 'video/mp4': 'mp4', 'video/webm': 'webm' }[source.media] ?? 'mov';
  await making.ffmpeg.run(
    [
      ...input(source),
      ...bestTracks,
      ...withoutTraces,
      '-c',
      'copy',
      ...(format === 'webm' ? [] : ['-movflags', '+faststart']),
      '-f',
      format,
      `file:${out}`,
    ],
    { timeoutMs: 10 * minute, signal: making.signal },
  );
  return verified(out, source.media, source);
}

/** Removes what a making left behind. */
export const discard = (file: string): Promise<void> => rm(file, { force: true });
