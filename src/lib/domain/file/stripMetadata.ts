/**
 * Takes out of a picture what tells where, when and with which device it was made. The picture itself is not encoded again, so
 * nothing of its quality is lost.
 */

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Which way up the picture stands (EXIF 1..8), from the body of an APP1 segment; 1 when it does not say. */
function orientationOf(exif: Uint8Array): number {
  if (ascii(exif, 0, 4) !== 'Exif' || exif.length < 14) return 1;
  const tiff = new DataView(exif.buffer, exif.byteOffset + 6, exif.length - 6);
  const little = tiff.getUint16(0) === 0x4949;
  const start = tiff.getUint32(4, little);
  if (start + 2 > tiff.byteLength) return 1;
  const count = tiff.getUint16(start, little);
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * 12;
    if (at + 12 > tiff.byteLength) return 1;
    if (tiff.getUint16(at, little) === 0x0112) {
      const value = tiff.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  }
  return 1;
}

/** An APP1 segment that says nothing but which way up the picture stands. */
const uprightSegment = (orientation: number): Uint8Array =>
  Uint8Array.from([
    0xff,
    0xe1,
    0x00,
    0x22,
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    0x2a,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);

/** Segments without which the picture would look different: JFIF, the colour profile, how colours are coded. */
function kept(marker: number, body: Uint8Array): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  return (
    (marker === 0xe0 && ascii(body, 0, 4) === 'JFIF') ||
    (marker === 0xe2 && ascii(body, 0, 11) === 'ICC_PROFILE') ||
    (marker === 0xee && ascii(body, 0, 5) === 'Adobe')
  );
}

/** Where the compressed data after a scan's head ends: at the next marker that is no restart and no stuffed byte. */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function stripJpeg(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let orientation = 1;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // what phones append behind the end (a second picture, a short film) goes, too
    if (marker === 0xd9) break;
    const end = at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
    const body = bytes.subarray(at + 4, end);
    if (marker === 0xe1 && orientation === 1) orientation = orientationOf(body);
    if (kept(marker, body)) parts.push(bytes.subarray(at, end));
    at = end;
    if (marker === 0xda) {
      const next = scanEnd(bytes, at);
      parts.push(bytes.subarray(at, next));
      at = next;
    }
  }
  parts.push(Uint8Array.from([0xff, 0xd9]));
  // readers look for it before the first table
  if (orientation !== 1) parts.splice(1, 0, uprightSegment(orientation));
  return joined(parts);
}

const pngKept = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
]);

function stripPng(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    const name = ascii(bytes, at + 4, 4);
    if (pngKept.has(name)) parts.push(bytes.subarray(at, end));
    if (name === 'IEND') break;
    at = end;
  }
  return joined(parts);
}

/** A JPEG or PNG without place, time, device, comments and hidden second pictures; which way up it stands stays. */
export const stripMetadata = (bytes: Uint8Array, media: 'image/jpeg' | 'image/png'): Uint8Array =>
  media === 'image/png' ? stripPng(bytes) : stripJpeg(bytes);
