import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueParts, partValue } from '#lib/domain/catalogue/editor.ts';
import { figuresOf } from '#lib/domain/catalogue/figures.ts';
import type { BaseSalaries, CatalogueName, LawVersion } from '#lib/domain/catalogue/types.ts';
import { eventsOf, requireDossier } from '#lib/server/award/queries.ts';
import { addLaw, editCatalogue, previewCatalogue, verifyFigure } from '#lib/server/catalogue/edit.ts';
import { catalogueStep } from '#lib/server/catalogue/editor.ts';
import { catalogueList } from '#lib/server/catalogue/pages.ts';
import { baseSalariesOf, baseSalaryOn, lawOn, lawsOf, workCalendar } from '#lib/server/catalogue/queries.ts';
import { catalogueOf, revisionsOf } from '#lib/server/catalogue/revisions.ts';
import { publicRules } from '#lib/server/catalogue/rules.ts';
import { chooseLaw } from '#lib/server/catalogue/transition.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertDossier, sampleCall } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { fill } from '../support/editForm.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
const people: Record<string, Actor & { id: string }> = {};
const moment = '2026-10-05T08:00:00+07:00';
const reason = 'Đối chiếu lại với nghị định đăng Công báo.';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  people.admin = await t.person('Vì Thị Quản', [{ role: 'admin' }]);
  people.auditor = await t.person('Cầm Văn Soát', [{ role: 'auditor' }]);
  people.officer = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  people.compiler = await t.person('Tòng Minh Đức', [{ role: 'award-officer', unitId: units.SKHCN! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
});
afterAll(() => t.close());

const as = (who: string, at = moment) => t.ctx(people[who]!, at);
const stored = (name: CatalogueName) => catalogueOf(t.app.db, name);
const name: CatalogueName = 'law:luat-2022-nd-152';

describe('the law is corrected with history', () => {
  it('Q25-7: only an administrator corrects; an auditor is told so, others do not know the room', async () => {
    const { doc } = await stored('base-salary');
    const edit = (who: string) => editCatalogue(as(who), { name: 'base-salary', doc, revision: 0, reason });
    expect(await refusal(edit('auditor'))).toMatchObject({ code: 'catalogue.not-admin', status: 403 });
    expect(await refusal(edit('officer'))).toMatchObject({ status: 404 });
  });

  it('Q25-7: each correction is a revision with reason and differences; two people at once cannot overwrite one another', async () => {
    const { doc } = await stored(name);
    const next = structuredClone(doc as LawVersion);
    next.forms.find((form) => form.id === 'bang-khen-tinh')!.bonus.individual!.value = '1.6';
    expect(await refusal(editCatalogue(as('admin'), { name, doc: next, revision: 0, reason: 'Sai' }))).toMatchObject({
      code: 'catalogue.reason',
      issues: [{ field: 'reason' }],
    });
    expect(await editCatalogue(as('admin'), { name, doc: next, revision: 0, reason })).toBe(1);
    const late = structuredClone(doc as LawVersion);
    late.note = 'Bản của người đến sau';
    expect(await refusal(editCatalogue(as('admin'), { name, doc: late, revision: 0, reason }))).toMatchObject({
      code: 'stale',
      status: 409,
    });
    const [latest, first] = await revisionsOf(t.app.db, name);
    expect(latest).toMatchObject({ revision: 1, byName: 'Vì Thị Quản', reason });
    expect(latest!.changes).toMatchObject([{ before: '1,5', after: '1,6' }]);
    expect(first).toMatchObject({ revision: 0, changes: [] });
    const law = (await lawsOf(t.app.db)).find((one) => one.id === 'luat-2022-nd-152')!;
    expect(law.forms.find((form) => form.id === 'bang-khen-tinh')!.bonus.individual).toMatchObject({ value: '1.6' });
  });

  it('Q25-7: what contradicts the law is refused with its place, and nothing is stored', async () => {
    const { doc, revision } = await stored(name);
    const wrong = structuredClone(doc as LawVersion);
    wrong.forms.push({
      ...wrong.forms.find((one) => one.id === 'bang-khen-tinh')!,
      id: 'bk-so',
      name: 'Bằng khen của Giám đốc Sở',
      level: 'agency',
    });
    expect(await refusal(editCatalogue(as('admin'), { name, doc: wrong, revision, reason }))).toMatchObject({
      code: 'catalogue.wrong',
      issues: [{ field: 'forms[bk-so].level' }],
    });
    const broken = { ...doc, forms: 'không phải danh sách' };
    expect(
      (await refusal(previewCatalogue(as('admin'), { name, doc: broken }))).issues.map((one) => one.field),
    ).toContain('forms');
    expect((await stored(name)).revision).toBe(revision);
  });

  it('a form that a dossier names stays', async () => {
    const call = await insertCall(t, { slug: 'giu-hinh-thuc' });
    await insertDossier(t, {
      call,
      unitId: units.X1!,
      subject: { kind: 'individual', name: 'Lò Văn Giữ', unitId: units.X1! },
    });
    const { doc, revision } = await stored(name);
    const law = doc as LawVersion;
    const without = (id: string) => ({ ...law, forms: law.forms.filter((form) => form.id !== id) });
    expect(
      await refusal(editCatalogue(as('admin'), { name, doc: without('bang-khen-tinh'), revision, reason })),
    ).toMatchObject({ issues: [{ field: 'forms' }] });
    expect((await previewCatalogue(as('admin'), { name, doc: without('thon-van-hoa') })).changes).toHaveLength(1);
  });

  it('Q25-7: one figure is marked as compared, with the document; a change takes the mark off again', async () => {
    const path = 'forms[co-tinh].bonus.collective';
    const { revision } = await stored(name);
    const verify = (comparedWith: string, at: number) =>
      verifyFigure(as('admin'), { name, path, revision: at, comparedWith });
    expect(await refusal(verify('ừ', revision))).toMatchObject({ code: 'catalogue.compared-with' });
    const marked = await verify('Công báo số 900, Nghị định 152/2025/NĐ-CP Điều 51', revision);
    const figure = async () => figuresOf((await stored(name)).doc).find((one) => one.path === path)!;
    expect(await figure()).toMatchObject({ verified: true, comparedWith: expect.stringContaining('Công báo số 900') });
    const [line] = await revisionsOf(t.app.db, name);
    expect(line!.changes.map((one) => [one.label.split(' › ').at(-1), one.after])).toContainEqual([
      'Đã xác minh',
      'có',
    ]);
    expect(
      await refusal(verifyFigure(as('auditor'), { name, path, revision: marked, comparedWith: '' })),
    ).toMatchObject({
      status: 403,
    });
    const changed = structuredClone((await stored(name)).doc as LawVersion);
    changed.forms.find((form) => form.id === 'co-tinh')!.bonus.collective!.value = '8.5';
    const { consequences } = await previewCatalogue(as('admin'), { name, doc: changed });
    expect(consequences).toMatchObject([expect.stringContaining('trở lại “cần xác minh”')]);
    await editCatalogue(as('admin'), { name, doc: changed, revision: marked, reason });
    expect(await figure()).toMatchObject({ verified: false, text: '8,5 lần mức lương cơ sở' });
  });

  it('a form without scripts: typed with commas, previewed, saved', async () => {
    const { doc, revision } = await stored('law:luat-2026');
    const part = catalogueParts('law:luat-2026', doc, []).find((one) => one.id === 'giay-khen')!;
    const data = fill(new FormData(), part.edits, partValue(doc, part));
    data.set('bonus.individual.value', '0,35');
    const target = { name: 'law:luat-2026', part: 'giay-khen' } as const;
    const preview = await catalogueStep(as('admin'), target, data, 'preview');
    expect(preview).toMatchObject({ stage: 'preview', preview: { changes: [{ before: '0,3', after: '0,35' }] } });
    const save = new FormData();
    save.set('draft', JSON.stringify((preview as { draft: object }).draft));
    save.set('version', String(revision));
    save.set('reason', reason);
    expect(await catalogueStep(as('admin'), target, save, 'save')).toMatchObject({ stage: 'saved', version: 1 });
    data.set('bonus.individual.value', '350');
    expect(await catalogueStep(as('admin'), target, data, 'preview')).toMatchObject({
      stage: 'form',
      issues: [{ field: 'bonus.individual.value' }],
    });
  });
});

describe('base salary and days off', () => {
  it('K26-5a: a correction of the past says which issued decisions it would have touched and leaves them as they are', async () => {
    const { id } = await t.app.db
      .insertInto('award_decision')
      .values({
        authority_unit_id: units.SL!,
        kind: 'award',
        state: 'issued',
        title: 'Tặng Bằng khen',
        number: '1500/QĐ-UBND',
        date: '2026-08-15',
        base_salary: 2_530_000,
        law_id: 'luat-2022-nd-152',
        issued_at: new Date('2026-08-15T02:00:00Z'),
        created_at: new Date('2026-08-15T02:00:00Z'),
        updated_at: new Date('2026-08-15T02:00:00Z'),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { doc, revision } = await stored('base-salary');
    const next = structuredClone(doc as BaseSalaries);
    next.rows.find((row) => row.from === '2026-07-01')!.amount = 2_600_000;
    const { consequences } = await previewCatalogue(as('admin'), { name: 'base-salary', doc: next });
    expect(consequences).toEqual([expect.stringContaining('1500/QĐ-UBND ngày 15/08/2026')]);
    await editCatalogue(as('admin'), { name: 'base-salary', doc: next, revision, reason });
    const decision = await t.app.db
      .selectFrom('award_decision')
      .select('base_salary')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(decision.base_salary).toBe(2_530_000);
    const salaries = await baseSalariesOf(t.app.db);
    expect(baseSalaryOn(salaries, '2026-08-15')!.amount).toBe(2_600_000);
    expect(baseSalaryOn(salaries, '2026-06-30')!.amount).toBe(2_340_000);
    expect(baseSalaryOn(salaries, '2024-06-30')!.amount).toBe(1_800_000);
  });

  it('Q25-12: working days know Tết, Giỗ Tổ and what an administrator adds', async () => {
    expect((await workCalendar(t.app.db)).off.has('2027-02-08')).toBe(true);
    const { doc, revision } = await stored('holidays');
    const days = [
      ...(doc as { days: object[] }).days,
      { day: '2027-09-03', name: 'Quốc khánh (ngày liền kề)', is: 'off', source: 'Thông báo', verified: false },
    ];
    await editCatalogue(as('admin'), { name: 'holidays', doc: { schema: 1, days }, revision, reason });
    expect((await workCalendar(t.app.db)).off.has('2027-09-03')).toBe(true);
  });
});

describe('versions of the law', () => {
  it('Q25-7: a new version is a copy in which everything has to be compared again; the one before it ends', async () => {
    const added = await addLaw(as('admin'), {
      copyOf: 'luat-2026',
      name: 'Luật số 06/2026/QH16 và Nghị định mới',
      from: '01/03/2027',
      reason,
    });
    const laws = await lawsOf(t.app.db);
    expect(lawOn(laws, '2027-02-28')).toMatchObject({ id: 'luat-2026', to: '2027-02-28' });
    expect(`law:${lawOn(laws, '2027-03-01').id}`).toBe(added);
    expect(figuresOf((await stored(added)).doc).some((one) => one.verified)).toBe(false);
    expect(
      (await refusal(addLaw(as('admin'), { copyOf: 'luat-2026', name: '', from: '01/03/2027', reason }))).issues.map(
        (one) => one.field,
      ),
    ).toEqual(['name', 'from']);
    const list = await catalogueList(as('auditor'));
    expect(list.catalogues.map((one) => one.slug)).toContain(added.slice(4));
    expect(list.may).toMatchObject({ allow: false });
  });

  it('everyone reads the rules of a version, with amounts of its days', async () => {
    const rules = await publicRules(as('commune'), 'luat-2022-nd-98');
    expect(rules).toMatchObject({ day: '2025-06-30', salary: { amount: 2_340_000 }, law: { current: false } });
    expect((await publicRules(as('commune'), null)).law.id).toBe('luat-2026');
    expect(await refusal(publicRules(as('commune'), 'khong-co'))).toMatchObject({ status: 404 });
  });
});

describe('under which text a dossier is judged', () => {
  const begin = async (slug: string, at: string) => {
    const call = await insertCall(t, { slug, doc: { ...sampleCall, code: slug === 'luat-mot' ? 'LA1' : 'LA2' } });
    return insertDossier(t, {
      call,
      unitId: units.X1!,
      subject: { kind: 'individual', name: 'Cà Văn Luật', unitId: units.X1! },
      stepId: 'appraise',
      at: new Date(at),
    });
  };
  const why = 'Quy định mới có lợi hơn: không đòi hỏi sáng kiến.';
  const choose = (who: string, dossierId: string, lawId: string, text = why) =>
    chooseLaw(as(who), { dossierId, lawId, reason: text });

  it('Q25-12: received before the amendment: the old text, or the new one where it is more favourable, with a reason that stays', async () => {
    const { id } = await begin('luat-mot', '2026-09-30T08:00:00+07:00');
    expect(await refusal(choose('officer', id, 'luat-2026', 'Có lợi'))).toMatchObject({ code: 'award.law-reason' });
    expect(await refusal(choose('officer', id, 'luat-2022-nd-98'))).toMatchObject({
      code: 'award.law-not-applicable',
      issues: [{ field: 'lawId' }],
    });
    expect(await refusal(choose('compiler', id, 'luat-2026'))).toMatchObject({ code: 'award.not-your-step' });
    expect(await refusal(choose('auditor', id, 'luat-2026'))).toMatchObject({ status: 403 });
    await choose('officer', id, 'luat-2026');
    expect(await requireDossier(t.app.db, id)).toMatchObject({
      lawId: 'luat-2026',
      lawReason: why,
      state: 'in-progress',
    });
    expect((await eventsOf(t.app.db, id)).at(-1)).toMatchObject({
      what: 'law-chosen',
      reason: why,
      data: { from: 'luat-2022-nd-152', to: 'luat-2026' },
    });
    await choose('officer', id, 'luat-2022-nd-152');
    expect(await requireDossier(t.app.db, id)).toMatchObject({ lawId: 'luat-2022-nd-152', lawReason: null });
  });

  it('Q25-12: received under the amended law: nothing to choose', async () => {
    const { id } = await begin('luat-hai', '2026-10-02T08:00:00+07:00');
    expect(await refusal(choose('officer', id, 'luat-2022-nd-152'))).toMatchObject({
      code: 'award.law-not-applicable',
    });
  });
});
