import type { FileRequirement } from '../programme/types.ts';
import { formatBytes, formatDuration } from './format.ts';
import {
  containerByName,
  containerNames,
  describeKinds,
  type FileKind,
  fileKinds,
  kindByName,
  type VideoContainer,
} from './kind.ts';

/** The part of a requirement that a file can be judged by; a file without a programme (a news picture) has one, too. */
export type FileRule = Pick<FileRequirement, 'label' | 'accept' | 'maxBytes' | 'video'> & { clause?: string };

/** What a check found, ready to be read. An `error` refuses the file; a `warning` is shown and lets it pass. */
export interface Finding {
  severity: 'error' | 'warning';
  /** stable: "file.too-large" */
  code: string;
  message: string;
}

/** What is known about a video, from the browser before the upload or from the server after it. null: not readable there. */
export interface VideoFacts {
  seconds: number | null;
  width: number | null;
  height: number | null;
  /** 'avc', 'hevc', 'vp8', 'vp9', 'av1', … */
  videoCodec: string | null;
  audioCodec: string | null;
  /** by the content; left out in facts that were read before formats were asked for */
  container?: VideoContainer | null;
}

/** Codecs that the browsers of people and juries play without anything installed. */
const playableVideo = ['avc', 'vp8', 'vp9', 'av1'];
const playableAudio = ['aac', 'opus', 'mp3', 'vorbis', 'flac', 'pcm-s16'];

const aliases: Record<string, string> = {
  h264: 'avc',
  'h.264': 'avc',
  avc1: 'avc',
  h265: 'hevc',
  'h.265': 'hevc',
  hvc1: 'hevc',
};
const names: Record<string, string> = { avc: 'H.264', hevc: 'H.265 (HEVC)', vp8: 'VP8', vp9: 'VP9', av1: 'AV1' };

/** One name for each codec, however a programme or a tool spells it. */
const codecId = (codec: string): string => aliases[codec.toLowerCase()] ?? codec.toLowerCase();
const codecName = (codec: string): string => names[codecId(codec)] ?? codec.toUpperCase();

/** " (Mục II.4.1)", or nothing where no clause asks for the file. */
function cite(rule: FileRule): string {
  if (!rule.clause) return '';
  return ` (${/^mục/i.test(rule.clause) ? rule.clause : `Mục ${rule.clause}`})`;
}

const error = (code: string, message: string): Finding => ({ severity: 'error', code, message });
const warning = (code: string, message: string): Finding => ({ severity: 'warning', code, message });

/** Judges what can be known before a single byte is read: size and the kind that the name claims. K26-4b, K26-4d */
export function judgeDeclared(file: { name: string; bytes: number }, rule: FileRule): Finding[] {
  const findings: Finding[] = [];
  if (file.bytes <= 0)
    findings.push(error('file.empty', 'Tệp rỗng (0 byte). Hãy kiểm tra lại tệp trên máy rồi chọn lại.'));
  if (file.bytes > rule.maxBytes) {
    findings.push(
      error(
        'file.too-large',
        `Tệp nặng ${formatBytes(file.bytes)}, mục này nhận tối đa ${formatBytes(rule.maxBytes)}${cite(rule)}. ` +
          'Hãy giảm dung lượng (với video: giảm độ phân giải hoặc xuất lại) rồi tải lên.',
      ),
    );
  }
  const claimed = kindByName(file.name);
  if (!claimed || !rule.accept.includes(claimed)) findings.push(wrongKind(rule));
  else if (claimed === 'video') findings.push(...judgeContainer(containerByName(file.name), rule));
  return findings;
}

/** The refusal of a kind that the requirement does not take; `really` says what the file is. */
function wrongKind(rule: FileRule, really?: string): Finding {
  const is = really ? `Tệp này là ${really}. ` : '';
  return error(
    'file.wrong-kind',
    `${is}Mục “${rule.label}” chỉ nhận ${describeFormats(rule)}${cite(rule)}. Hãy chọn tệp khác.`,
  );
}

/** Judges a file whose content has been recognised. */
export function judgeKind(kind: FileKind, really: string, rule: FileRule): Finding[] {
  return rule.accept.includes(kind) ? [] : [wrongKind(rule, really)];
}

/** "PDF hoặc video MP4": what a rule takes, in words. */
function describeFormats({ accept, video }: FileRule): string {
  if (!video?.containers || !accept.includes('video')) return describeKinds(accept);
  const rest = accept.filter((kind) => kind !== 'video').map((kind) => fileKinds[kind].formats);
  return either([...rest, `video ${either(video.containers.map((container) => containerNames[container]))}`]);
}

