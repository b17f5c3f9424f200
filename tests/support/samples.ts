import { sampleDocx } from '../../programmes/samples/samples.ts';

export * from '../../programmes/samples/samples.ts';

/** A Word file of some hundred kB that unpacks to `bytes`. */
export const zipBomb = (bytes = 300 * 1024 ** 2): Buffer =>
  sampleDocx(['bom'], [{ name: 'word/media/a.bin', data: Buffer.alloc(bytes) }]);

/** The same, but its directory claims a small size. */
export const lyingZipBomb = (bytes = 60 * 1024 ** 2): Buffer =>
  sampleDocx(['bom'], [{ name: 'word/media/a.bin', data: Buffer.alloc(bytes), claimedSize: 1000 }]);

/** A Word file with macros, saved under a plain name. */
export const macroDocx = (): Buffer =>
  sampleDocx(
    ['macro'],
    [{ name: 'word/vbaProject.bin', data: 'x' }],
    'application/vnd.ms-word.document.macroEnabled.main+xml',
  );

/** The beginning of a Windows program, whatever it is named. */
export function fakeExe(): Buffer {
  const bytes = Buffer.alloc(4096);
  bytes.write('MZ\x90\x00', 0, 'latin1');
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('PE\0\0', 0x80, 'latin1');
  return bytes;
}
