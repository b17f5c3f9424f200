import { fileTypeFromBuffer } from 'file-type';
import { containerNames, containerOf, type VideoContainer } from '#lib/domain/file/kind.ts';

const media = { mp4: 'video/mp4', mov: 'video/quicktime', webm: 'video/webm' } as const;

/** What the content says the file is. `kind: null`: nothing that we take; `name` says what it is, `hint` what to do. */
export type Sniffed =
  | { kind: 'video'; media: (typeof media)[VideoContainer]; name: string; container: VideoContainer }
  | { kind: 'image'; media: 'image/jpeg' | 'image/png'; name: string }
  | { kind: 'pdf'; media: 'application/pdf'; name: string }
  | { kind: 'zip'; name: string }
  | { kind: null; code: 'file.executable' | 'file.unsupported' | 'file.unknown'; name: string; hint: string };

const danger = 'Vì an toàn, hệ thống không nhận chương trình hay trang web. Hãy chọn đúng tệp hồ sơ của bạn.';
const executable = (name: string): Sniffed => ({ kind: null, code: 'file.executable', name, hint: danger });
const unsupported = (name: string, hint: string): Sniffed => ({ kind: null, code: 'file.unsupported', name, hint });

const convertVideo = 'Hãy chuyển (xuất) video sang MP4, chuẩn H.264, rồi tải lên lại.';
const convertImage = 'Hãy lưu ảnh dưới dạng JPEG hoặc PNG rồi tải lên lại.';
const unpack = 'Hãy giải nén và tải từng tệp bên trong lên.';

// By extension as `file-type` names it: what people call the format and the way out.
const known: Record<string, [name: string, hint: string]> = {
  heic: ['ảnh HEIC của điện thoại', convertImage],
  heif: ['ảnh HEIF của điện thoại', convertImage],
  gif: ['ảnh GIF', convertImage],
  webp: ['ảnh WebP', convertImage],
  avif: ['ảnh AVIF', convertImage],
  bmp: ['ảnh BMP', convertImage],
  tif: ['ảnh TIFF', convertImage],
  mkv: ['video MKV', convertVideo],
  avi: ['video AVI', convertVideo],
  flv: ['video FLV', convertVideo],
  mpg: ['video MPEG', convertVideo],
  mts: ['video MTS của máy quay', convertVideo],
  asf: ['video WMV', convertVideo],
  wmv: ['video WMV', convertVideo],
  '3gp': ['video 3GP', convertVideo],
  rar: ['tệp nén RAR', unpack],
  '7z': ['tệp nén 7z', unpack],
  gz: ['tệp nén GZ', unpack],
  tar: ['tệp nén TAR', unpack],
  mp3: ['tệp âm thanh MP3', 'Hãy chọn tệp có hình.'],
  m4a: ['tệp âm thanh M4A', 'Hãy chọn tệp có hình.'],
  wav: ['tệp âm thanh WAV', 'Hãy chọn tệp có hình.'],
  rtf: ['văn bản RTF', 'Hãy mở bằng Word và lưu thành .docx hoặc PDF.'],
  odt: ['văn bản ODT', 'Hãy lưu thành .docx hoặc PDF.'],
};

function asText(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return head.subarray(2).toString('utf16le');
  return head.toString('latin1').replace(/^\xef\xbb\xbf/, '');
}

/** Markup and scripts have no magic bytes: browsers guess them from the first words, and so do we. */
function sniffText(head: Buffer): Sniffed | null {
  const text = asText(head).trimStart().toLowerCase();
  if (text.startsWith('#!')) return executable('tập lệnh (script)');
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!doctype svg[^>]*>\s*)?<svg[\s>]/.test(text))
    return executable('ảnh SVG (có thể chứa mã lệnh)');
  if (
    /^(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body|script|iframe|meta|title|img|a|div|table|style|p|h1|br|b)[\s>/]/.test(
      text,
    )
  ) {
    return executable('trang web (HTML)');
  }
  if (text.startsWith('<?php')) return executable('tập lệnh PHP');
  if (/^@echo off\b/.test(text)) return executable('tập lệnh Windows (.bat)');
  return null;
}

function sniffExecutable(head: Buffer): Sniffed | null {
  const magic = head.readUInt32BE(0);
  if (head[0] === 0x4d && head[1] === 0x5a) return executable('chương trình Windows (.exe)');
  if (magic === 0x7f454c46) return executable('chương trình Linux (ELF)');
  if ([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe].includes(magic)) return executable('chương trình macOS');
  if (magic === 0xcafebabe) return executable('chương trình Java hoặc macOS');
  if (magic === 0x4c000000 && head.readUInt32BE(4) === 0x01140200) return executable('lối tắt Windows (.lnk)');
  return null;
}

function sniffMovie(head: Buffer): Sniffed | null {
  const container = containerOf(head);
  if (container === 'webm' && !head.subarray(0, 64).includes('webm')) return unsupported('video MKV', convertVideo);
  return container && { kind: 'video', media: media[container], name: `video ${containerNames[container]}`, container };
}

/** Recognises a file by its first 4 KiB; the name plays no part. */
export async function sniff(start: Buffer): Promise<Sniffed> {
  const head = start.length < 64 ? Buffer.concat([start, Buffer.alloc(64 - start.length)]) : start;
  const early = sniffExecutable(head) ?? sniffMovie(head);
  if (early) return early;
  if (head.toString('latin1', 0, 5) === '%PDF-') return { kind: 'pdf', media: 'application/pdf', name: 'tệp PDF' };
  if (head.readUInt32BE(0) === 0x89504e47) return { kind: 'image', media: 'image/png', name: 'ảnh PNG' };
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff)
    return { kind: 'image', media: 'image/jpeg', name: 'ảnh JPEG' };
  if (head.readUInt32BE(0) === 0x504b0304 || head.readUInt32BE(0) === 0x504b0506)
    return { kind: 'zip', name: 'tệp nén ZIP' };
  if (head.readUInt32BE(0) === 0xd0cf11e0) {
    return unsupported(
      'tệp Word, Excel đời cũ (.doc, .xls) hoặc tệp có đặt mật khẩu',
      'Hãy mở bằng Word hoặc Excel, bỏ mật khẩu nếu có, rồi lưu thành .docx hoặc .xlsx (hoặc PDF).',
    );
  }
  const text = sniffText(head);
  if (text) return text;
  const found = await fileTypeFromBuffer(start).catch(() => undefined);
  const words = found && known[found.ext];
  if (words) return unsupported(...words);
  const name = found ? `tệp ${found.ext.toUpperCase()}` : 'tệp không rõ loại hoặc đã hỏng';
  return {
    kind: null,
    code: 'file.unknown',
    name,
    hint: 'Hãy mở thử tệp trên máy của bạn; nếu mở được, hãy lưu sang định dạng được nhận.',
  };
}
