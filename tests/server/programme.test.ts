import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/server/platform/policy.ts';
import { createProgramme, exportProgramme, readProgrammeText } from '#lib/server/programme/create.ts';
import { decideQuestion, previewDecision } from '#lib/server/programme/decide.ts';
import { editProgramme, previewEdit } from '#lib/server/programme/edit.ts';
import { closeProgramme, publishProgramme } from '#lib/server/programme/publish.ts';
import {
  programmeById,
  programmeBySlug,
  publicProgrammeBySlug,
  publicProgrammes,
} from '#lib/server/programme/queries.ts';
import { changesSincePublication, programmeVersions } from '#lib/server/programme/versions.ts';
import { contest2026 } from '#programmes/son-la/index.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let admin: Actor & { id: string };
let secretary: Actor & { id: string };
let id: string;

const stored = async () => {
  const programme = await programmeById(t.app.db, id);
  if (!programme) throw new Error('no programme');
  return programme;
};

beforeAll(async () => {
  t = await testApp();
  admin = await t.person('Hoàng Văn Quản', [{ role: 'admin' }]);
  id = await createProgramme(t.ctx(admin), { shipped: contest2026.slug });
  secretary = await t.person('Lò Thị Thư', [{ role: 'secretary', programmeId: id }]);
});
afterAll(() => t?.close());

describe('a programme from its file', () => {
  it('K26-1: carries theme, three pillars and the suggested topics', async () => {
    const { doc, status, version } = await stored();
    expect({ status, version }).toEqual({ status: 'draft', version: 1 });
    expect(doc.theme).toBe('Ý tưởng số - Lan tỏa sức mạnh số');
    expect(doc.pillars.items.map((p) => p.name)).toEqual(['Chính quyền số', 'Kinh tế số', 'Xã hội số']);
    expect(doc.topics.items).toHaveLength(10);
  });

  it('is not shown to visitors while it is a draft', async () => {
    expect(await programmeBySlug(t.app.db, contest2026.slug)).not.toBeNull();
    expect(await publicProgrammeBySlug(t.app.db, contest2026.slug)).toBeNull();
    expect(await publicProgrammes(t.app.db)).toEqual([]);
  });

  it('is made only by an administrator; to others it does not exist', async () => {
    expect(await refusal(createProgramme(t.ctx(secretary), { shipped: contest2026.slug }))).toMatchObject({
      status: 403,
    });
    expect(await refusal(createProgramme(t.visitor(), { shipped: contest2026.slug }))).toMatchObject({ status: 404 });
  });

  it('cannot be made twice under one address or one code', async () => {
    expect(await refusal(createProgramme(t.ctx(admin), { shipped: contest2026.slug }))).toMatchObject({
      code: 'programme.slug-taken',
    });
    expect(await refusal(createProgramme(t.ctx(admin), { shipped: contest2026.slug, slug: 'khac' }))).toMatchObject({
      code: 'programme.code-taken',
    });
  });

  it('goes out as a file and comes in again, without file ids of this installation', async () => {
    const { text } = await exportProgramme(t.ctx(admin), { programmeId: id });
    const doc = readProgrammeText(text);
    const documents = doc.documents.map((d) => ({ ...d, fileId: '00000000-0000-4000-8000-000000000000' }));
    const copy = await createProgramme(t.ctx(admin), { doc: { ...doc, documents }, slug: 'ban-sao', code: 'BS26' });
    const made = await programmeById(t.app.db, copy);
    expect(made?.doc).toEqual({ ...contest2026, slug: 'ban-sao', code: 'BS26' });
  });

  it('names the place of every fault in a file', async () => {
    expect(() => readProgrammeText('{\n  "schema": 1,\n  oops')).toThrow(/JSON/);
    const broken = {
      ...contest2026,
      slug: 'x',
      code: 'X26',
      eligibility: { ...contest2026.eligibility, minShare: 'ba mươi' },
    };
    const problem = await refusal(createProgramme(t.ctx(admin), { doc: broken }));
    expect(problem.issues.map((i) => i.message).join()).toContain('eligibility.minShare: Phải là số.');
  });
});

