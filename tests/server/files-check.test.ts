import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileRule } from '../../src/lib/domain/file/requirement.ts';
import { checkFile } from '../../src/lib/server/platform/files/check.ts';
import * as samples from '../support/samples.ts';

const MB = 1024 * 1024;
const video: FileRule = {
  label: 'Video giới thiệu',
  accept: ['video'],
  maxBytes: 2048 * MB,
  video: { maxSeconds: 600, toleranceSeconds: 1 },
  clause: 'II.4.1',
};
const explanation: FileRule = {
  label: 'Bản thuyết minh',
  accept: ['pdf', 'docx'],
  maxBytes: 50 * MB,
  clause: 'II.4.1',
};
const picture: FileRule = { label: 'Ảnh minh họa', accept: ['image'], maxBytes: 20 * MB };

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lantoa-check-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(bytes: Buffer | string, declaredName: string, requirement: FileRule) {
  count += 1;
  const file = path.join(folder, String(count));
  await writeFile(file, bytes);
  return checkFile({ path: file, declaredName, requirement, clamd: null });
}

async function refused(bytes: Buffer | string, name: string, rule: FileRule) {
  const result = await check(bytes, name, rule);
  if (result.ok) throw new Error(`${name} was accepted`);
  return result;
}

describe('checking videos', () => {
  it('K26-4b: reads length, size and codecs of an honest video', async () => {
    const result = await check(samples.sampleVideo(), 'bai.mp4', video);
    expect(result).toMatchObject({
      ok: true,
      kind: 'video',
      media: 'video/mp4',
      facts: { virusScan: 'not-configured', warnings: [] },
    });
    if (!result.ok) return;
    expect(result.facts.video).toMatchObject({ width: 640, height: 360, videoCodec: 'avc', audioCodec: 'aac' });
    expect(result.facts.video!.seconds).toBeCloseTo(6, 0);
  });

  it('reads WebM and MOV, whatever they are named', async () => {
    expect(await check(samples.sampleVideo('video-ok.webm'), 'a.mp4', video)).toMatchObject({
      ok: true,
      media: 'video/webm',
    });
    expect(await check(samples.sampleVideo('video-ok.mov'), 'a', video)).toMatchObject({
      ok: true,
      media: 'video/quicktime',
    });
  });

  it('K26-4b: refuses a video of eleven minutes with its length and the clause', async () => {
    const result = await refused(samples.sampleVideo('video-11-phut.mp4'), 'dai.mp4', video);
    expect(result.code).toBe('video.too-long');
    expect(result.message).toContain('Video dài 11:05, thể lệ cho tối đa 10:00 (Mục II.4.1)');
  });

  it('K26-4d: the same length passes where the stage allows it', async () => {
    const longer = { ...video, video: { maxSeconds: 900, toleranceSeconds: 0 } };
    expect((await check(samples.sampleVideo('video-11-phut.mp4'), 'dai.mp4', longer)).ok).toBe(true);
  });

  it('refuses a video that was cut off, although it still claims its length', async () => {
    for (const name of ['video-ok.mp4', 'video-ok.webm'] as const) {
      const bytes = samples.sampleVideo(name);
      for (const part of [0.95, 0.5, 0.2]) {
        const result = await refused(bytes.subarray(0, Math.floor(bytes.length * part)), name, video);
        expect(['video.truncated', 'video.unreadable']).toContain(result.code);
      }
    }
  });

  it('warns of HEVC, which many browsers cannot play', async () => {
    const result = await check(samples.sampleVideo('video-hevc.mp4'), 'iphone.mov', video);
    expect(result).toMatchObject({ ok: true, facts: { warnings: [{ code: 'video.hevc' }] } });
  });

  it('refuses noise in the dress of a video', async () => {
    const noise = Buffer.concat([samples.sampleVideo().subarray(0, 64), Buffer.alloc(5000, 7)]);
    expect((await refused(noise, 'a.mp4', video)).code).toMatch(/^video\./);
  });
});

