import { describe, expect, it } from 'vitest';
import { stripMetadata } from './stripMetadata.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/** EXIF as phones write it: which way up, and a text that stands for the place. */
function exif(orientation: number, little: boolean): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write(little ? 'II' : 'MM', 0, 'latin1');
  const [u16, u32] = little
    ? ([tiff.writeUInt16LE.bind(tiff), tiff.writeUInt32LE.bind(tiff)] as const)
    : ([tiff.writeUInt16BE.bind(tiff), tiff.writeUInt32BE.bind(tiff)] as const);
  u16(42, 2);
  u32(8, 4);
  u16(1, 8);
  u16(0x0112, 10);
  u16(3, 12);
  u32(1, 14);
  u16(orientation, 18);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('GPS 21.3,103.9')]));
}

const scan = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  // a stuffed byte and a restart belong to the data
  Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
]);
const jpeg = (...before: Buffer[]) =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01')),
    ...before,
    segment(0xdb, Buffer.from('table')),
    segment(0xc0, Buffer.from('frame')),
    scan,
    segment(0xc4, Buffer.from('second table')),
    scan,
    Buffer.from([0xff, 0xd9]),
    Buffer.from('a short film with GPS'),
  ]);

describe('pictures without traces', () => {
  it('Q25-14: a JPEG loses place, comments, the small second picture and what stands behind its end', () => {
    const dirty = jpeg(
      exif(1, true),
      segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<GPS/>')),
      segment(0xe2, Buffer.from('MPF\0GPS of the second picture')),
      segment(0xe2, Buffer.from('ICC_PROFILE\0colours')),
      segment(0xed, Buffer.from('Photoshop 3.0\0GPS')),
      segment(0xee, Buffer.from('Adobe colours')),
      segment(0xfe, Buffer.from('GPS in a comment')),
    );
    const clean = stripMetadata(dirty, 'image/jpeg');
    expect(text(clean)).not.toContain('GPS');
    expect(text(clean)).not.toContain('Exif');
    for (const needed of ['JFIF', 'ICC_PROFILE', 'Adobe', 'table', 'frame', 'second table'])
      expect(text(clean)).toContain(needed);
    expect(text(clean).split('\x12\xff\x00\x34\xff\xd0\x56')).toHaveLength(3);
    expect([...clean.subarray(-2)]).toEqual([0xff, 0xd9]);
  });

  it.each([
    [6, true],
    [8, false],
  ])('a picture taken sideways (%i) still stands upright, and says nothing else', (orientation, little) => {
    const clean = stripMetadata(jpeg(exif(orientation, little)), 'image/jpeg');
    expect(text(clean)).not.toContain('GPS');
    const again = text(clean).indexOf('Exif');
    expect(again).toBeGreaterThan(0);
    expect(clean[again + 25]).toBe(orientation);
    // its own reader understands it
    expect(text(stripMetadata(clean, 'image/jpeg'))).toBe(text(clean));
  });

  it('a clean JPEG stays as it is but for what stands behind its end', () => {
    const clean = stripMetadata(jpeg(), 'image/jpeg');
    expect(text(clean)).toBe(text(jpeg()).replace('a short film with GPS', ''));
  });

  it('Q25-14: a PNG keeps its picture and colours, and loses texts, EXIF and time', () => {
    const chunk = (name: string, body: string) => {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(body.length);
      return Buffer.concat([head, Buffer.from(name + body, 'latin1'), Buffer.from('crc!')]);
    };
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const needed = [chunk('IHDR', 'head'), chunk('iCCP', 'colours'), chunk('IDAT', 'pixels')];
    const dirty = Buffer.concat([
      signature,
      ...needed,
      chunk('tEXt', 'GPS'),
      chunk('iTXt', 'GPS'),
      chunk('eXIf', 'GPS'),
      chunk('tIME', 'GPS'),
      chunk('IEND', ''),
      Buffer.from('GPS'),
    ]);
    expect(text(stripMetadata(dirty, 'image/png'))).toBe(
      text(Buffer.concat([signature, ...needed, chunk('IEND', '')])),
    );
  });
});