describe('what the plan leaves open', () => {
  it('K26-4b, K26-4d: blocks publication until a person decides the mailbox and “trước ngày 31/8”', async () => {
    const problem = await refusal(publishProgramme(t.ctx(admin), { programmeId: id, version: 1 }));
    expect(problem.code).toBe('programme.not-ready');
    expect(problem.issues.map((i) => i.field)).toEqual(['questions[mailbox]', 'questions[refinement-deadline]']);
  });

  it('K26-4d: shows the exact time before it is decided, then stores it with who, when and why', async () => {
    const args = { programmeId: id, questionId: 'refinement-deadline', optionId: 'end-of-30' };
    const preview = await previewDecision(t.ctx(admin), args);
    expect(preview.changes).toEqual([
      expect.objectContaining({
        path: 'timeline[refinement].to',
        after: expect.stringContaining('23:59:59, Chủ nhật 30/08/2026'),
      }),
    ]);
    expect(await refusal(decideQuestion(t.ctx(admin), { ...args, reason: ' ', version: 1 }))).toMatchObject({
      field: 'reason',
    });
    await decideQuestion(t.ctx(admin), { ...args, reason: 'Công văn 12-CV/BTG ngày 20/01/2026', version: 1 });
    const { doc, version } = await stored();
    expect(version).toBe(2);
    expect(doc.timeline.find((p) => p.id === 'refinement')?.to).toBe('2026-08-30T23:59:59.999+07:00');
    expect(doc.questions.find((q) => q.id === 'refinement-deadline')?.decision).toMatchObject({
      optionId: 'end-of-30',
      by: admin.name,
      reason: 'Công văn 12-CV/BTG ngày 20/01/2026',
    });
  });

  it('K26-4b: the mailbox is the address that a person chose', async () => {
    await decideQuestion(t.ctx(admin), {
      programmeId: id,
      questionId: 'mailbox',
      optionId: 'cuocthi',
      reason: 'Văn phòng xác nhận',
      version: 2,
    });
    expect((await stored()).doc.contacts.email).toEqual({
      value: 'cuocthichuyendoiso@sonla.gov.vn',
      source: 'decided',
    });
  });

  it('publishes when nothing blocks any more, once', async () => {
    await publishProgramme(t.ctx(admin), { programmeId: id, version: 3 });
    expect((await publicProgrammeBySlug(t.app.db, contest2026.slug))?.status).toBe('published');
    expect(await refusal(publishProgramme(t.ctx(admin), { programmeId: id, version: 4 }))).toMatchObject({
      code: 'programme.already-published',
    });
  });
});

