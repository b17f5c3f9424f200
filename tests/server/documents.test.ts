import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '#lib/domain/document/types.ts';
import {
  awardListPdf,
  blankFormDocx,
  budgetPdf,
  certificatePdf,
  closingReportPdf,
  minutesPdf,
  rankingPdf,
  receiptPdf,
  registrationFormPdf,
  scoreSheetPdf,
  submissionLetterPdf,
} from '#lib/server/platform/documents/index.ts';
import { fontFolder, renderPdf, TypesettingError } from '#lib/server/platform/documents/typst.ts';
import * as sample from './documents.samples.ts';
import { yauzlEntry } from './documents.zip.ts';

const hostile =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: somebody may well type that
  '#panic("x") $a^2$ <b>đậm</b> \\ *sao* _gạch_ @nhãn [ngoặc] // ghi chú `mã` ${js} {{x}} 😀 \u0000\u202Engược';

/** Everything a PDF says in its objects, with the compressed streams opened. */
function objectsOf(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const opened: string[] = [raw];
  for (const match of raw.matchAll(/stream\r?\n/g)) {
    const from = match.index + match[0].length;
    const to = raw.indexOf('endstream', from);
    try {
      opened.push(inflateSync(pdf.subarray(from, to)).toString('latin1'));
    } catch {
      // not every stream is deflated
    }
  }
  return opened.join('\n');
}

const pages = (pdf: Buffer) =>
  Math.max(...[...objectsOf(pdf).matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count (\d+)/g)].map((m) => Number(m[1])));

