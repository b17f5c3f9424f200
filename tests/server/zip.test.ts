import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import yauzl from 'yauzl';
import { type ZipEntry, zip } from '#lib/server/platform/files/zip.ts';

const at = new Date('2030-09-05T08:30:10+07:00');

async function archive(entries: ZipEntry[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zip(entries)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const entry = (name: string, ...pieces: Uint8Array[]): ZipEntry => ({ name, at, read: () => pieces });

it('Q25-12: an archive of ours is read by other programs: names, times and contents are whole', async () => {
  const large = Buffer.alloc(300_000, 'Sơn La ');
  const bytes = await archive([
    entry('NN30-00001_bao-cao-thanh-tich.docx', large.subarray(0, 100_000), large.subarray(100_000)),
    entry('Tờ trình.txt', Buffer.from('Kính gửi: Thủ tướng Chính phủ')),
    entry('trong.txt'),
  ]);
  const opened = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  const found: Record<string, Buffer> = {};
  for await (const one of opened.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await opened.openReadStreamPromise(one)) chunks.push(chunk as Buffer);
    found[one.fileName] = Buffer.concat(chunks);
    expect([one.lastModFileDate >> 9, one.lastModFileTime >> 11]).toEqual([50, 8]);
  }
  expect(Object.keys(found)).toEqual(['NN30-00001_bao-cao-thanh-tich.docx', 'Tờ trình.txt', 'trong.txt']);
  expect(found['NN30-00001_bao-cao-thanh-tich.docx']!.equals(large)).toBe(true);
  expect(found['Tờ trình.txt']!.toString()).toBe('Kính gửi: Thủ tướng Chính phủ');

  const folder = await mkdtemp(join(tmpdir(), 'zip-'));
  try {
    const file = join(folder, 'goi.zip');
    await writeFile(file, bytes);
    // also checks the checksums; not every machine has it
    const tested = spawnSync('unzip', ['-t', file], { encoding: 'utf8' });
    if (!tested.error) expect(tested.stdout).toContain('No errors detected');
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('an archive refuses what changes between its two readings, and what needs ZIP64', async () => {
  let times = 0;
  const changing: ZipEntry = {
    name: 'a.txt',
    at,
    read: () => {
      times += 1;
      return [Buffer.alloc(times)];
    },
  };
  await expect(archive([changing])).rejects.toThrow('changed while it was read');
  const piece = Buffer.alloc(1 << 20);
  const huge: ZipEntry = { name: 'b.bin', at, read: () => Array.from({ length: 4097 }, () => piece) };
  await expect(archive([huge])).rejects.toMatchObject({ code: 'zip.too-large' });
});