describe('checking the videos of a contest that asks for MP4, HD and four to five minutes', () => {
  const strict: FileRule = {
    label: 'Video dự thi',
    accept: ['video'],
    maxBytes: 1024 * MB,
    video: {
      containers: ['mp4'],
      sizes: [
        { width: 1280, height: 720 },
        { width: 1920, height: 1080 },
      ],
      codecs: ['avc'],
      minSeconds: 240,
      maxSeconds: 300,
      toleranceSeconds: 2,
    },
    clause: 'III.4',
  };
  const judged = (name: Parameters<typeof samples.sampleVideo>[0], rule = strict) =>
    check(samples.sampleVideo(name), 'du-thi.mp4', rule);

  it('K24-6: takes 4:10 in 1280×720 and keeps what it found', async () => {
    expect(await judged('video-4-10.mp4')).toMatchObject({
      ok: true,
      media: 'video/mp4',
      facts: { video: { container: 'mp4', width: 1280, height: 720, videoCodec: 'avc' } },
    });
  });

  it('K24-6: refuses other lengths, sizes, formats and codecs with what to do', async () => {
    const refusals = {
      'video-5-42.mp4': 'Video dài 5:42, thể lệ yêu cầu 4–5 phút (Mục III.4).',
      'video-3-00.mp4': 'Video dài 3:00, thể lệ yêu cầu 4–5 phút (Mục III.4).',
      'video-4-10-nho.mp4': 'Hình có cỡ 640×360, thể lệ yêu cầu 1280×720 hoặc 1920×1080 (Mục III.4).',
      'video-4-10-dung.mp4': 'Hình đứng có cỡ 720×1280',
      'video-4-10.mov': 'Video này là tệp MOV, thể lệ yêu cầu MP4 (Mục III.4).',
      'video-4-10-hevc.mp4': 'Video nén bằng H.265 (HEVC), thể lệ nhận H.264 (Mục III.4).',
    } as const;
    for (const [name, message] of Object.entries(refusals)) {
      const result = await judged(name as keyof typeof refusals);
      expect(result.ok ? 'accepted' : result.message, name).toContain(message);
    }
  });

  it('K24-6: an upright video passes where the programme takes them, a lying one that is marked as turned is upright', async () => {
    const upright = { ...strict, video: { ...strict.video!, portrait: true } };
    expect((await judged('video-4-10-dung.mp4', upright)).ok).toBe(true);
    const turned = turnedByQuarter(samples.sampleVideo('video-4-10.mp4'));
    expect(await check(turned, 'dt.mp4', strict)).toMatchObject({ ok: false, code: 'video.size' });
    expect(await check(turned, 'dt.mp4', upright)).toMatchObject({
      ok: true,
      facts: { video: { width: 720, height: 1280 } },
    });
  });
});

/** Writes a rotation of 90 degrees into the head of the first track, as phones do. */
function turnedByQuarter(movie: Buffer): Buffer {
  const bytes = Buffer.from(movie);
  const matrix = bytes.indexOf('tkhd') + 4 + 40;
  const values = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, matrix + index * 4);
  return bytes;
}