/** The text as a reader copies it; undefined where the machine has no pdftotext. */
function textOf(pdf: Buffer): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-pdf-'));
  try {
    const file = join(folder, 'a.pdf');
    writeFileSync(file, pdf);
    return execFileSync('pdftotext', ['-layout', file, '-'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).normalize('NFC');
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function expectText(pdf: Buffer, ...parts: string[]) {
  const text = textOf(pdf);
  if (text === undefined) return;
  const flat = text.replace(/[\s\u00a0\u200b]+/g, ' ');
  for (const part of parts) expect(flat).toContain(part);
}

/** Code points that a TrueType font draws (cmap, format 4 and 12). */
function covered(ttf: Buffer): (codePoint: number) => boolean {
  const tables = ttf.readUInt16BE(4);
  let cmap = 0;
  for (let i = 0; i < tables; i += 1)
    if (ttf.toString('latin1', 12 + i * 16, 16 + i * 16) === 'cmap') cmap = ttf.readUInt32BE(20 + i * 16);
  const found = new Set<number>();
  for (let i = 0; i < ttf.readUInt16BE(cmap + 2); i += 1) {
    const at = cmap + ttf.readUInt32BE(cmap + 8 + i * 8);
    if (ttf.readUInt16BE(at) !== 4) continue;
    const segments = ttf.readUInt16BE(at + 6) / 2;
    for (let s = 0; s < segments; s += 1) {
      const end = ttf.readUInt16BE(at + 14 + s * 2);
      const start = ttf.readUInt16BE(at + 16 + segments * 2 + s * 2);
      const delta = ttf.readUInt16BE(at + 16 + segments * 4 + s * 2);
      const rangeAt = at + 16 + segments * 6 + s * 2;
      const range = ttf.readUInt16BE(rangeAt);
      for (let c = start; c <= end && c < 0xffff; c += 1) {
        const glyph = range === 0 ? (c + delta) & 0xffff : ttf.readUInt16BE(rangeAt + range + (c - start) * 2);
        if (glyph !== 0) found.add(c);
      }
    }
  }
  return (codePoint) => found.has(codePoint);
}

const vowels = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const alphabet = [
  ...vowels.flatMap((v) => tones.map((tone) => (v + tone).normalize('NFC'))),
  ...'bcdđghklmnpqrstvxfjwz',
  ...'0123456789“”‘’–…☐•.,;:/()%&@',
];

describe('the font', () => {
  const faces = [
    '400Regular/Tinos_400Regular',
    '400Regular_Italic/Tinos_400Regular_Italic',
    '700Bold/Tinos_700Bold',
    '700Bold_Italic/Tinos_700Bold_Italic',
  ];
  it.each(faces)('%s has every Vietnamese letter with every tone, small and capital', (face) => {
    const has = covered(readFileSync(join(fontFolder(), `${face}.ttf`)));
    const letters = alphabet.filter((c) => c !== '☐').flatMap((c) => [c, c.toUpperCase()]);
    expect(letters.every((c) => [...c].length === 1)).toBe(true);
    expect(letters.filter((c) => !has(c.codePointAt(0)!))).toEqual([]);
  });
});

const certificates = (n: number): Certificate[] =>
  Array.from({ length: n }, (_, i) => ({
    ...sample.certificate,
    recipients: [{ name: `Lò Thị Hường ${i}`, workplace: `Xã số ${i}` }],
    verification: { url: `https://cuocthi.example.vn/xac-thuc/${i}`, code: `MA-${i}` },
  }));

describe('certificates', () => {
  it('K26-5a: one landscape page each, with names, prize, entry, number, date, signer and code', async () => {
    const pdf = await certificatePdf([sample.certificate, { ...sample.certificate, kind: 'state' }], sample.madeAt);
    expect(pages(pdf)).toBe(2);
    expect(objectsOf(pdf)).toMatch(/\/MediaBox\s*\[0 0 841\.\d+ 595\.\d+\]/);
    expectText(
      pdf,
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'BAN TỔ CHỨC CUỘC THI VỀ CHUYỂN ĐỔI SỐ',
      'Lò Thị Hường, Nguyễn Đức Thuận và Quàng Văn Ổn',
      'giải Nhất',
      'Sổ tay số của bản',
      'Sơn La, ngày 28 tháng 9 năm 2026',
      'Số 01-GCN/BTC',
      'Số: 01-GCN/BTC',
      'Theo Quyết định số 15-QĐ/BTC ngày 25 tháng 9 năm 2026',
      '7KQM-2XPD-94TA',
    );
  });

  it('K26-5a: a hundred in one file, without piling up memory', async () => {
    await certificatePdf(certificates(1), sample.madeAt);
    const before = process.memoryUsage().rss;
    const pdf = await certificatePdf(certificates(100), sample.madeAt);
    expect(pages(pdf)).toBe(100);
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
  });

  it('K26-5a: names and titles of any length stay on their page', async () => {
    const long = 'Nguyễn Phước Bảo Ngọc Thiên '.repeat(20);
    const pdf = await certificatePdf(
      [
        {
          ...sample.certificate,
          recipients: [{ name: long, workplace: long }],
          entryTitle: long,
          contestName: long,
          issuer: long,
        },
        { ...sample.certificate, recipients: [{ name: 'a'.repeat(10_000) }], entryTitle: 'Ễ'.repeat(10_000) },
      ],
      sample.madeAt,
    );
    expect(pages(pdf)).toBe(2);
  });

  it('leaves the server free while it works', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await certificatePdf(certificates(60), sample.madeAt);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('keeps documents apart that are asked for at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) => certificatePdf(certificates(i + 1), sample.madeAt)),
    );
    expect(made.map(pages)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('names the template that failed', async () => {
    const failed = renderPdf({ template: 'no-such', title: 'x', madeAt: sample.madeAt, data: {} });
    await expect(failed).rejects.toThrow(TypesettingError);
    await expect(failed).rejects.toThrow('no-such');
    expect(pages(await certificatePdf([sample.certificate], sample.madeAt))).toBe(1);
  });

  it('gives the same bytes for the same data', async () => {
    const first = await certificatePdf([sample.certificate], sample.madeAt);
    await receiptPdf(sample.receipt);
    expect((await certificatePdf([sample.certificate], sample.madeAt)).equals(first)).toBe(true);
  });

  it('is tagged, in Vietnamese and titled, so that a screen reader can read it', async () => {
    const all = objectsOf(await certificatePdf([sample.certificate], sample.madeAt));
    expect(all).toMatch(/\/MarkInfo/);
    expect(all).toMatch(/\/Lang\s*\(vi/);
    expect(all).toContain('/StructTreeRoot');
    expect(all).toContain('pdfuaid:part');
    expect(all).toContain('/DisplayDocTitle true');
    // the moment comes from the data, not from the wall clock
    expect(all).toContain('D:20260305010203');
  });
});

describe('text from people', () => {
  it('is printed as it was typed and never run', async () => {
    const pdf = await receiptPdf({ ...sample.receipt, title: hostile, authors: [{ name: hostile, share: '100' }] });
    expect(pages(pdf)).toBeGreaterThan(0);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: somebody may well type that
    expectText(pdf, '#panic("x") $a^2$ <b>đậm</b> \\ *sao* _gạch_ @nhãn [ngoặc] // ghi chú `mã` ${js} {{x}}');
    const text = textOf(pdf);
    for (const mark of ['\u0000', '\u202E']) expect(text ?? '').not.toContain(mark);
  });

  it('reaches every document without harm', async () => {
    const poison = <T>(value: T, key = ''): T => {
      const kept = ['kind', 'date', 'share', 'hash', 'max', 'score', 'total', 'mean', 'emblem'];
      if (typeof value === 'string') return (kept.includes(key) || /^[\d.]+$/.test(value) ? value : hostile) as T;
      if (Array.isArray(value)) return value.map((v) => poison(v, key)) as T;
      if (value && typeof value === 'object' && !(value instanceof Date))
        return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, poison(v, k)])) as T;
      return value;
    };
    const made = [
      await certificatePdf([poison(sample.certificate)], sample.madeAt),
      await receiptPdf(poison(sample.receipt)),
      await registrationFormPdf(poison(sample.registration)),
      await scoreSheetPdf(poison(sample.scoreSheet)),
      await minutesPdf(poison(sample.minutes(7))),
      await submissionLetterPdf(poison(sample.letter)),
      await budgetPdf(poison(sample.budget)),
      await closingReportPdf(poison(sample.closingReport)),
    ];
    for (const pdf of made) expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await blankFormDocx(poison(sample.blankForm), sample.dossier)).subarray(0, 2).toString()).toBe('PK');
  });
});

