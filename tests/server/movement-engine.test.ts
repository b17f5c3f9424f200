import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { childrenPage, launchChild, parentComparison } from '#lib/server/movement/children.ts';
import { openMovement } from '#lib/server/movement/room.ts';
import { createProgramme, exportProgramme, readProgrammeText } from '#lib/server/programme/create.ts';
import { decideQuestion, previewDecision } from '#lib/server/programme/decide.ts';
import { editProgramme, previewEdit } from '#lib/server/programme/edit.ts';
import { programmeOverview } from '#lib/server/programme/overview.ts';
import { closeProgramme, publishProgramme } from '#lib/server/programme/publish.ts';
import { movementById, movementBySlug } from '#lib/server/programme/queries.ts';
import { changesSincePublication, programmeVersions } from '#lib/server/programme/versions.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleMovement, sampleUnits } from '../support/movement.ts';

let t: TestApp;
let units: Record<string, string>;
let admin: Awaited<ReturnType<TestApp['person']>>;
let id: string;
const day = '2025-07-10T08:00:00+07:00';

/** The sample with the question that the plan leaves open: its two phases both contain 2027. */
const doc: MovementProgramme = {
  ...sampleMovement,
  questions: [
    {
      id: 'phases',
      clause: 'II.2',
      question: 'Năm 2027 thuộc giai đoạn nào?',
      evidence: ['từ 2025 - 2027', 'từ 2027 - 2030'],
      options: [
        {
          id: 'first',
          label: 'Giai đoạn 1',
          consequence: 'Giai đoạn 2 bắt đầu năm 2028.',
          set: [{ path: 'phases[2].from', value: '2028-01-01' }],
        },
        {
          id: 'second',
          label: 'Giai đoạn 2',
          consequence: 'Giai đoạn 1 hết năm 2026.',
          set: [
            { path: 'phases[1].to', value: '2026-12-31' },
            { path: 'phases[2].from', value: '2027-01-01' },
          ],
        },
      ],
      blocksPublication: true,
      decision: null,
    },
  ],
};

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  admin = await t.person('Quản trị', [{ role: 'admin' }]);
  id = await createProgramme(t.ctx(admin, day), { doc });
});
afterAll(() => t.close());

const stored = async () => (await movementById(t.app.db, id))!;
const refusal = async (work: Promise<unknown>): Promise<RuleError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
  throw new Error('not refused');
};

