import { fold } from '#lib/domain/kernel/text.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { agreeDeclarations } from '#lib/server/entry/declarations.ts';
import { findEntry } from '#lib/server/entry/record.ts';
import { saveAuthors } from '#lib/server/entry/saveAuthors.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import { startEntry } from '#lib/server/entry/start.ts';
import { submitEntry } from '#lib/server/entry/submit.ts';
import { startUpload } from '#lib/server/file/uploads.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import type { TestApp } from './ctx.ts';
import { insertContest } from './programme.ts';

const words = (n: number): string => Array.from({ length: n }, (_, i) => `từ${i}`).join(' ');

export const submissionValues = {
  productKind: 'solution',
  summary: words(160),
  problem: 'Người dân bản xa đi lại nhiều lần để nộp giấy tờ.',
  novelty: 'Hướng dẫn bằng tiếng Thái, tiếng Mông trên điện thoại.',
  feasibility: 'Nhân rộng được ở mọi bản.',
  effect: 'Giảm một nửa số lần đi lại.',
  beneficiaries: 'Người dân vùng cao',
  maturity: 'trial',
};

export const refinementValues = {
  improvements: 'Thêm tiếng Mông, chạy được khi mất mạng.',
  evidenceKind: 'users',
  userCount: '1.250',
  userPeriod: 'từ 01/6/2026 đến 15/8/2026',
  userSource: 'Nhật ký máy chủ, xuất theo ngày.',
};

/** Publishes the demonstration contest in a test database. */
export async function publishContest(
  t: TestApp,
  change: (doc: ContestProgramme) => ContestProgramme = (doc) => doc,
): Promise<{ programmeId: string; doc: ContestProgramme }> {
  const doc = change(structuredClone(contest2026Demo));
  return { programmeId: await insertContest(t, doc), doc };
}

export async function makeUnit(t: TestApp, code: string, name: string): Promise<string> {
  const { id } = await t.app.db
    .insertInto('unit')
    .values({
      code,
      name,
      folded: fold(name),
      kind: 'commune',
      parent_id: null,
      valid_from: null,
      valid_to: null,
      email: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Uploads one file as the pages do, and lets the check find it good. */
export async function putEntryFile(
  ctx: Ctx,
  target: { entryId: string; stage: 'submission' | 'refinement'; requirementId: string },
  name: string,
): Promise<string> {
  const { fileId } = await startUpload(ctx, { purpose: 'entry', target, name, size: 1000 });
  await ctx.app.db
    .updateTable('file')
    .set({
      state: 'ready',
      size: 1000,
      sha256: fileId.replaceAll('-', '').padEnd(64, '0'),
      storage_key: null,
      kind: /mp4$/.test(name) ? 'video' : 'pdf',
      media: /mp4$/.test(name) ? 'video/mp4' : 'application/pdf',
      ready_at: ctx.now,
    })
    .where('id', '=', fileId)
    .execute();
  return fileId;
}

export const versionOf = async (ctx: Ctx, entryId: string): Promise<number> =>
  (await findEntry(ctx.app.db, entryId))!.version;

/** An entry that could be handed in at once. */
export async function readyEntry(
  ctx: Ctx,
  programmeId: string,
  options: {
    title?: string;
    unitId?: string | null;
    coAuthors?: { fullName: string; email: string; share: string }[];
  } = {},
): Promise<string> {
  const { entryId } = await startEntry(ctx, {
    programmeId,
    title: options.title ?? 'Sổ tay số cho bản vùng cao',
    pillar: 'society',
  });
  const { version } = await saveEntryForm(ctx, {
    entryId,
    version: 1,
    topics: ['skills', 'data'],
    unitId: options.unitId ?? null,
    values: submissionValues,
  });
  if (options.coAuthors) {
    const [lead] = (await findEntry(ctx.app.db, entryId))!.authors;
    const rest = options.coAuthors.reduce((sum, author) => sum - Number(author.share), 100);
    await saveAuthors(ctx, {
      entryId,
      version,
      authors: [{ id: lead!.id, fullName: lead!.fullName, share: String(rest) }, ...options.coAuthors],
    });
  }
  await putEntryFile(ctx, { entryId, stage: 'submission', requirementId: 'video' }, 'gioi-thieu.mp4');
  await putEntryFile(ctx, { entryId, stage: 'submission', requirementId: 'explanation' }, 'thuyet-minh.pdf');
  const declarationIds = ['originality', 'not-recognised', 'truth', 'consent'];
  await agreeDeclarations(ctx, { entryId, declarationIds });
  return entryId;
}

export async function submittedEntry(
  ctx: Ctx,
  programmeId: string,
  options: Parameters<typeof readyEntry>[2] = {},
): Promise<{ entryId: string; code: string }> {
  const entryId = await readyEntry(ctx, programmeId, options);
  const { code } = await submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) });
  return { entryId, code };
}