const either = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} hoặc ${words.at(-1)}`;

/** Judges format, length, picture size and codecs of a video against its requirement. K26-4b, K26-4d, K24-6 */
export function judgeVideo(facts: VideoFacts, rule: FileRule): Finding[] {
  return [
    ...judgeContainer(facts.container ?? null, rule),
    ...judgeLength(facts, rule),
    ...judgeSize(facts, rule),
    ...judgeCodecs(facts, rule),
  ];
}

/** K24-6: only the formats that the programme names. */
function judgeContainer(container: VideoContainer | null, rule: FileRule): Finding[] {
  const taken = rule.video?.containers;
  if (!taken || container === null || taken.includes(container)) return [];
  const names = either(taken.map((one) => containerNames[one]));
  return [
    error(
      'video.container',
      `Video này là tệp ${containerNames[container]}, thể lệ yêu cầu ${names}${cite(rule)}. ` +
        `Hãy xuất lại video sang ${containerNames[taken[0]!]} rồi tải lên; chỉ đổi đuôi tên tệp thì không đủ.`,
    ),
  ];
}

/** "4–5 phút", "4:30–5:00" */
function bothLimits(min: number, max: number): string {
  return min % 60 === 0 && max % 60 === 0 && max < 3600
    ? `${min / 60}–${max / 60} phút`
    : `${formatDuration(min)}–${formatDuration(max)}`;
}

/** Where a length misses a limit by so little, the person must learn that the grace has been counted. */
const nearLimit = 15;

function judgeLength({ seconds }: VideoFacts, rule: FileRule): Finding[] {
  const { minSeconds: min, maxSeconds: max, toleranceSeconds: grace } = rule.video ?? { toleranceSeconds: 0 };
  if (seconds === null) return [];
  const long = max !== undefined && seconds > max + grace;
  const short = min !== undefined && seconds < min - grace;
  if (!long && !short) return [];
  const asked =
    min !== undefined && max !== undefined
      ? `thể lệ yêu cầu ${bothLimits(min, max)}`
      : long
        ? `thể lệ cho tối đa ${formatDuration(max)}`
        : `thể lệ yêu cầu ít nhất ${formatDuration(min!)}`;
  const missed = long ? seconds - max : min! - seconds;
  const stated =
    grace > 0 && min !== undefined && missed < nearLimit ? `; đã tính mức cho phép lệch ${grace} giây` : '';
  const length = formatDuration(seconds, long ? 'up' : 'down');
  return [
    error(
      long ? 'video.too-long' : 'video.too-short',
      `Video dài ${length}, ${asked}${cite(rule)}${stated}. ` +
        (long ? 'Hãy cắt ngắn video rồi tải lên lại.' : 'Hãy dựng video dài hơn rồi tải lên lại.'),
    ),
  ];
}

const sizeName = ({ width, height }: { width: number; height: number }): string => `${width}×${height}`;

function judgeSize({ width, height }: VideoFacts, rule: FileRule): Finding[] {
  const { minHeight, sizes, portrait = false } = rule.video ?? {};
  const findings: Finding[] = [];
  // A phone held upright has its short side as the width.
  const shortSide = height === null || width === null ? height : Math.min(height, width);
  if (shortSide !== null && minHeight !== undefined && shortSide < minHeight) {
    findings.push(
      error(
        'video.too-small',
        `Hình có ${width ?? '?'} × ${height} điểm ảnh, thể lệ yêu cầu từ ${minHeight}p trở lên${cite(rule)}. ` +
          'Hãy xuất lại video ở độ phân giải cao hơn.',
      ),
    );
  }
  if (sizes && width !== null && height !== null) {
    const lying = sizes.some((size) => size.width === width && size.height === height);
    const upright = sizes.some((size) => size.width === height && size.height === width);
    if (!lying && !(upright && portrait)) {
      const turned = upright ? 'Hình đứng' : 'Hình';
      const todo = upright
        ? `Hãy dựng lại video với khung hình ngang ${sizeName({ width: height, height: width })}`
        : `Hãy xuất lại video đúng cỡ ${sizeName(sizes[0]!)}`;
      findings.push(
        error(
          'video.size',
          `${turned} có cỡ ${sizeName({ width, height })}, thể lệ yêu cầu ${describeSizes(rule)}${cite(rule)}. ${todo} rồi tải lên lại.`,
        ),
      );
    }
  }
  return findings;
}

/** "1280×720 hoặc 1920×1080 (ngang hoặc đứng)" */
function describeSizes({ video }: FileRule): string {
  return `${either((video?.sizes ?? []).map(sizeName))}${video?.portrait ? ' (ngang hoặc đứng)' : ''}`;
}

function judgeCodecs(facts: VideoFacts, rule: FileRule): Finding[] {
  const { videoCodec, audioCodec } = facts;
  const findings: Finding[] = [];
  if (videoCodec !== null) {
    const codec = codecId(videoCodec);
    const allowed = rule.video?.codecs?.map(codecId);
    if (allowed && !allowed.includes(codec)) {
      findings.push(
        error(
          'video.codec',
          `Video nén bằng ${codecName(codec)}, thể lệ nhận ${allowed.map(codecName).join(', ')}${cite(rule)}. ` +
            'Hãy xuất lại video với định dạng MP4, chuẩn H.264.',
        ),
      );
    } else if (!allowed && codec === 'hevc') {
      findings.push(
        warning(
          'video.hevc',
          'Video nén bằng H.265 (HEVC): nhiều trình duyệt không phát được. Nên xuất lại với chuẩn H.264; ' +
            'trên iPhone: Cài đặt → Camera → Định dạng → Tương thích nhất.',
        ),
      );
    } else if (!allowed && !playableVideo.includes(codec)) {
      findings.push(
        error(
          'video.codec',
          `Video nén bằng ${codecName(codec)}, trình duyệt không phát được. Hãy xuất lại với định dạng MP4, chuẩn H.264.`,
        ),
      );
    }
  }
  if (audioCodec !== null && !playableAudio.includes(audioCodec.toLowerCase())) {
    findings.push(
      warning(
        'video.audio-codec',
        `Âm thanh nén bằng ${audioCodec.toUpperCase()}: một số trình duyệt không phát được tiếng. Nên xuất lại với âm thanh AAC.`,
      ),
    );
  }
  return findings;
}

/** Judges how many files a requirement has got; `missing` is not an error while a draft is being written. */
export function judgeCount(
  count: number,
  requirement: Pick<FileRequirement, 'label' | 'minCount' | 'maxCount' | 'clause'>,
): Finding[] {
  const where = cite({ ...requirement, accept: [], maxBytes: 0 });
  if (count > requirement.maxCount) {
    return [
      error(
        'file.too-many',
        `Mục “${requirement.label}” nhận tối đa ${requirement.maxCount} tệp${where}, đang có ${count}. Hãy gỡ bớt tệp.`,
      ),
    ];
  }
  if (count < requirement.minCount) {
    return [
      error('file.missing', `Mục “${requirement.label}” cần ${requirement.minCount} tệp${where}, đang có ${count}.`),
    ];
  }
  return [];
}

/** True when nothing refuses the file. */
export const passes = (findings: readonly Finding[]): boolean =>
  findings.every((finding) => finding.severity !== 'error');

const inWords = (seconds: number): string =>
  seconds % 60 === 0 && seconds < 3600 ? `${seconds / 60} phút` : formatDuration(seconds);

function describeLength({ video }: FileRule): string | null {
  const { minSeconds: min, maxSeconds: max } = video ?? {};
  if (min !== undefined && max !== undefined) {
    const short = min % 60 === 0 && max % 60 === 0 && max < 3600;
    return `dài ${short ? min / 60 : inWords(min)} đến ${inWords(max)}`;
  }
  if (max !== undefined) return `dài tối đa ${inWords(max)}`;
  return min === undefined ? null : `dài ít nhất ${inWords(min)}`;
}

/** "MP4 · 1280×720 hoặc 1920×1080 · dài 4 đến 5 phút · tối đa 1 GB": the requirement as one line of hint. */
export function describeRequirement(rule: FileRule): string {
  const { video } = rule;
  // where nothing but a video is asked for, its format says enough
  const formats = describeFormats(rule);
  const parts = [video?.containers && rule.accept.length === 1 ? formats.replace(/^video /, '') : formats];
  if (video?.sizes) parts.push(describeSizes(rule));
  const length = describeLength(rule);
  if (length) parts.push(length);
  if (video?.minHeight !== undefined) parts.push(`từ ${video.minHeight}p`);
  parts.push(`tối đa ${formatBytes(rule.maxBytes)}`);
  const line = parts.join(' · ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** "Độ dài được lệch tối đa 2 giây ở mỗi đầu." where a length has two ends, else null. */
export function describeGrace({ video }: FileRule): string | null {
  if (!video?.toleranceSeconds || video.minSeconds === undefined) return null;
  return `Độ dài được lệch tối đa ${video.toleranceSeconds} giây${video.maxSeconds === undefined ? '' : ' ở mỗi đầu'}.`;
}
