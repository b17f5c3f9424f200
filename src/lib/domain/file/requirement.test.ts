import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatRemaining } from './format.ts';
import { cleanFileName, describeKinds, kindByName } from './kind.ts';
import { type FileRule, judgeCount, judgeDeclared, judgeVideo, passes } from './requirement.ts';

const rule: FileRule = {
  label: 'Video giới thiệu',
  accept: ['video'],
  maxBytes: 2 * 1024 ** 3,
  video: { maxSeconds: 600, toleranceSeconds: 1 },
  clause: 'II.4.1',
};
const facts = { seconds: 300, width: 1920, height: 1080, videoCodec: 'avc', audioCodec: 'aac' };

describe('judging files', () => {
  it('K26-4b: a video over ten minutes is refused with its length, the limit and the clause', () => {
    const [finding] = judgeVideo({ ...facts, seconds: 725 }, rule);
    expect(finding).toMatchObject({ severity: 'error', code: 'video.too-long' });
    expect(finding!.message).toContain('Video dài 12:05, thể lệ cho tối đa 10:00 (Mục II.4.1).');
  });

  it('K26-4b: exactly ten minutes and the stated grace pass, a hair more does not', () => {
    expect(judgeVideo({ ...facts, seconds: 600 }, rule)).toEqual([]);
    expect(judgeVideo({ ...facts, seconds: 601 }, rule)).toEqual([]);
    const [over] = judgeVideo({ ...facts, seconds: 601.01 }, rule);
    expect(over!.message).toContain('10:02');
  });

  it('never shows the allowed length for a video that is over it', () => {
    const strict = { ...rule, video: { maxSeconds: 600, toleranceSeconds: 0 } };
    expect(judgeVideo({ ...facts, seconds: 600.4 }, strict)[0]!.message).toContain('Video dài 10:01');
  });

  it('warns of HEVC when the programme says nothing, refuses it when the programme names codecs', () => {
    expect(judgeVideo({ ...facts, videoCodec: 'hevc' }, rule)).toMatchObject([
      { severity: 'warning', code: 'video.hevc' },
    ]);
    const strict = { ...rule, video: { toleranceSeconds: 0, codecs: ['h264', 'vp9'] } };
    expect(passes(judgeVideo({ ...facts, videoCodec: 'hevc' }, strict))).toBe(false);
    expect(judgeVideo(facts, strict)).toEqual([]);
  });

  it('measures an upright video by its short side', () => {
    const hd = { ...rule, video: { toleranceSeconds: 0, minHeight: 720 } };
    expect(judgeVideo({ ...facts, width: 720, height: 1280 }, hd)).toEqual([]);
    expect(judgeVideo({ ...facts, width: 480, height: 854 }, hd)[0]!.code).toBe('video.too-small');
  });

  it('says nothing about facts that are not known', () => {
    expect(judgeVideo({ seconds: null, width: null, height: null, videoCodec: null, audioCodec: null }, rule)).toEqual(
      [],
    );
  });

  it('refuses size and kind before the first byte', () => {
    expect(judgeDeclared({ name: 'Bài dự thi.MP4', bytes: 5 }, rule)).toEqual([]);
    expect(judgeDeclared({ name: 'a.mp4', bytes: 0 }, rule)[0]!.code).toBe('file.empty');
    expect(judgeDeclared({ name: 'a.mp4', bytes: 3 * 1024 ** 3 }, rule)[0]!.message).toContain(
      'Tệp nặng 3 GB, mục này nhận tối đa 2 GB',
    );
    expect(judgeDeclared({ name: 'a.exe', bytes: 5 }, rule)[0]!.code).toBe('file.wrong-kind');
  });

  it('counts files', () => {
    const one = { label: 'Video', minCount: 1, maxCount: 1, clause: 'II.4.1' };
    expect(judgeCount(1, one)).toEqual([]);
    expect(judgeCount(0, one)[0]!.code).toBe('file.missing');
    expect(judgeCount(2, one)[0]!.message).toContain('tối đa 1 tệp (Mục II.4.1), đang có 2');
  });
});

describe('words for files', () => {
  it('formats bytes with a Vietnamese comma', () => {
    expect([0, 850, 1536, 1024 ** 2 - 1, 1.5 * 1024 ** 3, 2 * 1024 ** 3].map(formatBytes)).toEqual([
      '0 B',
      '850 B',
      '1,5 KB',
      '1 MB',
      '1,5 GB',
      '2 GB',
    ]);
  });

  it('formats lengths and remaining time', () => {
    expect([0, 59.9, 600, 3725].map((value) => formatDuration(value))).toEqual(['0:00', '0:59', '10:00', '1:02:05']);
    expect([5, 61, 3600, 7190].map(formatRemaining)).toEqual([
      'chưa đến 1 phút',
      'khoảng 2 phút',
      'khoảng 1 giờ',
      'khoảng 2 giờ',
    ]);
  });

  it('names kinds', () => {
    expect(describeKinds(['pdf', 'docx'])).toBe('PDF hoặc Word (.docx)');
    expect(kindByName('THUYẾT MINH.Docx')).toBe('docx');
    expect(kindByName('khong-co-duoi')).toBeNull();
  });

  it('cleans names: paths, direction marks, HTML, length', () => {
    expect(cleanFileName('../../etc/passwd')).toBe('passwd');
    expect(cleanFileName('C:\\Users\\a\\Bài thi.pdf')).toBe('Bài thi.pdf');
    expect(cleanFileName('a\u202Egpj.exe')).toBe('a gpj.exe');
    expect(cleanFileName('<img src=x>.png')).toBe('img src=x .png');
    expect(cleanFileName('...')).toBe('tep');
    expect(cleanFileName(`${'dài '.repeat(100)}.mp4`)).toMatch(/^.{1,149}\.mp4$/);
  });
});
