import type { FileRequirement } from '../programme/types.ts';
import { formatBytes, formatDuration } from './format.ts';
import { describeKinds, type FileKind, kindByName } from './kind.ts';

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
  return findings;
}

/** The refusal of a kind that the requirement does not take; `really` says what the file is. */
function wrongKind(rule: FileRule, really?: string): Finding {
  const is = really ? `Tệp này là ${really}. ` : '';
  return error(
    'file.wrong-kind',
    `${is}Mục “${rule.label}” chỉ nhận ${describeKinds(rule.accept)}${cite(rule)}. Hãy chọn tệp khác.`,
  );
}

/** Judges a file whose content has been recognised. */
export function judgeKind(kind: FileKind, really: string, rule: FileRule): Finding[] {
  return rule.accept.includes(kind) ? [] : [wrongKind(rule, really)];
}

/** Judges length, height and codecs of a video against its requirement. K26-4b, K26-4d: at most 10 minutes. */
export function judgeVideo(facts: VideoFacts, rule: FileRule): Finding[] {
  const findings: Finding[] = [];
  const limits = rule.video;
  const { seconds, height, width } = facts;
  if (seconds !== null && limits?.maxSeconds !== undefined && seconds > limits.maxSeconds + limits.toleranceSeconds) {
    findings.push(
      error(
        'video.too-long',
        `Video dài ${formatDuration(seconds, 'up')}, thể lệ cho tối đa ${formatDuration(limits.maxSeconds)}${cite(rule)}. ` +
          'Hãy cắt ngắn video rồi tải lên lại.',
      ),
    );
  }
  if (seconds !== null && limits?.minSeconds !== undefined && seconds < limits.minSeconds) {
    findings.push(
      error(
        'video.too-short',
        `Video dài ${formatDuration(seconds)}, thể lệ yêu cầu ít nhất ${formatDuration(limits.minSeconds)}${cite(rule)}.`,
      ),
    );
  }
  // A phone held upright has its short side as the width.
  const shortSide = height === null || width === null ? height : Math.min(height, width);
  if (shortSide !== null && limits?.minHeight !== undefined && shortSide < limits.minHeight) {
    findings.push(
      error(
        'video.too-small',
        `Hình có ${width ?? '?'} × ${height} điểm ảnh, thể lệ yêu cầu từ ${limits.minHeight}p trở lên${cite(rule)}. ` +
          'Hãy xuất lại video ở độ phân giải cao hơn.',
      ),
    );
  }
  return [...findings, ...judgeCodecs(facts, rule)];
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

/** "MP4, MOV hoặc WebM · dài tối đa 10 phút · tối đa 2 GB": the requirement as one line of hint. */
export function describeRequirement(rule: FileRule): string {
  const parts = [describeKinds(rule.accept)];
  if (rule.video?.maxSeconds !== undefined) parts.push(`dài tối đa ${inWords(rule.video.maxSeconds)}`);
  if (rule.video?.minHeight !== undefined) parts.push(`từ ${rule.video.minHeight}p`);
  parts.push(`tối đa ${formatBytes(rule.maxBytes)}`);
  const line = parts.join(' · ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}
