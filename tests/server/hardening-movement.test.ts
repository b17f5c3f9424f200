import { randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { decideReplica, sayReplica } from '#lib/server/example/replicas.ts';
import { publishExamples } from '#lib/server/example/review.ts';
import { createExample, saveExample, submitExample, withdrawExample } from '#lib/server/example/write.ts';
import { readableFile } from '#lib/server/file/uploads.ts';
import { correctValue } from '#lib/server/indicator/correct.ts';
import { lockValues, returnValues, submitValues, verifyValues, withdrawValues } from '#lib/server/indicator/move.ts';
import { saveValue } from '#lib/server/indicator/save.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { mayOpen, maySeeUnit, mayVerify, movementScope } from '#lib/server/movement/scope.ts';
import { participantsOn } from '#lib/server/movement/units.ts';
import { runBulk, undoExemption } from '#lib/server/obligation/bulk.ts';
import { generate } from '#lib/server/obligation/generate.ts';
import { remindUnits } from '#lib/server/obligation/remind.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { readDocx } from '#lib/server/platform/files/readDocx.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { editProgramme } from '#lib/server/programme/edit.ts';
import { editorStep } from '#lib/server/programme/editor.ts';
import { movementById } from '#lib/server/programme/queries.ts';
import { acceptReport, returnReport } from '#lib/server/report/decide.ts';
import { saveReport } from '#lib/server/report/save.ts';
import { submitReport } from '#lib/server/report/submit.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let movementId: string;
const at = '2025-10-01T08:00:00+07:00';
const filled = {
  contents: { a: 'Đã làm.', b: 'Đang làm.' },
  criteria: { a1: { self: 'full' as const, text: 'Đủ.' }, a2: { self: 'partly' as const, text: 'Một phần.' } },
};
const coordinator = (...codes: string[]) =>
  t.person(
    `Đầu mối ${codes.join(' ')}`,
    codes.map((code) => ({ role: 'unit-coordinator' as const, unitId: units[code]! })),
  );

/** A movement of the department SNV for its own rooms. */
const own = (more: Partial<MovementProgramme> & Pick<MovementProgramme, 'slug' | 'code'>): MovementProgramme => ({
  ...sampleMovement,
  level: 'agency',
  organiserUnit: 'SNV',
  standingUnit: 'SNV',
  classes: sampleMovement.classes.map((one) => ({
    ...one,
    units: one.units && { kinds: ['room'], under: 'SNV', codes: one.id === 'agencies' ? ['SNV'] : [], except: [] },
  })),
  ...more,
});

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  movementId = await insertMovement(t);
});
afterAll(() => t.close());

