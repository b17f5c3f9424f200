import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/server/platform/policy.ts';
import { createProgramme, exportProgramme, readProgrammeText } from '#lib/server/programme/create.ts';
import { decideQuestion } from '#lib/server/programme/decide.ts';
import { editProgramme, previewEdit } from '#lib/server/programme/edit.ts';
import { editorStep } from '#lib/server/programme/editor.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { contest2024, contest2024Demo, contest2026Demo } from '#programmes/son-la/index.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let admin: Actor & { id: string };
let id: string;

const may = '2024-05-20T09:00:00+07:00';
const august = '2024-08-05T09:00:00+07:00';

const stored = async (programmeId = id) => (await programmeById(t.app.db, programmeId))!;

beforeAll(async () => {
  t = await testApp();
  admin = await t.person('Hoàng Văn Quản', [{ role: 'admin' }]);
  id = await createProgramme(t.ctx(admin, may), { shipped: contest2024.slug });
});
afterAll(() => t?.close());

describe('the video contest from its file', () => {
  it('K24-1: is made, goes out as a file and comes in again', async () => {
    expect((await stored()).doc).toEqual(contest2024);
    const { text } = await exportProgramme(t.ctx(admin, may), { programmeId: id });
    expect(readProgrammeText(text)).toEqual(contest2024);
  });

  it('K24-7, K24-10: waits for the day of the launch and for what counts; then it is published', async () => {
    const problem = await refusal(publishProgramme(t.ctx(admin, may), { programmeId: id, version: 1 }));
    expect(problem.issues.map((i) => i.field)).toEqual(['questions[launch-date]', 'questions[what-counts]']);
    for (const [version, questionId, optionId] of [
      [1, 'launch-date', 'first-of-june'],
      [2, 'what-counts', 'like-share'],
    ] as const)
      await decideQuestion(t.ctx(admin, may), {
        programmeId: id,
        questionId,
        optionId,
        reason: 'Ban Tuyên giáo xác nhận ngày 20/5',
        version,
      });
    const { doc } = await stored();
    expect(doc.dossier[0]!.declarations.find((d) => d.id === 'not-published')!.text).toContain('ngày 01/6/2024');
    expect(doc.interaction!.weights).toEqual({ like: '1', share: '2', view: '0', source: 'decided' });
    await publishProgramme(t.ctx(admin, may), { programmeId: id, version: 3 });
    expect((await stored()).status).toBe('published');
  });
});

describe('editing the parts that only some contests have', () => {
  it('K24-10: the count changes freely before it begins, with a public reason afterwards', async () => {
    const { doc, version } = await stored();
    const patch = { interaction: { ...doc.interaction!, ties: ['likes', 'decision'] as const } } as never;
    const args = { programmeId: id, part: 'interaction' as const, patch };
    expect((await previewEdit(t.ctx(admin, may), args)).reasonNeeded).toBe(false);
    const preview = await previewEdit(t.ctx(admin, august), args);
    expect(preview.reasonNeeded).toBe(true);
    expect(preview.changes[0]).toMatchObject({
      label: 'Tương tác › Cách xét khi bằng nhau',
      after: 'bài có nhiều lượt thích hơn; Ban Tổ chức quyết định',
    });
    expect(await refusal(editProgramme(t.ctx(admin, august), { ...args, version, reason: 'ngắn' }))).toMatchObject({
      code: 'programme.reason',
    });
    await editProgramme(t.ctx(admin, august), { ...args, version, reason: 'Ban Tổ chức thống nhất cách xét' });
    expect((await stored()).doc.interaction!.ties).toEqual(['likes', 'decision']);
  });

  it('K24-8: a freeze that contradicts the timeline is not stored', async () => {
    const { doc, version } = await stored();
    const patch = { interaction: { ...doc.interaction!, freezeAt: '2024-07-01T00:00:00.000+07:00' } };
    const problem = await refusal(
      editProgramme(t.ctx(admin, may), { programmeId: id, part: 'interaction', patch, version }),
    );
    expect(problem).toMatchObject({ code: 'programme.contradiction' });
    expect(problem.issues.map((i) => i.field)).toContain('interaction.freezeAt');
  });

  it('K24-4: a part is taken in and out of another contest in the editor, and gone means gone', async () => {
    const other = await createProgramme(t.ctx(admin, may), {
      doc: { ...contest2026Demo, slug: 'ca-hai', code: 'CH26' },
    });
    const target = { slug: 'ca-hai', part: 'gallery' };
    const on = await editorStep(t.ctx(admin, may), target, formOf({ op: 'on:gallery', version: '1' }), 'change');
    expect(on).toMatchObject({ stage: 'form', draft: { gallery: { consents: [] } } });
    const gallery = { ...contest2024Demo.gallery!, clause: 'II.2' };
    gallery.consents = gallery.consents.map((c) => ({ ...c, clause: 'II.2' }));
    const save = async (value: object, version: string) =>
      editorStep(t.ctx(admin, may), target, formOf({ draft: JSON.stringify(value), version }), 'save');
    expect(await save({ gallery }, '1')).toEqual({ stage: 'saved', version: 2 });
    expect((await stored(other)).doc.gallery).toEqual(gallery);
    expect(await save({}, '2')).toEqual({ stage: 'saved', version: 3 });
    expect((await stored(other)).doc).not.toHaveProperty('gallery');
  });

  it('K24-11: duties of agencies are the work of the secretariat; the rules of the count are not', async () => {
    const secretary = await t.person('Lò Thị Thư', [{ role: 'secretary', programmeId: id }]);
    const { doc, version } = await stored();
    const tasks = doc.tasks!.map((task) =>
      task.id === 'vi-1-3' ? { ...task, due: { value: '2024-05-31', source: 'decided' as const } } : task,
    );
    await editProgramme(t.ctx(secretary, may), { programmeId: id, part: 'tasks', patch: { tasks }, version });
    expect((await stored()).doc.tasks!.find((task) => task.id === 'vi-1-3')!.due.value).toBe('2024-05-31');
    const refused = await refusal(
      editProgramme(t.ctx(secretary, may), {
        programmeId: id,
        part: 'interaction',
        patch: { interaction: doc.interaction! },
        version: version + 1,
      }),
    );
    expect(refused).toMatchObject({ status: 403 });
  });
});

function formOf(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}