describe('a movement through the engine', () => {
  it('comes from a file as well, by its kind', async () => {
    expect(readProgrammeText(JSON.stringify(doc)).kind).toBe('movement');
    const { text, name } = await exportProgramme(t.ctx(admin, day), { programmeId: id });
    expect(name).toBe('thi-dua-mau-ban-1.json');
    expect(readProgrammeText(text)).toEqual(doc);
    const bad = await refusal((async () => readProgrammeText(JSON.stringify({ ...doc, classes: 'x' })))());
    expect(bad).toMatchObject({ code: 'programme.shape' });
  });

  it('Q25-4: two phases that both contain 2027 are a question; publication waits for the answer', async () => {
    const overview = await programmeOverview(t.ctx(admin, day), { slug: doc.slug });
    expect(overview).toMatchObject({ undecided: 1, kind: 'movement', noun: 'phong trào' });
    expect(overview.blockers.map((one) => one.part)).toContain('questions');
    expect(overview.mandatory.find((one) => one.id === 'measures')).toMatchObject({ found: 'yes' });
    const early = await refusal(publishProgramme(t.ctx(admin, day), { programmeId: id, version: 1 }));
    expect(early.code).toBe('programme.not-ready');
    const answer = { programmeId: id, questionId: 'phases', optionId: 'second' };
    const preview = await previewDecision(t.ctx(admin, day), answer);
    expect(preview.changes.map((one) => one.label)).toEqual([
      'Giai đoạn › Giai đoạn 1 › Đến ngày',
      'Giai đoạn › Giai đoạn 2 › Từ ngày',
    ]);
    const decided = { ...answer, reason: 'Công văn trả lời của Sở Nội vụ', version: 1 };
    expect(await decideQuestion(t.ctx(admin, day), decided)).toBe(2);
    expect((await stored()).doc.phases.map((one) => [one.from, one.to])).toEqual([
      ['2025-06-21', '2026-12-31'],
      ['2027-01-01', '2030-12-31'],
    ]);
  });

  it('is published by the number and date of its signed plan, and its obligations are asked for', async () => {
    const before = await stored();
    const unsigned = before.doc.documents.map((one) => ({ ...one, number: null, date: null }));
    const version = await editProgramme(t.ctx(admin, day), {
      programmeId: id,
      part: 'documents',
      patch: { documents: unsigned, clauses: before.doc.clauses },
      version: before.version,
    });
    const error = await refusal(publishProgramme(t.ctx(admin, day), { programmeId: id, version }));
    expect(error).toMatchObject({ code: 'programme.plan-unsigned' });
    expect(error.issues.map((one) => one.field)).toEqual(['planNumber', 'planDate']);
    await publishProgramme(t.ctx(admin, day), {
      programmeId: id,
      version,
      plan: { number: '1470/QĐ-UBND', date: '21/06/2025' },
    });
    const after = await stored();
    expect(after).toMatchObject({ status: 'published', version: version + 1 });
    expect(after.doc.documents[0]).toMatchObject({ number: '1470/QĐ-UBND', date: '2025-06-21' });
    const [newest] = await programmeVersions(t.app.db, after);
    expect(newest).toMatchObject({ partName: 'Công bố', byName: 'Quản trị' });
    expect(newest?.changes).toHaveLength(2);
  });

  it('a published target changes only with a reason, which everyone reads beside the change', async () => {
    const { doc: now, version } = await stored();
    const indicators = now.indicators.map((one) =>
      one.id === 'online'
        ? { ...one, targets: one.targets.map((x) => (x.year === 2025 ? { ...x, value: '65' } : x)) }
        : one,
    );
    const args = { programmeId: id, part: 'indicators', patch: { indicators } };
    const preview = await previewEdit(t.ctx(admin, day), args);
    expect(preview).toMatchObject({ reasonNeeded: true, changes: [{ before: '60', after: '65' }] });
    const error = await refusal(editProgramme(t.ctx(admin, day), { ...args, version }));
    expect(error.code).toBe('programme.reason');
    const reason = 'Ủy ban nhân dân tỉnh nâng mức phấn đấu năm 2025.';
    await editProgramme(t.ctx(admin, day), { ...args, version, reason });
    expect(await refusal(editProgramme(t.ctx(admin, day), { ...args, version, reason }))).toMatchObject({
      status: 409,
    });
    const [change] = await changesSincePublication(t.app.db, await stored());
    expect(change).toMatchObject({ partName: 'Chỉ tiêu', reason });
  });

  it('is not closed early without a reason', async () => {
    const { version } = await stored();
    const error = await refusal(closeProgramme(t.ctx(admin, day), { programmeId: id, version, reason: '' }));
    expect(error.code).toBe('programme.reason');
  });
});

