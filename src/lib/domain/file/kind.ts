import type { FileRequirement } from '../programme/types.ts';

/** What a file is, by its content. The same words as `FileRequirement.accept`. */
export type FileKind = FileRequirement['accept'][number];

/** What a file is for; decides who may read it. The same words as column `file.purpose`. */
export type FilePurpose = 'entry' | 'letter' | 'document' | 'news' | 'certificate' | 'import';

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
export function acceptAttribute(kinds: readonly FileKind[]): string {
  return kinds.flatMap((kind) => fileKinds[kind].extensions.map((extension) => `.${extension}`)).join(',');
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