describe('checking documents', () => {
  it('K26-4b: takes an honest PDF and Word file', async () => {
    expect(await check(samples.samplePdf(), 'thuyet-minh.pdf', explanation)).toMatchObject({
      ok: true,
      kind: 'pdf',
      media: 'application/pdf',
    });
    expect(await check(samples.sampleDocx(), 'thuyết minh.docx', explanation)).toMatchObject({
      ok: true,
      kind: 'docx',
    });
    expect(await check(samples.sampleXlsx(), 'a.xlsx', { ...explanation, accept: ['xlsx'] })).toMatchObject({
      ok: true,
      kind: 'xlsx',
    });
  });

  it('refuses a PDF that is cut off, broken or locked, and warns of scripts', async () => {
    const pdf = samples.samplePdf();
    expect((await refused(pdf.subarray(0, pdf.length - 60), 'a.pdf', explanation)).code).toBe('pdf.truncated');
    const shifted = Buffer.from(pdf.toString('latin1').replace(/startxref\n\d+/, 'startxref\n99999'), 'latin1');
    expect((await refused(shifted, 'a.pdf', explanation)).code).toBe('pdf.broken');
    const locked = samples.samplePdf('x', { trailer: '/Encrypt 9 0 R' });
    expect((await refused(locked, 'a.pdf', explanation)).code).toBe('pdf.encrypted');
    const scripted = samples.samplePdf('x', { catalogue: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' });
    expect(await check(scripted, 'a.pdf', explanation)).toMatchObject({
      ok: true,
      facts: { warnings: [{ code: 'pdf.script' }] },
    });
  });

  it('refuses a zip bomb, an honest one and one that lies about its size', async () => {
    expect((await refused(samples.zipBomb(), 'a.docx', explanation)).code).toBe('zip.bomb');
    expect((await refused(samples.lyingZipBomb(), 'a.docx', explanation)).code).toBe('zip.bomb');
    const many = samples.makeZip(Array.from({ length: 6000 }, (_, index) => ({ name: `word/${index}.xml`, data: '' })));
    expect((await refused(many, 'a.docx', explanation)).code).toBe('zip.bomb');
  });

  it('refuses macros, paths that climb out, and archives that are no document', async () => {
    expect((await refused(samples.macroDocx(), 'a.docx', explanation)).code).toBe('office.macro');
    const climbing = samples.sampleDocx(['x'], [{ name: '../../etc/cron.d/x', data: 'x' }]);
    expect((await refused(climbing, 'a.docx', explanation)).code).toBe('zip.path');
    const deep = samples.sampleDocx(['x'], [{ name: `${'a/'.repeat(40)}b`, data: 'x' }]);
    expect((await refused(deep, 'a.docx', explanation)).code).toBe('zip.bomb');
    const archive = samples.makeZip([{ name: 'ảnh/1.jpg', data: 'x' }]);
    const result = await refused(archive, 'a.docx', explanation);
    expect([result.code, result.message]).toEqual(['file.unsupported', expect.stringContaining('giải nén')]);
    const cut = samples.sampleDocx();
    expect((await refused(cut.subarray(0, cut.length - 30), 'a.docx', explanation)).code).toBe('zip.broken');
  });
});

describe('checking what is not what it says', () => {
  it('names a renamed program and says what to do', async () => {
    const result = await refused(samples.fakeExe(), 'bai-du-thi.mp4', video);
    expect(result.code).toBe('file.executable');
    expect(result.message).toBe(
      'Tệp “bai-du-thi.mp4” thật ra là chương trình Windows (.exe), không phải video. ' +
        'Vì an toàn, hệ thống không nhận chương trình hay trang web. Hãy chọn đúng tệp hồ sơ của bạn.',
    );
  });

  it('refuses programs, scripts and markup under any name', async () => {
    const bad: [string, Buffer | string][] = [
      ['ELF', Buffer.concat([Buffer.from('\x7fELF\x02\x01', 'latin1'), Buffer.alloc(200)])],
      ['script', '#!/bin/sh\nrm -rf /\n'],
      ['HTML', '\ufeff  <!-- x --><html><script>alert(1)</script></html>'],
      ['HTML', '<img src=x onerror=alert(1)>'],
      ['SVG', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
      ['PHP', '<?php system($_GET["c"]);'],
    ];
    for (const [, bytes] of bad) {
      expect((await refused(bytes, 'thuyet-minh.pdf', explanation)).code).toBe('file.executable');
    }
  });

  it('explains formats that it does not take', async () => {
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect((await refused(old, 'thuyet-minh.docx', explanation)).message).toContain('.docx');
    const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(200)]);
    expect((await refused(heic, 'a.jpg', picture)).message).toContain('HEIC');
    const text = await refused('chỉ là chữ', 'a.pdf', explanation);
    expect([text.code, text.message]).toEqual(['file.unknown', expect.stringContaining('không rõ loại')]);
    expect((await refused('', 'a.pdf', explanation)).code).toBe('file.empty');
    const pdfAsVideo = await refused(samples.samplePdf(), 'a.mp4', video);
    expect(pdfAsVideo.message).toContain(
      'Tệp này là tệp PDF. Mục “Video giới thiệu” chỉ nhận video MP4, MOV hoặc WebM (Mục II.4.1)',
    );
  });

  it('takes pictures, refuses broken ones and ones that would fill a memory', async () => {
    expect(await check(samples.samplePng(), 'a.png', picture)).toMatchObject({
      ok: true,
      facts: { image: { width: 64, height: 48 } },
    });
    expect(await check(samples.sampleJpeg(), 'a.jpg', picture)).toMatchObject({
      ok: true,
      facts: { image: { width: 640, height: 480 } },
    });
    expect((await refused(samples.samplePng(9, 9, { width: 60_000, height: 60_000 }), 'a.png', picture)).code).toBe(
      'image.too-big',
    );
    expect((await refused(samples.samplePng().subarray(0, 60), 'a.png', picture)).code).toBe('image.broken');
  });

  it('refuses a file over the limit even if the upload let it through', async () => {
    expect((await refused(samples.samplePdf(), 'a.pdf', { ...explanation, maxBytes: 100 })).code).toBe(
      'file.too-large',
    );
  });
});

describe('the virus scanner', () => {
  let server: Server | undefined;
  const scanner = async (answer: string) => {
    server = createServer((socket) => {
      let received = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
        if (received.subarray(-4).equals(Buffer.alloc(4)))
          socket.end(received.includes('%PDF') ? answer : 'UNKNOWN COMMAND\0');
      });
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    return { host: '127.0.0.1', port: (server!.address() as AddressInfo).port };
  };

  it('refuses what clamd finds, passes what it clears, and never passes unseen', async () => {
    const file = path.join(folder, 'scan.pdf');
    await writeFile(file, samples.samplePdf());
    const args = { path: file, declaredName: 'a.pdf', requirement: explanation };
    const infected = await checkFile({ ...args, clamd: await scanner('stream: Eicar-Test-Signature FOUND\0') });
    expect(infected).toMatchObject({ ok: false, code: 'file.infected', message: expect.stringContaining('Eicar') });
    server!.close();
    const clean = await checkFile({ ...args, clamd: await scanner('stream: OK\0') });
    expect(clean).toMatchObject({ ok: true, facts: { virusScan: 'clean' } });
    const { port } = server!.address() as AddressInfo;
    await new Promise((resolve) => server!.close(resolve));
    await expect(checkFile({ ...args, clamd: { host: '127.0.0.1', port } })).rejects.toThrow();
  });
});