describe('Q25-1, V26-1: a movement of one agency out of the provincial one', () => {
  const launch = {
    slug: doc.slug,
    name: 'Thi đua của Sở Nội vụ',
    shortName: 'Thi đua SNV',
    childSlug: 'thi-dua-snv',
    code: 'SNV26',
  };
  const keep = {
    contents: ['a', 'b'],
    criteria: ['a1'],
    indicators: ['trained', 'platform'],
    obligations: ['report'],
    commendations: ['certificate'],
  };
  const coordinator = (code: string) => t.person('Đầu mối', [{ role: 'unit-coordinator', unitId: units[code] }]);

  it('is offered to who coordinates a unit that takes part, for that unit', async () => {
    const person = await coordinator('SNV');
    const page = await childrenPage(t.ctx(person, day), { slug: doc.slug, unitId: null });
    expect(page.units.map((one) => one.label)).toEqual(['Sở Nội vụ']);
    expect(page.form).toMatchObject({ unit: 'Sở Nội vụ', rooms: true });
    expect(page.form?.lists.find((one) => one.list === 'indicators')).toMatchObject({ left: 1 });
    const foreign = launchChild(t.ctx(person, day), { ...launch, unitId: units.X1!, keep });
    expect(await refusal(foreign)).toMatchObject({ status: 404 });
    const empty = await refusal(
      launchChild(t.ctx(person, day), { ...launch, code: 'nhỏ', unitId: units.SNV!, keep: { ...keep, contents: [] } }),
    );
    expect(empty.issues.map((one) => one.field)).toEqual(['contents', 'code']);
  });

  it('the coordinator completes and publishes it; its rooms take part, and nobody outside may be asked', async () => {
    const person = await coordinator('SNV');
    const ctx = t.ctx(person, day);
    const slug = await launchChild(ctx, { ...launch, unitId: units.SNV!, keep });
    const { movement, scope } = await openMovement(ctx, slug);
    expect(scope).toMatchObject({ all: true, manages: true, administers: true });
    expect(scope.participants.map((one) => one.code)).toEqual(['P1']);
    expect(await refusal(openMovement(t.ctx(await coordinator('X1'), day), slug))).toMatchObject({ status: 404 });

    const wide = movement.doc.classes.map((one) =>
      one.units ? { ...one, units: { ...one.units, kinds: ['commune' as const], under: null } } : one,
    );
    const edit = { programmeId: movement.id, version: movement.version };
    const outside = editProgramme(ctx, { ...edit, part: 'classes', patch: { classes: wide } });
    expect(await refusal(outside)).toMatchObject({ code: 'movement.outside-unit' });

    const contents = [
      ...movement.doc.contents,
      { id: 'green', label: 'c)', title: 'Chuyển đổi xanh', text: 'Thi đua chuyển đổi xanh.', clause: 'III.2' },
    ];
    const version = await editProgramme(ctx, { ...edit, part: 'contents', patch: { contents } });
    const { blockers } = await programmeOverview(ctx, { slug });
    expect(blockers).toEqual([]);
    await publishProgramme(ctx, {
      programmeId: movement.id,
      version,
      plan: { number: '15/KH-SNV', date: '2025-07-10' },
    });
    expect(await movementBySlug(t.app.db, slug)).toMatchObject({ status: 'published' });
    // a coordinator of another agency has nothing to say in it
    const other = editProgramme(t.ctx(await coordinator('SKHCN'), day), {
      ...edit,
      part: 'contents',
      patch: { contents },
    });
    expect(await refusal(other)).toMatchObject({ status: 404 });
  });

  it('shows where it differs, and what changed above since', async () => {
    const child = (await movementBySlug(t.app.db, launch.childSlug))!;
    const first = (await parentComparison(t.app.db, child))!;
    const contents = first.lists.find((one) => one.list === 'contents')!;
    expect(contents).toMatchObject({ kept: [{ id: 'a' }, { id: 'b' }], added: [{ id: 'green' }] });
    expect(first.since).toEqual([]);
    const { doc: now, version } = await stored();
    const changed = now.contents.map((one) => (one.id === 'a' ? { ...one, title: 'Nâng cao nhận thức số' } : one));
    const reason = 'Đính chính theo bản ký của Ủy ban nhân dân tỉnh.';
    await editProgramme(t.ctx(admin, day), {
      programmeId: id,
      part: 'contents',
      patch: { contents: changed },
      version,
      reason,
    });
    const later = (await parentComparison(t.app.db, child))!;
    expect(later.since).toMatchObject([{ list: 'contents', changed: [{ id: 'a' }] }]);
    expect(later.lists.find((one) => one.list === 'contents')).toEqual(contents);
    const page = await childrenPage(t.ctx(admin, day), { slug: doc.slug, unitId: null });
    expect(page.children).toMatchObject([{ slug: launch.childSlug, unit: 'Sở Nội vụ', behind: true }]);
  });
});
