import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countQueries } from '#lib/server/platform/db/sql.ts';
import { decideAward } from '#lib/server/result/awards.ts';
import { budgetFile, budgetOf, saveBudget } from '#lib/server/result/budget.ts';
import { certificateRegister, issueCertificates, myCertificates } from '#lib/server/result/certificates.ts';
import { certificateBatch, certificateFile } from '#lib/server/result/download.ts';
import { awardListFile, closingReportFile } from '#lib/server/result/papers.ts';
import { publishResults } from '#lib/server/result/publish.ts';
import { closingReport, reportFigures, writeReport } from '#lib/server/result/report.ts';
import { verifyCertificate } from '#lib/server/result/verify.ts';
import { refusal } from '../support/refusal.ts';
import { after, finalJudged, type Judged, judgedContest } from './result.support.ts';

const at = after.final;
const origin = 'http://localhost:3000';
const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';

describe('certificates', () => {
  let c: Awaited<ReturnType<typeof finalJudged>>;
  let coordinator: Awaited<ReturnType<Judged['t']['person']>>;
  const rows = () => c.t.app.db.selectFrom('certificate').selectAll().orderBy('number').execute();

  beforeAll(async () => {
    c = await finalJudged(3);
    coordinator = await c.t.person('Hà Thị Mối');
    await c.t.app.db
      .updateTable('entry')
      .set({ on_behalf: true, created_by: coordinator.id })
      .where('id', '=', c.ids[1]!)
      .execute();
    // two authors of one name: each gets a certificate
    await c.t.app.db
      .updateTable('entry_author')
      .set({ full_name: 'Lò Văn An' })
      .where('entry_id', '=', c.ids[1]!)
      .execute();
    const reason = 'Ban Tổ chức thống nhất theo biên bản họp';
    await decideAward(c.t.ctx(c.organiser, at), { entryId: c.ids[0]!, tierId: 'first', reason });
    await decideAward(c.t.ctx(c.organiser, at), { entryId: c.ids[1]!, tierId: 'second', reason });
    await publishResults(c.t.ctx(c.organiser, at), {
      programmeId: c.programmeId,
      number: '15-QĐ/BTC',
      date: '2026-09-25',
      signer: 'Lò Minh Trưởng',
      note: reason,
    });
    expect(await issueCertificates(c.t.ctx(c.secretary, at), { programmeId: c.programmeId })).toBe(4);
  });
  afterAll(() => c?.t.close());

  it('K26-5a: one for each author of each awarded entry, numbered by prize, rank and author', async () => {
    expect((await rows()).map((row) => [row.number, row.recipient, row.tier_name])).toEqual([
      ['01/GCN-CDS26', 'Nguyễn Thị Tác', 'Giải Nhất'],
      ['02/GCN-CDS26', 'Lò Văn 1', 'Giải Nhất'],
      ['03/GCN-CDS26', 'Lò Văn An', 'Giải Nhì'],
      ['04/GCN-CDS26', 'Lò Văn An', 'Giải Nhì'],
    ]);
    expect((await refusal(issueCertificates(c.t.ctx(c.organiser, at), { programmeId: c.programmeId }))).code).toBe(
      'result.nothing-to-issue',
    );
    expect(await refusal(issueCertificates(c.t.ctx(c.auditor, at), { programmeId: c.programmeId }))).toMatchObject({
      status: 403,
    });
    const register = await certificateRegister(c.t.ctx(c.auditor, at), await c.stored());
    expect(register).toMatchObject({ missing: 0, published: true, can: { issue: { allow: false } } });
  });

  it('K26-5a: two who issue at the same time issue each certificate once', async () => {
    await c.t.app.db.deleteFrom('certificate').execute();
    const outcomes = await Promise.allSettled(
      [c.organiser, c.secretary, c.deputy].map((who) =>
        issueCertificates(c.t.ctx(who, at), { programmeId: c.programmeId }),
      ),
    );
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await rows()).toHaveLength(4);
  });

  it('K26-5a: its author, who entered it for an author without account, and the organisers download it; nobody else', async () => {
    const [own, other, behalf] = (await rows()).map(({ code }) => ({ code })) as [
      { code: string },
      { code: string },
      { code: string },
    ];
    const fourth = (await rows())[3]!;
    const get = (who: typeof c.author, code: string) => certificateFile(c.t.ctx(who, at), { code, origin });
    const file = await get(c.author, own.code.toLowerCase().replaceAll('-', ''));
    expect(file.name).toBe(`giay-chung-nhan-${own.code}.pdf`);
    expect(isPdf(file.pdf)).toBe(true);
    for (const who of [c.organiser, c.secretary, c.auditor, c.admin])
      expect(isPdf((await get(who, other.code)).pdf)).toBe(true);
    const stranger = await c.t.person('Người Lạ');
    for (const [who, code] of [
      [c.author, other.code],
      [stranger, own.code],
      [c.chair, own.code],
      [coordinator, own.code],
      [coordinator, behalf.code],
    ] as const)
      expect(await refusal(get(who, code)), who.name).toMatchObject({ status: 404 });
    expect(isPdf((await get(coordinator, fourth.code)).pdf)).toBe(true);
    expect(await refusal(certificateFile(c.t.visitor(at), { code: own.code, origin }))).toMatchObject({ status: 404 });
    expect((await myCertificates(c.t.ctx(c.author, at))).map((one) => one.number)).toEqual([
      '01/GCN-CDS26',
      '03/GCN-CDS26',
    ]);
    expect(await myCertificates(c.t.ctx(stranger, at))).toEqual([]);
    expect(await myCertificates(c.t.ctx(coordinator, at), { entryId: c.ids[1]! })).toHaveLength(1);
  });

  it('K26-5a: all of them in one file for the organisers', async () => {
    const programme = await c.stored();
    const batch = await certificateBatch(c.t.ctx(c.secretary, at), programme, { part: 1, origin });
    expect(isPdf(batch.pdf)).toBe(true);
    expect(await refusal(certificateBatch(c.t.ctx(c.secretary, at), programme, { part: 2, origin }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(certificateBatch(c.t.ctx(c.author, at), programme, { part: 1, origin }))).toMatchObject({
      status: 404,
    });
  });

  it('K26-5a: anyone checks a code as typed from paper and learns nothing beyond what is printed', async () => {
    const { code } = (await rows())[0]!;
    const check = await verifyCertificate(c.t.app.db, ` ${code.toLowerCase().replaceAll('-', ' ')} `);
    expect(check).toMatchObject({
      status: 'valid',
      certificate: {
        code,
        recipient: 'Nguyễn Thị Tác',
        entryTitle: 'Sản phẩm số 1',
        prize: 'Giải Nhất',
        decision: { number: '15-QĐ/BTC', date: '2026-09-25' },
      },
    });
    expect(JSON.stringify(check)).not.toMatch(/@|Mường Chiên|person/);
    const last = code.at(-1) === '2' ? '3' : '2';
    expect(await verifyCertificate(c.t.app.db, code.slice(0, -1) + last)).toEqual({ status: 'mistyped' });
    await c.t.app.db.deleteFrom('certificate').where('code', '=', code).execute();
    expect(await verifyCertificate(c.t.app.db, code)).toEqual({ status: 'unknown', code });
  });

  it('K26-5a: a revoked one cannot be downloaded any more', async () => {
    const row = (await rows())[2]!;
    await c.t.app.db
      .updateTable('certificate')
      .set({ revoked_at: new Date(at) })
      .where('id', '=', row.id)
      .execute();
    expect(await refusal(certificateFile(c.t.ctx(c.organiser, at), { code: row.code, origin }))).toMatchObject({
      status: 410,
    });
    expect((await myCertificates(c.t.ctx(c.author, at))).map((one) => one.code)).not.toContain(row.code);
  });
});

describe('budget estimate and closing report', () => {
  let c: Judged;
  beforeAll(async () => {
    c = await judgedContest({ budget: { clause: 'II.5.3', lines: [] } });
  });
  afterAll(() => c?.t.close());
  const line = (name: string, quantity: string, unitPrice: string, id = '') => ({
    id,
    name,
    unit: 'gói',
    quantity,
    unitPrice,
  });

  it('K26-5b: prizes are computed: 65.000.000 đồng before any line is added', async () => {
    const budget = await budgetOf(c.t.ctx(c.auditor, at), await c.stored());
    expect(budget.estimate).toMatchObject({
      prizeTotal: 65_000_000,
      total: 65_000_000,
      inWords: 'Sáu mươi lăm triệu đồng',
    });
    expect(budget.can.edit.allow).toBe(false);
  });

  it('K26-5b: the secretariat adds, changes and removes lines; wrong ones are named by line', async () => {
    const ctx = c.t.ctx(c.secretary, '2026-02-10T08:00:00+07:00');
    const save = async (lines: ReturnType<typeof line>[]) => {
      const programme = await c.stored();
      return saveBudget(ctx, programme, { lines, version: programme.version });
    };
    const wrong = await refusal(save([line('In ấn', '0', '5 triệu'), line('', '2', '')]));
    expect(wrong.issues.map((issue) => issue.field)).toEqual(['quantity-0', 'unitPrice-0', 'name-1']);
    await save([line('In ấn phẩm', '2', '1.500.000'), line('In ấn phẩm', '1', '2000000'), line('', '', '')]);
    const [first, second] = (await c.stored()).doc.budget.lines;
    expect([first?.id, second?.id]).toEqual(['in-an-pham', 'in-an-pham-2']);
    await save([line('', '', '', first!.id), line('Lễ trao giải', '1', '20.000.000 đồng', second!.id)]);
    const { estimate } = await budgetOf(ctx, await c.stored());
    expect(estimate.others).toMatchObject([{ id: 'in-an-pham-2', name: 'Lễ trao giải', amount: 20_000_000 }]);
    expect(estimate.total).toBe(85_000_000);
    const programme = await c.stored();
    expect(
      await refusal(saveBudget(c.t.ctx(c.organiser, at), programme, { lines: [], version: programme.version })),
    ).toMatchObject({ status: 403 });
    expect(isPdf((await budgetFile(ctx, programme)).pdf)).toBe(true);
  });

  it('K26-6a: the report counts by field, unit, round and prize; queries do not grow with entries', async () => {
    const programme = await c.stored();
    const states = ['shortlisted', 'awarded', 'not-shortlisted', 'eligible', 'withdrawn', 'disqualified'] as const;
    for (let no = 1; no <= 2; no++) await c.entry(no, states[no]!);
    const few = await countQueries(c.t.app.db, (db) => reportFigures(db, programme));
    const ids: string[] = [];
    for (let no = 3; no <= 12; no++) ids.push(await c.entry(no, states[no % 6]!));
    await c.close('preliminary', [
      { entryId: ids[0]!, rank: 1, score: '90.5' },
      { entryId: ids[1]!, rank: 2, score: '80' },
    ]);
    const many = await countQueries(c.t.app.db, (db) => reportFigures(db, programme));
    expect(many.queries).toBe(few.queries);
    const figures = many.result;
    expect(figures.totals).toMatchObject({ submitted: 12, eligible: 8, finalists: 4, awarded: 2 });
    expect(figures.authors).toBe(13);
    expect([figures.withdrawn, figures.disqualified]).toEqual([2, 2]);
    expect(figures.pillars.map((row) => [row.label, row.submitted])).toEqual([
      ['Chính quyền số', 4],
      ['Kinh tế số', 4],
      ['Xã hội số', 4],
    ]);
    expect(figures.units).toMatchObject([{ label: 'Gửi thẳng về tỉnh', submitted: 12 }]);
    expect(figures.rounds[0]).toMatchObject({ name: 'Vòng Sơ khảo', entries: 2, highest: '90.5000', mean: '85.25' });
  });

  it('K26-6a: what people write stands in the report; it prints', async () => {
    const texts = {
      assessment: 'Cuộc thi lan tỏa rộng.\nNhiều xã tham gia.',
      limits: '',
      proposals: 'Tổ chức hằng năm.',
    };
    await writeReport(c.t.ctx(c.secretary, at), { programmeId: c.programmeId, texts: { ...texts, limits: 'Ít bài.' } });
    await writeReport(c.t.ctx(c.organiser, at), { programmeId: c.programmeId, texts });
    const programme = await c.stored();
    const view = await closingReport(c.t.ctx(c.auditor, at), programme);
    expect(view.texts).toEqual(texts);
    expect(view.can.write.allow).toBe(false);
    expect(await refusal(writeReport(c.t.ctx(c.auditor, at), { programmeId: c.programmeId, texts }))).toMatchObject({
      status: 403,
    });
    expect(isPdf((await closingReportFile(c.t.ctx(c.auditor, at), programme)).pdf)).toBe(true);
    expect(isPdf((await awardListFile(c.t.ctx(c.auditor, at), programme)).pdf)).toBe(true);
    expect(await refusal(closingReportFile(c.t.ctx(c.author, at), programme))).toMatchObject({ status: 404 });
  });
});