describe('editing', () => {
  const movedIntake = async (to: string) => ({
    timeline: (await stored()).doc.timeline.map((p) => (p.id === 'intake' ? { ...p, to } : p)),
  });

  it('K26-3: shows the consequences of another deadline before it is saved', async () => {
    const patch = await movedIntake('2026-06-29T23:59:59.999+07:00');
    const preview = await previewEdit(t.ctx(admin), { programmeId: id, part: 'timeline', patch });
    expect(preview.changes).toHaveLength(1);
    expect(preview.changes[0]).toMatchObject({
      before: '23:59:59, thứ Ba 30/06/2026',
      after: '23:59:59, thứ Hai 29/06/2026',
      frozen: null,
    });
    expect(preview.consequences.join(' ')).toContain('kết thúc sớm hơn');
    expect(preview.reasonNeeded).toBe(false);
  });

  it('K26-3: a period that has begun changes only with a reason of 20 characters, and the change stays visible', async () => {
    const during = '2026-06-01T09:00:00+07:00';
    const patch = await movedIntake('2026-06-30T17:00:00.000+07:00');
    const { version } = await stored();
    const args = { programmeId: id, part: 'timeline' as const, patch, version };
    expect((await previewEdit(t.ctx(admin, during), args)).reasonNeeded).toBe(true);
    expect(await refusal(editProgramme(t.ctx(admin, during), { ...args, reason: 'ngắn' }))).toMatchObject({
      code: 'programme.reason',
      field: 'reason',
    });
    await editProgramme(t.ctx(admin, during), { ...args, reason: 'Ban Tổ chức thống nhất rút giờ nhận bài' });
    const [change] = await changesSincePublication(t.app.db, await stored());
    expect(change).toMatchObject({ reason: 'Ban Tổ chức thống nhất rút giờ nhận bài', partName: 'Tiến độ' });
    expect(change?.changes[0]?.after).toContain('17:00:00');
    const event = await t.app.db
      .selectFrom('audit_event')
      .select(['act', 'actor_id', 'summary'])
      .where('act', '=', 'programme.edit')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(event).toMatchObject({ actor_id: admin.id, summary: 'Sửa phần “Tiến độ” của chương trình.' });
  });

  it('refuses to save over what somebody else has saved meanwhile', async () => {
    const { version } = await stored();
    const patch = await movedIntake('2026-06-30T18:00:00.000+07:00');
    expect(
      await refusal(editProgramme(t.ctx(admin), { programmeId: id, part: 'timeline', patch, version: version - 1 })),
    ).toMatchObject({ code: 'stale', status: 409 });
  });

  it('K26-3: never stores periods that contradict each other once it is public', async () => {
    const { version } = await stored();
    const patch = await movedIntake('2026-07-05T00:00:00.000+07:00');
    const problem = await refusal(editProgramme(t.ctx(admin), { programmeId: id, part: 'timeline', patch, version }));
    expect(problem.code).toBe('programme.contradiction');
    expect(problem.issues[0]?.field).toBe('timeline[preliminary].from');
  });

  it('K26-5a: holds the prizes of the plan, and keeps a new amount as a visible version', async () => {
    const { doc, version } = await stored();
    expect(doc.prizes.tiers.map((tier) => [tier.count, tier.amount])).toEqual([
      [1, 15_000_000],
      [2, 10_000_000],
      [3, 5_000_000],
      [5, 3_000_000],
    ]);
    const tiers = doc.prizes.tiers.map((tier) => (tier.id === 'consolation' ? { ...tier, count: 6 } : tier));
    await editProgramme(t.ctx(admin), {
      programmeId: id,
      part: 'prizes',
      patch: { prizes: { ...doc.prizes, tiers } },
      version,
    });
    const [newest] = await programmeVersions(t.app.db, await stored());
    expect(newest).toMatchObject({ partName: 'Giải thưởng', byName: admin.name });
    expect(newest?.changes).toEqual([expect.objectContaining({ before: '5', after: '6' })]);
  });

  it('K26-5b: budget lines are entered by the secretariat and are not told to the public', async () => {
    const { version } = await stored();
    const lines = [{ id: 'hall', name: 'Thuê hội trường', unit: 'buổi', quantity: 1, unitPrice: 8_000_000 }];
    await editProgramme(t.ctx(secretary), {
      programmeId: id,
      part: 'budget',
      patch: { budget: { clause: 'II.5.3', lines } },
      version,
    });
    expect((await stored()).doc.budget.lines).toEqual(lines);
    const told = await changesSincePublication(t.app.db, await stored());
    expect(told.flatMap((c) => c.changes).some((line) => line.path.startsWith('budget'))).toBe(false);
  });

  it('lets the secretariat change its own parts and nothing else, and nobody change a part through another', async () => {
    const { doc, version } = await stored();
    expect(
      await refusal(
        editProgramme(t.ctx(secretary), { programmeId: id, part: 'prizes', patch: { prizes: doc.prizes }, version }),
      ),
    ).toMatchObject({ status: 403 });
    await expect(
      editProgramme(t.ctx(secretary), { programmeId: id, part: 'budget', patch: { prizes: doc.prizes }, version }),
    ).rejects.toThrow(/budget/);
    const stranger = await t.person('Người Lạ');
    expect(
      await refusal(
        editProgramme(t.ctx(stranger), { programmeId: id, part: 'budget', patch: { budget: doc.budget }, version }),
      ),
    ).toMatchObject({ status: 404 });
  });

  it('two people who save at once: one wins, the other is told', async () => {
    const { doc, version } = await stored();
    const save = (name: string) =>
      editProgramme(t.ctx(admin), { programmeId: id, part: 'basics', patch: { name: `${doc.name} ${name}` }, version });
    const results = await Promise.allSettled([save('A'), save('B')]);
    expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('closes early only with a reason', async () => {
    const { version } = await stored();
    expect(await refusal(closeProgramme(t.ctx(admin), { programmeId: id, version, reason: '' }))).toMatchObject({
      field: 'reason',
    });
    await closeProgramme(t.ctx(admin, '2026-10-02T08:00:00+07:00'), { programmeId: id, version, reason: '' });
    expect((await stored()).status).toBe('closed');
  });
});
