import type { FileRequirement } from '../programme/types.ts';

/** What a file is, by its content. The same words as `FileRequirement.accept`. */
export type FileKind = FileRequirement['accept'][number];

/** The formats in which videos are taken. The same words as `FileRequirement.video.containers`. */
export type VideoContainer = 'mp4' | 'mov' | 'webm';

export const containerNames: Record<VideoContainer, string> = { mp4: 'MP4', mov: 'MOV', webm: 'WebM' };

const containerByExtension: Record<string, VideoContainer> = { mp4: 'mp4', m4v: 'mp4', mov: 'mov', webm: 'webm' };

/** What a file is for; decides who may read it. The same words as column `file.purpose`. */
export type FilePurpose =
  | 'entry'
  | 'letter'
  | 'document'
  | 'news'
  | 'certificate'
  | 'import'
  | 'screenshot'
  | 'evidence'
  | 'report'
  | 'inspection'
  | 'example'
  | 'award';

interface KindInfo {
  /** How people call it, in the middle of a sentence. */
  name: string;
  /** What to write behind "chấp nhận". */
  formats: string;
  extensions: string[];
}

export const fileKinds: Record<FileKind, KindInfo> = {
  video: { name: 'video', formats: 'video MP4, MOV hoặc WebM', extensions: ['mp4', 'm4v', 'mov', 'webm'] },
  pdf: { name: 'tệp PDF', formats: 'PDF', extensions: ['pdf'] },
  docx: { name: 'tệp Word', formats: 'Word (.docx)', extensions: ['docx'] },
  xlsx: { name: 'bảng tính Excel', formats: 'Excel (.xlsx)', extensions: ['xlsx'] },
  image: { name: 'ảnh', formats: 'ảnh JPEG hoặc PNG', extensions: ['jpg', 'jpeg', 'png'] },
};

/** "PDF, Word (.docx) hoặc ảnh JPEG hoặc PNG": what a requirement takes, in words. */
export function describeKinds(kinds: readonly FileKind[]): string {
  const words = kinds.map((kind) => fileKinds[kind].formats);
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} hoặc ${words.at(-1)}`;
}

/** The `accept` attribute of an `<input type="file">`: a convenience for people, never a check. */
export function acceptAttribute(kinds: readonly FileKind[], containers?: readonly VideoContainer[]): string {
  const taken = (kind: FileKind, extension: string): boolean =>
    kind !== 'video' || !containers || containers.includes(containerByExtension[extension]!);
  return kinds
    .flatMap((kind) => fileKinds[kind].extensions.filter((extension) => taken(kind, extension)))
    .map((extension) => `.${extension}`)
    .join(',');
}

/** Lower-case extension without the dot, '' when the name has none. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name.trim())?.[1]?.toLowerCase() ?? '';
}

/** What the name claims to be; only the content decides. */
export function kindByName(name: string): FileKind | null {
  const extension = extensionOf(name);
  const found = (Object.keys(fileKinds) as FileKind[]).find((kind) => fileKinds[kind].extensions.includes(extension));
  return found ?? null;
}

/** The format of a video that its name claims; only the content decides. */
export const containerByName = (name: string): VideoContainer | null => containerByExtension[extensionOf(name)] ?? null;

/**
 * The format of a video by its first bytes (16 are enough), null when they do not tell. An MP4 and a MOV are built alike; the
 * brand in the first box tells them apart, whatever the file is called.
 */
export function containerOf(start: Uint8Array): VideoContainer | null {
  const word = (at: number): string => String.fromCharCode(...start.subarray(at, at + 4));
  if (word(0) === '\x1a\x45\xdf\xa3') return 'webm';
  // MOV files of old cameras begin without a brand.
  if (['moov', 'mdat', 'wide', 'free', 'skip'].includes(word(4))) return 'mov';
  if (word(4) !== 'ftyp' || /^(?:hei[cxms]|mif1|msf1|avi[fs]|M4A|M4B|M4P|3g|crx)/.test(word(8))) return null;
  return word(8) === 'qt  ' ? 'mov' : 'mp4';
}

// Control characters, separators of paths and characters that Windows refuses in names, and marks that turn the reading direction
// ("gpj.exe" shown as "exe.jpg").
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu;

/** A name that is safe to show and to offer for download: no path, no control or direction marks, NFC, at most 150 characters. */
export function cleanFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(unsafe, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .trim();
  if (clean === '') return 'tep';
  if (clean.length <= 150) return clean;
  const extension = extensionOf(clean);
  return extension ? `${clean.slice(0, 148 - extension.length).trim()}.${extension}` : clean.slice(0, 150);
}