describe('Q25-1: a movement of one agency stays within that agency', () => {
  it('its head does not launch it in the name of the province', async () => {
    const id = await insertMovement(t, own({ slug: 'mao-danh', code: 'MD25' }), undefined, 'draft');
    const head = t.ctx(await coordinator('SNV'), at);
    const attempt = editProgramme(head, {
      programmeId: id,
      part: 'basics',
      patch: { organiserUnit: 'SL' },
      version: 1,
      reason: 'Đổi đơn vị phát động cho đúng với kế hoạch đã ký.',
    });
    expect(await refusal(attempt)).toMatchObject({ code: 'movement.organiser' });
  });

  it('units that come to life later outside the agency do not fall into it', async () => {
    const doc = own({ slug: 'don-cho', code: 'DC25' });
    doc.classes = doc.classes.map((one) =>
      one.id === 'communes'
        ? { ...one, units: { kinds: ['school'], under: null, codes: ['TUONG-LAI'], except: [] } }
        : one,
    );
    const id = await insertMovement(t, doc);
    await t.app.db
      .insertInto('unit')
      .values([
        {
          code: 'TUONG-LAI',
          name: 'Ban mới',
          folded: 'ban moi',
          kind: 'other',
          parent_id: units.SL!,
          valid_from: '2025-09-01',
        },
        {
          code: 'TRUONG-1',
          name: 'Trường mới',
          folded: 'truong moi',
          kind: 'school',
          parent_id: units.SL!,
          valid_from: '2025-09-01',
        },
      ])
      .execute();
    const movement = (await movementById(t.app.db, id))!;
    expect((await participantsOn(t.app.db, movement.doc, '2025-10-01')).map((one) => one.code).sort()).toEqual([
      'P1',
      'SNV',
    ]);
  });

  it('an address that another programme has is refused, not an error', async () => {
    const id = await insertMovement(t, own({ slug: 'doi-dia-chi', code: 'DD25' }), undefined, 'draft');
    const head = t.ctx(await coordinator('SNV'), at);
    const edit = (patch: Record<string, unknown>) =>
      refusal(editProgramme(head, { programmeId: id, part: 'basics', patch, version: 1 }));
    expect(await edit({ slug: sampleMovement.slug })).toMatchObject({ code: 'programme.slug-taken', status: 409 });
    expect(await edit({ code: sampleMovement.code })).toMatchObject({ code: 'programme.code-taken', status: 409 });
  });

  it('nobody makes the inner document of another programme public by naming its file', async () => {
    const { id: fileId } = await t.app.db
      .insertInto('file')
      .values({
        purpose: 'document',
        name: 'mat.pdf',
        declared_size: 3,
        size: 3,
        state: 'ready',
        kind: 'pdf',
        media: 'application/pdf',
        storage_key: 'aa/bb',
        sha256: 'x',
        target: '{}',
        created_at: new Date(at),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const inner = { ...sampleMovement.documents[0]!, public: false, fileId };
    await insertMovement(t, { ...sampleMovement, slug: 'co-van-ban-mat', code: 'VM25', documents: [inner] });
    const id = await insertMovement(t, own({ slug: 'muon-tep', code: 'MT25' }));
    expect(await readableFile(t.visitor(at), fileId)).toBeNull();
    const head = t.ctx(await coordinator('SNV'), at);
    const doc = (await movementById(t.app.db, id))!.doc;
    const stolen = { ...doc.documents[0]!, id: 'stolen', number: null, fileId, public: true };
    const form = new FormData();
    form.set('version', '1');
    form.set('draft', JSON.stringify({ documents: [...doc.documents, stolen], clauses: doc.clauses }));
    await editorStep(head, { slug: 'muon-tep', part: 'documents', kind: 'movement' }, form, 'save').catch(() => {});
    expect(await readableFile(t.visitor(at), fileId)).toBeNull();
  });
});

describe('C21-2: who verifies', () => {
  it('nobody verifies the figure of the own unit, also not as coordinator of the unit above', async () => {
    const both = await coordinator('SL', 'SKHCN');
    const scope = await movementScope(t.ctx(both, at), (await movementById(t.app.db, movementId))!);
    const platform = sampleMovement.indicators.find((one) => one.id === 'platform')!;
    expect(mayVerify(scope, platform, units.SKHCN!).allow).toBe(false);
    expect(mayVerify(scope, platform, units.SNV!).allow).toBe(true);
  });

  it('a unit that has ended gives no rights over what still stands under its name', async () => {
    await t.app.db
      .insertInto('unit')
      .values({
        code: 'XA-CON',
        name: 'Xã còn lại',
        folded: 'xa con lai',
        kind: 'commune',
        parent_id: units.HA!,
        valid_from: '2025-01-01',
      })
      .execute();
    const former = await coordinator('HA');
    const movement = (await movementById(t.app.db, movementId))!;
    const ctx = t.ctx(former, at);
    const scope = await movementScope(ctx, movement);
    const left = [...scope.units.values()].find((one) => one.code === 'XA-CON')!;
    expect(maySeeUnit(scope, left.id).allow).toBe(false);
    expect(mayOpen(ctx, scope).allow).toBe(false);
  });
});

describe('figures as input', () => {
  it('NUL and split letters in a note', async () => {
    const ctx = t.ctx(await coordinator('X1'), at);
    const id = await saveValue(ctx, {
      slug: sampleMovement.slug,
      indicatorId: 'trained',
      unitId: units.X1!,
      period: '2025',
      value: '12',
      note: 'Ghi\u0000 chu\u0301',
    });
    const row = await t.app.db
      .selectFrom('indicator_value')
      .select('note')
      .where('id', '=', id!)
      .executeTakeFirstOrThrow();
    expect(row.note).toBe('Ghi chú');
  });
  it.each(['9999-Q9', '9999', '0000', '2025-H3', '', '2025\u0000', '__proto__', '2025-Q1-Q2', '99999'])(
    'period %s is refused',
    async (period) => {
      const ctx = t.ctx(await coordinator('X1'), at);
      const found = await refusal(
        saveValue(ctx, { slug: sampleMovement.slug, indicatorId: 'trained', unitId: units.X1!, period, value: '12' }),
      );
      expect(found).toMatchObject({ code: 'figure.refused' });
    },
  );
  it.each([
    '١٢',
    '１２',
    '-5',
    '9'.repeat(100_000),
    '1e9',
    '0x10',
    '+5',
    '--5',
    '1\u00002',
    '=1+1',
    'NaN',
    'Infinity',
    '1.2.3',
    '.5',
    '5.',
    '½',
    '²',
  ])('value %s is refused', async (value) => {
    const ctx = t.ctx(await coordinator('X2'), at);
    const found = await refusal(
      saveValue(ctx, { slug: sampleMovement.slug, indicatorId: 'trained', unitId: units.X2!, period: '2025', value }),
    );
    expect(found).toMatchObject({ code: 'figure.refused' });
  });
  it.each(['__proto__', 'constructor', 'toString', ''])('indicator %s is refused', async (indicatorId) => {
    const ctx = t.ctx(await coordinator('X2'), at);
    const found = await refusal(
      saveValue(ctx, { slug: sampleMovement.slug, indicatorId, unitId: units.X2!, period: '2025', value: '1' }),
    );
    expect(found).toMatchObject({ code: 'figure.refused' });
  });
});

const offenders = async () =>
  (await checkInvariants(t.app)).flatMap((one) =>
    one.offending.map((row) => `${one.name}: ${row.subject} ${row.detail}`),
  );

/** Puts a state on a movement without what led to it. */
const setStatus = (id: string, status: 'published' | 'closed') =>
  t.app.db.updateTable('programme').set({ status }).where('id', '=', id).execute();

const text = {
  kind: 'model',
  title: 'Chợ không tiền mặt',
  summary: 'Tóm tắt.',
  body: 'Cách làm.',
  results: '120 quầy.',
  contentId: 'a',
};

describe('Q25-14: good examples', () => {
  it('garbage where ids of pictures stand is no error of the database', async () => {
    const ctx = t.ctx(await coordinator('X1'), at);
    const { exampleId } = await createExample(ctx, { ...text, slug: sampleMovement.slug, unitId: units.X1! });
    const save = (fileId: string, version: number) =>
      saveExample(ctx, {
        ...text,
        exampleId,
        version,
        photos: [{ fileId, caption: '', consentSaid: true }],
        entries: '',
        initiatives: '',
      });
    await save('../../etc/passwd', 1);
    await save('__proto__', 2);
    await save(randomUUID(), 3);
  });

  it('a movement that is closed takes no new ones, and spreads none', async () => {
    const id = await insertMovement(t, { ...sampleMovement, slug: 'da-dong', code: 'DG25' });
    const ctx = t.ctx(await coordinator('X1'), at);
    const given = { ...text, slug: 'da-dong', unitId: units.X1! };
    const { exampleId } = await createExample(ctx, given);
    await setStatus(id, 'closed');
    const closed = { code: 'movement.not-running' };
    expect(await refusal(createExample(ctx, given))).toMatchObject(closed);
    expect(
      await refusal(saveExample(ctx, { ...text, exampleId, version: 1, photos: [], entries: '', initiatives: '' })),
    ).toMatchObject(closed);
    expect(await refusal(submitExample(ctx, { exampleId, version: 1 }))).toMatchObject(closed);
    const other = t.ctx(await coordinator('X2'), at);
    await t.app.db
      .updateTable('good_example')
      .set({ state: 'published', submitted_at: ctx.now, published_at: ctx.now })
      .where('id', '=', exampleId)
      .execute();
    expect(
      await refusal(
        sayReplica(other, { slug: 'da-dong', unitId: units.X2!, exampleId, since: '', note: 'Đã làm theo.' }),
      ),
    ).toMatchObject(closed);
    // what must not stay public any longer can always be taken away
    await withdrawExample(ctx, { exampleId, reason: 'Đơn vị xin gỡ.' });
  });
});

describe('V26-7: obligations', () => {
  const values = (slug: string, code: string): MovementProgramme => ({
    ...sampleMovement,
    slug,
    code,
    indicators: sampleMovement.indicators.filter((one) => one.id === 'trained'),
    obligations: sampleMovement.obligations
      .filter((one) => one.id === 'report')
      .map((one) => ({ ...one, id: 'figures', kind: 'values' as const })),
  });
  const stateOf = (programmeId: string, unitId: string) =>
    t.app.db
      .selectFrom('obligation')
      .selectAll()
      .where('programme_id', '=', programmeId)
      .where('unit_id', '=', unitId)
      .where('period', '=', '2025')
      .executeTakeFirstOrThrow();

  it('nobody is reminded of a closed movement, nor excused from it', async () => {
    const id = await insertMovement(t, { ...sampleMovement, slug: 'nhac-da-dong', code: 'ND25' });
    await generate(t.ctx(systemActor(), at), { movementId: id });
    await coordinator('X1');
    const { id: obligationId } = await stateOf(id, units.X1!);
    await setStatus(id, 'closed');
    const secretary = t.ctx(await t.person('Thư ký', [{ role: 'secretary', programmeId: id }]), at);
    const run = (kind: 'remind' | 'exempt') =>
      refusal(
        runBulk(secretary, {
          slug: 'nhac-da-dong',
          kind,
          ids: [obligationId],
          reason: 'Đơn vị mới thành lập trong tháng.',
        }),
      );
    expect(await run('remind')).toMatchObject({ code: 'movement.not-running' });
    expect(await run('exempt')).toMatchObject({ code: 'movement.not-running' });
  });

  it('figures that are taken back or returned are no longer handed in', async () => {
    const id = await insertMovement(t, values('chi-so-lieu', 'CS25'));
    await generate(t.ctx(systemActor(), at), { movementId: id });
    const unit = t.ctx(await coordinator('X1'), at);
    const secretary = t.ctx(await t.person('Thư ký', [{ role: 'secretary', programmeId: id }]), at);
    const slug = 'chi-so-lieu';
    const value = (await saveValue(unit, {
      slug,
      indicatorId: 'trained',
      unitId: units.X1!,
      period: '2025',
      value: '1',
    }))!;
    await submitValues(unit, { slug, figures: [{ id: value }] });
    expect(await stateOf(id, units.X1!)).toMatchObject({ state: 'submitted' });
    await withdrawValues(unit, { slug, figures: [{ id: value }] });
    expect(await stateOf(id, units.X1!)).toMatchObject({
      state: 'draft',
      first_submitted_at: null,
      submitted_at: null,
    });
    await submitValues(unit, { slug, figures: [{ id: value }] });
    await returnValues(secretary, { slug, figures: [{ id: value }], reason: 'Số này thấp hơn danh sách kèm theo.' });
    expect(await stateOf(id, units.X1!)).toMatchObject({ state: 'returned' });
    await submitValues(unit, { slug, figures: [{ id: value }] });
    expect(await stateOf(id, units.X1!)).toMatchObject({ state: 'submitted' });
    expect((await offenders()).filter((one) => one.startsWith('obligation'))).toEqual([]);
  });
});

/** How many of some acts at once were done; the others have to be refused, not fail. */
async function atOnce(acts: (() => Promise<unknown>)[]): Promise<number> {
  const results = await Promise.allSettled(acts.map((one) => one()));
  for (const one of results) if (one.status === 'rejected' && !(one.reason instanceof RuleError)) throw one.reason;
  return results.filter((one) => one.status === 'fulfilled').length;
}
const many = <T>(n: number, one: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => one(i));

describe('two at once', () => {
  const slug = 'cung-luc';
  let id: string;
  let unit: Ctx;
  let second: Ctx;
  let secretary: Ctx;
  let other: Ctx;
  const rule = (one: string) =>
    t.app.db
      .selectFrom('obligation')
      .selectAll()
      .where('programme_id', '=', id)
      .where('unit_id', '=', units.W1!)
      .where('rule_id', '=', one)
      .where('period', '=', '2025')
      .executeTakeFirstOrThrow();
  const events = async (valueId: string) =>
    (
      await t.app.db
        .selectFrom('indicator_value_event')
        .select('what')
        .where('value_id', '=', valueId)
        .orderBy('id')
        .execute()
    ).map((one) => one.what);

  beforeAll(async () => {
    id = await insertMovement(t, { ...sampleMovement, slug, code: 'CL25' });
    unit = t.ctx(await coordinator('W1'), at);
    second = t.ctx(await coordinator('W1'), at);
    other = t.ctx(await coordinator('X2'), at);
    secretary = t.ctx(await t.person('Thư ký', [{ role: 'secretary', programmeId: id }]), at);
    await Promise.all(many(4, () => generate(t.ctx(systemActor(), at), { movementId: id })));
  });

  it('V26-7: obligations are written down once', async () => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from obligation where programme_id = ${id} group by rule_id, unit_id, period having count(*) > 1`.execute(
      t.app.db,
    );
    expect(rows).toEqual([]);
  });

  it('C21-2: a figure is entered, handed in, verified or returned, locked and corrected once each', async () => {
    const key = { slug, indicatorId: 'trained', unitId: units.W1!, period: '2025' };
    expect(
      await atOnce(
        many(4, (i) => () => saveValue(i % 2 ? unit : second, { ...key, value: String(10 + i), expected: null })),
      ),
    ).toBe(1);
    const { id: value } = await t.app.db
      .selectFrom('indicator_value')
      .select('id')
      .where('programme_id', '=', id)
      .executeTakeFirstOrThrow();
    const figures = [{ id: value }];
    const done = async (acts: (() => Promise<{ ok: boolean }[]>)[]) =>
      (await Promise.all(acts.map((one) => one()))).flat().filter((one) => one.ok).length;
    expect(await done(many(3, () => () => submitValues(unit, { slug, figures })))).toBe(1);
    expect(
      await atOnce([() => saveValue(unit, { ...key, value: '77' }), () => saveValue(second, { ...key, value: '78' })]),
    ).toBe(0);
    const verified = await done([
      () => verifyValues(secretary, { slug, figures }),
      () => withdrawValues(unit, { slug, figures }),
    ]);
    expect(verified).toBe(1);
    const state = async () =>
      (await t.app.db.selectFrom('indicator_value').select('state').where('id', '=', value).executeTakeFirstOrThrow())
        .state;
    if ((await state()) === 'complete') {
      await submitValues(unit, { slug, figures });
      await verifyValues(secretary, { slug, figures });
    }
    expect(await done(many(3, () => () => lockValues(secretary, { slug, figures })))).toBe(1);
    const row = await t.app.db
      .selectFrom('indicator_value')
      .select('version')
      .where('id', '=', value)
      .executeTakeFirstOrThrow();
    const correct = (amount: string) => () =>
      correctValue(unit, {
        slug,
        id: value,
        expected: row.version,
        value: amount,
        reason: 'Đếm lại theo danh sách ngày 30/9.',
      });
    expect(await atOnce([correct('21'), correct('22'), correct('23')])).toBe(1);
    expect((await events(value)).filter((one) => one === 'locked' || one === 'corrected')).toEqual([
      'locked',
      'corrected',
    ]);
  });

  it('V26-7: handing in and being excused: one of both', async () => {
    const { id: obligationId } = await rule('plan-commune');
    await saveReport(unit, { obligationId, version: 0, content: filled });
    await Promise.allSettled([
      submitReport(unit, { obligationId, version: 1 }),
      runBulk(secretary, { slug, kind: 'exempt', ids: [obligationId], reason: 'Đơn vị mới thành lập trong tháng.' }),
    ]);
    const row = await rule('plan-commune');
    expect(row.exempted_at === null || row.state === 'draft' || row.state === 'submitted').toBe(true);
    if (row.exempted_at) await undoExemption(secretary, { slug, obligationId });
  });

  it('Q25-10: two write in one report; nothing of either is lost; handed in once; accepted or returned, not both', async () => {
    const { id: obligationId } = await rule('report');
    const write = (ctx: Ctx, contents: Record<string, string>) => () =>
      saveReport(ctx, {
        obligationId,
        version: 0,
        base: {},
        content: Object.fromEntries(Object.entries(contents).map(([key, text]) => [`contents.${key}`, text])),
      });
    expect(await atOnce([write(unit, { a: 'Của người một.' }), write(second, { b: 'Của người hai.' })])).toBe(2);
    const stored = async () =>
      t.app.db
        .selectFrom('unit_report')
        .select(['id', 'version', 'content'])
        .where('obligation_id', '=', obligationId)
        .executeTakeFirstOrThrow();
    expect((await stored()).content).toMatchObject({ contents: { a: 'Của người một.', b: 'Của người hai.' } });
    await saveReport(unit, { obligationId, version: (await stored()).version, content: filled });
    const { version } = await stored();
    expect(await atOnce(many(3, (i) => () => submitReport(i % 2 ? unit : second, { obligationId, version })))).toBe(1);
    expect(
      await atOnce([
        () => acceptReport(secretary, { obligationId, no: 1 }),
        () => returnReport(secretary, { obligationId, no: 1, reason: 'Thiếu số liệu của quý III năm nay.' }),
        () => acceptReport(secretary, { obligationId, no: 1 }),
      ]),
    ).toBe(1);
  });

  it('Q25-10: a file that a colleague takes out while a report is handed in is not in what was handed in', async () => {
    const before = await rule('plan-commune');
    const obligationId = before.id;
    if (before.state === 'submitted')
      await returnReport(secretary, { obligationId, reason: 'Sửa lại phần mở đầu cho rõ.' });
    const report = await t.app.db
      .selectFrom('unit_report')
      .select(['id', 'version'])
      .where('obligation_id', '=', obligationId)
      .executeTakeFirstOrThrow();
    const { id: fileId } = await t.app.db
      .insertInto('file')
      .values({
        purpose: 'report',
        name: 'phu-luc.pdf',
        declared_size: 3,
        size: 3,
        state: 'ready',
        kind: 'pdf',
        media: 'application/pdf',
        storage_key: 'cc/dd',
        target: '{}',
        sha256: 'x',
        created_at: unit.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await t.app.db
      .insertInto('unit_report_file')
      .values({ report_id: report.id, file_id: fileId, role: 'attachment', added_at: unit.now })
      .execute();
    // the colleague's act holds the obligation while the other one has already looked at the files
    const gate = Promise.withResolvers<void>();
    const removal = t.app.db.transaction().execute(async (db) => {
      await db.selectFrom('obligation').select('id').where('id', '=', obligationId).forUpdate().execute();
      await db.updateTable('unit_report_file').set({ removed_at: unit.now }).where('file_id', '=', fileId).execute();
      await gate.promise;
    });
    const submission = submitReport(unit, { obligationId, version: report.version });
    await new Promise((resolve) => setTimeout(resolve, 300));
    gate.resolve();
    await removal;
    await submission;
    const { content } = await t.app.db
      .selectFrom('unit_report_submission')
      .select('content')
      .where('report_id', '=', report.id)
      .orderBy('no', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect((content as { files: unknown[] }).files).toEqual([]);
  });

  it('V26-7: reminders go out once, from two workers and from an officer who presses twenty times', async () => {
    const mails = async () =>
      Number(
        (
          await t.app.db
            .selectFrom('message')
            .select((eb) => eb.fn.countAll().as('n'))
            .where('kind', '=', 'obligation.reminder')
            .executeTakeFirstOrThrow()
        ).n,
      );
    const { id: obligationId } = await t.app.db
      .selectFrom('obligation')
      .select('id')
      .where('programme_id', '=', id)
      .where('unit_id', '=', units.X2!)
      .where('rule_id', '=', 'report')
      .where('period', '=', '2025')
      .executeTakeFirstOrThrow();
    const coordinators = await t.app.db
      .selectFrom('role_grant')
      .select('person_id')
      .where('unit_id', '=', units.X2!)
      .execute();
    const before = await mails();
    await Promise.all(many(20, () => runBulk(secretary, { slug, kind: 'remind', ids: [obligationId] })));
    expect((await mails()) - before).toBe(coordinators.length);
    await Promise.all(many(3, () => remindUnits({ ...t.app, clock: { ...t.app.clock, now: () => new Date(at) } })));
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from message where kind = 'obligation.reminder' and created_at > now() - interval '1 hour' group by person_id, subject having count(*) > 2`.execute(
      t.app.db,
    );
    expect(rows).toEqual([]);
  });

  it('Q25-14: numbers of examples are given once, one publication, one decision on a replica', async () => {
    const made = await Promise.all(
      many(5, (i) => createExample(i % 2 ? unit : other, { ...text, slug, unitId: (i % 2 ? units.W1 : units.X2)! })),
    );
    expect(new Set(made.map((one) => one.code)).size).toBe(5);
    const { exampleId } = made[1]!;
    expect(await atOnce(many(3, () => () => submitExample(unit, { exampleId, version: 1 })))).toBe(1);
    expect(await atOnce(many(3, () => () => publishExamples(secretary, { slug, exampleIds: [exampleId] })))).toBe(1);
    await Promise.all(
      many(3, () => sayReplica(other, { slug, unitId: units.X2!, exampleId, since: '', note: 'Đã làm theo.' })),
    );
    const decide = (confirm: boolean) => () => decideReplica(secretary, { exampleId, unitId: units.X2!, confirm });
    expect(await atOnce([decide(true), decide(true), decide(true)])).toBe(1);
  });

  it('leaves nothing broken', async () => {
    expect(await offenders()).toEqual([]);
  });
});

/** A Word file whose one part says that it is small and unpacks to so many bytes. */
function lyingDocx(bytes: number): Buffer {
  const name = 'word/document.xml';
  const body = deflateRawSync(Buffer.alloc(bytes, ' '));
  const local = Buffer.alloc(30);
  const central = Buffer.alloc(46);
  for (const [head, mark, at] of [
    [local, 0x04034b50, 4],
    [central, 0x02014b50, 6],
  ] as const) {
    head.writeUInt32LE(mark, 0);
    head.writeUInt16LE(20, at);
    head.writeUInt16LE(8, at + 4);
    head.writeUInt32LE(body.length, at + 14);
    head.writeUInt32LE(1000, at + 18);
    head.writeUInt16LE(name.length, at + 22);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + body.length, 16);
  return Buffer.concat([local, Buffer.from(name), body, central, Buffer.from(name), end]);
}

it('Q25-10: a Word file that lies about its size is refused before it fills the memory', async () => {
  const bomb = lyingDocx(400 * 1024 * 1024);
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before);
  }, 10);
  expect(await refusal(readDocx(bomb))).toMatchObject({ code: 'docx.unreadable' });
  clearInterval(watch);
  expect(most).toBeLessThan(150 * 1024 * 1024);
});
