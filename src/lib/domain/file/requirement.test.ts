import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatRemaining } from './format.ts';
import { acceptAttribute, cleanFileName, containerOf, describeKinds, kindByName } from './kind.ts';
import {
  describeGrace,
  describeRequirement,
  type FileRule,
  judgeCount,
  judgeDeclared,
  judgeVideo,
  passes,
} from './requirement.ts';

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

describe('judging the videos of a contest that asks for a format, a size and two limits', () => {
  const strict: FileRule = {
    label: 'Video dự thi',
    accept: ['video'],
    maxBytes: 1024 ** 3,
    video: {
      containers: ['mp4'],
      sizes: [
        { width: 1280, height: 720 },
        { width: 1920, height: 1080 },
      ],
      minSeconds: 240,
      maxSeconds: 300,
      toleranceSeconds: 2,
    },
    clause: 'III.4',
  };
  const good = { ...facts, seconds: 250, container: 'mp4' as const };
  const refusal = (more: Partial<typeof facts> & { container?: 'mp4' | 'mov' | 'webm' }, rule = strict) =>
    judgeVideo({ ...good, ...more }, rule).map((finding) => finding.message);

  it('K24-6: the length is told with both limits and the clause', () => {
    expect(refusal({})).toEqual([]);
    expect(refusal({ seconds: 342 })).toEqual([
      'Video dài 5:42, thể lệ yêu cầu 4–5 phút (Mục III.4). Hãy cắt ngắn video rồi tải lên lại.',
    ]);
    expect(refusal({ seconds: 180 })).toEqual([
      'Video dài 3:00, thể lệ yêu cầu 4–5 phút (Mục III.4). Hãy dựng video dài hơn rồi tải lên lại.',
    ]);
    const odd = { ...strict, video: { ...strict.video!, minSeconds: 270 } };
    expect(refusal({ seconds: 60 }, odd)[0]).toContain('thể lệ yêu cầu 4:30–5:00 (Mục III.4)');
  });

  it('K24-6: the grace holds at both ends, a hair more does not pass and the grace is named', () => {
    for (const seconds of [238, 240, 300, 302]) expect(refusal({ seconds })).toEqual([]);
    expect(refusal({ seconds: 302.1 })[0]).toContain(
      'Video dài 5:03, thể lệ yêu cầu 4–5 phút (Mục III.4); đã tính mức cho phép lệch 2 giây.',
    );
    expect(refusal({ seconds: 237.9 })[0]).toContain('Video dài 3:57');
    expect(describeGrace(strict)).toBe('Độ dài được lệch tối đa 2 giây ở mỗi đầu.');
    expect(describeGrace(rule)).toBeNull();
  });

  it('K24-6: only HD and Full HD, lying, unless the programme takes upright ones', () => {
    expect(refusal({ width: 1280, height: 720 })).toEqual([]);
    expect(refusal({ width: 640, height: 360 })).toEqual([
      'Hình có cỡ 640×360, thể lệ yêu cầu 1280×720 hoặc 1920×1080 (Mục III.4). Hãy xuất lại video đúng cỡ 1280×720 rồi tải lên lại.',
    ]);
    expect(refusal({ width: 3840, height: 2160 })[0]).toContain('Hình có cỡ 3840×2160');
    expect(refusal({ width: 720, height: 1280 })[0]).toContain('Hình đứng có cỡ 720×1280');
    const upright = { ...strict, video: { ...strict.video!, portrait: true } };
    expect(refusal({ width: 1080, height: 1920 }, upright)).toEqual([]);
    expect(refusal({ width: 480, height: 854 }, upright)[0]).toContain(
      '1280×720 hoặc 1920×1080 (ngang hoặc đứng) (Mục III.4)',
    );
  });

  it('K24-6: only MP4, by the name before the first byte and by the content whatever the name', () => {
    expect(judgeDeclared({ name: 'a.MP4', bytes: 5 }, strict)).toEqual([]);
    expect(judgeDeclared({ name: 'a.mov', bytes: 5 }, strict)[0]).toMatchObject({
      severity: 'error',
      code: 'video.container',
    });
    expect(judgeDeclared({ name: 'a.pdf', bytes: 5 }, strict)[0]!.message).toContain('chỉ nhận video MP4 (Mục III.4)');
    expect(refusal({ container: 'mov' })[0]).toContain('Video này là tệp MOV, thể lệ yêu cầu MP4 (Mục III.4).');
    expect(acceptAttribute(['video', 'pdf'], ['mp4'])).toBe('.mp4,.m4v,.pdf');
    const starts = ['\0\0\0\x14ftypqt  ', '\0\0\0\x20ftypisom', '\0\0\0\x08wide', '\x1a\x45\xdf\xa3', '%PDF-1.7 abc'];
    expect(starts.map((start) => containerOf(Buffer.from(start, 'latin1')))).toEqual([
      'mov',
      'mp4',
      'mov',
      'webm',
      null,
    ]);
  });

  it('K24-6: the requirement is one line; that of 2026 stays as it was', () => {
    expect(describeRequirement(strict)).toBe('MP4 · 1280×720 hoặc 1920×1080 · dài 4 đến 5 phút · tối đa 1 GB');
    expect(describeRequirement(rule)).toBe('Video MP4, MOV hoặc WebM · dài tối đa 10 phút · tối đa 2 GB');
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