describe('dossier documents', () => {
  it('K26-4b: the receipt says to the second when, and proves what was handed in', async () => {
    const pdf = await receiptPdf(sample.receipt);
    expect(pages(pdf)).toBe(1);
    expectText(
      pdf,
      'CDS26-00042',
      '23:59:58',
      'ngày 30 tháng 6 năm 2026',
      '700 MB',
      sample.receipt.hash,
      'Thuyết minh sản phẩm (bản cuối).pdf',
      '40 %',
    );
  });

  it('K26-4b: the registration form carries authors, shares, answers, files and declarations', async () => {
    const pdf = await registrationFormPdf(sample.registration);
    expectText(
      pdf,
      'PHIẾU ĐĂNG KÝ DỰ THI',
      'Quàng Văn Ổn',
      '30 %',
      'Tính mới',
      '01 video clip giới thiệu',
      '[x]',
      'Mường Chiên, ngày 30 tháng 6 năm 2026',
    );
  });

  it('K26-4b: the blank form asks for what the programme asks for', async () => {
    const docx = await blankFormDocx(sample.blankForm, sample.dossier);
    const xml = await yauzlEntry(docx, 'word/document.xml');
    for (const part of [
      'PHIẾU ĐĂNG KÝ DỰ THI',
      'Tính mới',
      'nhiều nhất 300 từ',
      '☐ Kinh tế số',
      '01 video clip giới thiệu',
      'từ 30 %',
      'w:titlePg',
    ])
      expect(xml).toContain(part);
  });

  it('K26-4a: the covering letter lists the chosen entries and leaves number and date for the pen', async () => {
    const pdf = await submissionLetterPdf(sample.letter);
    expectText(pdf, 'DỰ THẢO', 'V/v gửi sản phẩm', 'Kính gửi: Ban Tổ chức', 'CDS26-00102', 'Số: …', 'Lưu: VT, VP.');
  });
});

