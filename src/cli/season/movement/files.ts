import { Readable } from 'node:stream';
import { writeEvents } from '#lib/server/indicator/rows.ts';
import { act, type Tx } from '#lib/server/platform/act.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { checkFile } from '#lib/server/platform/files/check.ts';
import { samplePdf } from '#programmes/samples/samples.ts';

/** A scanned paper: stored and checked once, and then behind every figure and report that is shown with it. */
interface StoredPaper {
  key: string;
  size: number;
  sha256: string;
  kind: 'pdf';
  media: string;
  facts: unknown;
}

const papers = new WeakMap<Ctx['app'], Promise<StoredPaper>>();

async function store(app: Ctx['app']): Promise<StoredPaper> {
  const stored = await app.files.put(Readable.from([samplePdf('Ban mo phong: khong phai van ban that')]));
  const result = await checkFile({
    path: app.files.pathOf(stored.key),
    declaredName: 'ban-mo-phong.pdf',
    requirement: { label: 'Bản mô phỏng', accept: ['pdf'], maxBytes: 1_000_000 },
  });
  if (!result.ok || result.kind !== 'pdf' || !result.media) throw new Error('the simulated paper was refused');
  return { ...stored, kind: 'pdf', media: result.media, facts: result.facts };
}

const paperOf = (app: Ctx['app']): Promise<StoredPaper> => {
  const known = papers.get(app) ?? store(app);
  papers.set(app, known);
  return known;
};

/**
 * Thousands of papers one by one through the upload would take minutes: their rows are written together, as upload and check leave
 * them. @returns the ids, in order
 */
async function insertFiles(
  tx: Tx,
  ctx: Ctx,
  purpose: 'evidence' | 'report' | 'award',
  files: { name: string; target: object }[],
): Promise<string[]> {
  const paper = await paperOf(ctx.app);
  const rows = await tx.db
    .insertInto('file')
    .values(
      files.map(({ name, target }) => ({
        purpose,
        owner_id: ctx.actor.id,
        name,
        declared_size: paper.size,
        size: paper.size,
        media: paper.media,
        kind: paper.kind,
        sha256: paper.sha256,
        state: 'ready' as const,
        facts: JSON.stringify(paper.facts),
        storage_key: paper.key,
        target: JSON.stringify(target),
        created_at: ctx.now,
        ready_at: ctx.now,
      })),
    )
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** One paper of evidence for each of these figures. */
export async function attachEvidence(
  ctx: Ctx,
  programmeId: string,
  figures: { id: string; version: number; name: string }[],
): Promise<void> {
  if (figures.length === 0) return;
  const summary = `Tải lên ${figures.length} minh chứng (mô phỏng)`;
  await act(ctx, { act: 'file.begin', programmeId, summary }, async (tx) => {
    const ids = await insertFiles(
      tx,
      ctx,
      'evidence',
      figures.map(({ id, name }) => ({ name, target: { valueId: id } })),
    );
    await tx.db
      .insertInto('indicator_evidence')
      .values(
        figures.map((one, i) => ({
          value_id: one.id,
          file_id: ids[i]!,
          added_by: ctx.actor.id,
          added_at: ctx.now,
        })),
      )
      .execute();
    await writeEvents(tx, ctx, 'evidence-added', figures);
  });
}

/** The signed copy of a plan or report that is being written. */
export async function attachSigned(
  ctx: Ctx,
  args: { programmeId: string; obligationId: string; name: string },
): Promise<void> {
  const summary = `Tải lên bản đã ký “${args.name}” (mô phỏng)`;
  await act(ctx, { act: 'file.begin', programmeId: args.programmeId, summary }, async (tx) => {
    const [id] = await insertFiles(tx, ctx, 'report', [
      { name: args.name, target: { obligationId: args.obligationId, requirementId: 'signed' } },
    ]);
    const report = await tx.db
      .selectFrom('unit_report')
      .select('id')
      .where('obligation_id', '=', args.obligationId)
      .executeTakeFirstOrThrow();
    await tx.db
      .insertInto('unit_report_file')
      .values({ report_id: report.id, file_id: id!, role: 'signed', added_by: ctx.actor.id, added_at: ctx.now })
      .execute();
  });
}

/** Papers of commendation: letters, minutes, the signed decision. */
export async function attachAward(
  ctx: Ctx,
  args: {
    programmeId: string | null;
    on: { submission_id: string } | { dossier_id: string } | { decision_id: string } | { call_id: string };
    papers: { role: string; label: string; name: string }[];
  },
): Promise<void> {
  const summary = `Tải lên ${args.papers.length} tệp hồ sơ khen thưởng (mô phỏng)`;
  await act(ctx, { act: 'file.begin', programmeId: args.programmeId, summary }, async (tx) => {
    const ids = await insertFiles(
      tx,
      ctx,
      'award',
      args.papers.map(({ name }) => ({ name, target: {} })),
    );
    await tx.db
      .insertInto('award_file')
      .values(
        args.papers.map(({ role, label }, i) => ({
          file_id: ids[i]!,
          ...args.on,
          role,
          label,
          added_by_name: ctx.actor.name,
          added_at: ctx.now,
        })),
      )
      .execute();
  });
}