describe('jury documents', () => {
  it('K26-4c: the score sheet shows each criterion, the total and the signature with its hash', async () => {
    const pdf = await scoreSheetPdf(sample.scoreSheet);
    expectText(pdf, '26,5', '88,0', 'Giờ ký: 15/07/2026 10:39:42 +07:00', sample.receipt.hash);
    const unsigned = await scoreSheetPdf({ ...sample.scoreSheet, signature: null, total: null });
    expectText(unsigned, '(Ký, ghi rõ họ tên)');
  });

  it('K26-4c: minutes carry ranking, tie notes and attendance; many judges get a landscape page', async () => {
    const pdf = await minutesPdf(sample.minutes(3));
    expectText(pdf, 'BIÊN BẢN', 'Vắng mặt', 'Bằng điểm; xét', '90,00', 'TRƯỞNG BAN GIÁM KHẢO');
    const wide = objectsOf(await minutesPdf(sample.minutes(9)));
    expect(wide).toMatch(/\/MediaBox\s*\[0 0 595\.\d+ 841\.\d+\]/);
    expect(wide).toMatch(/\/MediaBox\s*\[0 0 841\.\d+ 595\.\d+\]/);
  });

  it('K26-4c: a ranking of 300 entries repeats its heading on each page and numbers the pages from the second', async () => {
    const { head, about, signers } = sample.minutes();
    const pdf = await rankingPdf({
      madeAt: sample.madeAt,
      head,
      about,
      ranking: sample.ranking(3, 300),
      receivers: [],
      signer: signers[1]!,
    });
    const text = textOf(pdf)
      ?.split('\f')
      .filter((page) => page.trim());
    if (!text) return;
    expect(text.length).toBe(pages(pdf));
    expect(text[1]).toContain('Mã số');
    expect(text[1]!.trim()).toMatch(/^2\n/);
    expect(text[0]!.trim()).not.toMatch(/^1\n/);
  });
});

describe('money and reports', () => {
  it('K26-5b: the budget computes amounts, sections and the total, and says it in words', async () => {
    const pdf = await budgetPdf(sample.budget);
    expectText(
      pdf,
      '65.000.000',
      '32.000.000',
      '98.320.000',
      'Bằng chữ: Chín mươi tám triệu ba trăm hai mươi nghìn đồng.',
    );
  });

  it('K26-5a: the award list adds up the prizes', async () => {
    const { head, signer } = sample.closingReport;
    const pdf = await awardListPdf({
      madeAt: sample.madeAt,
      head,
      about: sample.contest,
      tiers: sample.tiers,
      receivers: [],
      signer,
    });
    expectText(
      pdf,
      'Giải Nhì (02 giải)',
      '20.000.000',
      'TỔNG CỘNG (03 giải)',
      '35.000.000',
      'Ủy ban nhân dân tỉnh tặng',
    );
  });

  it('K26-6a: the closing report has its sections, tables and prizes', async () => {
    const pdf = await closingReportPdf(sample.closingReport);
    expectText(
      pdf,
      'BÁO CÁO',
      'Số 20-BC/BTC',
      'Sơn La, ngày 02 tháng 10 năm 2026',
      'Số sản phẩm theo trụ cột',
      '128',
      '35.000.000',
      'Nơi nhận:',
    );
  });
});
