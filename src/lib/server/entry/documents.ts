import type { DocumentHead } from '#lib/domain/document/types.ts';
import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { formatDuration } from '#lib/domain/file/format.ts';
import { decimalText, parseDecimal } from '#lib/domain/kernel/decimal.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme, DossierStage } from '#lib/domain/programme/types.ts';
import { siteAddress } from '../message/address.ts';
import type { Ctx } from '../platform/ctx.ts';
import { receiptPdf, registrationFormPdf } from '../platform/documents/index.ts';
import { readAnswers } from './answers.ts';
import { dossierFacts } from './facts.ts';
import { requireEntry } from './policy.ts';
import { programmeOf, type StageId } from './record.ts';
import type { Snapshot } from './snapshot.ts';
import { receiptNumber } from './submit.ts';

export interface Receipt {
  code: string;
  receiptNo: string;
  stage: StageId;
  no: number;
  at: Date;
  hash: string;
  by: string | null;
  snapshot: Snapshot;
  doc: ContestProgramme;
}

/**
 * What was handed in last (or the given time of a stage), as the receipt shows it.
 * @throws 404 for who may not read the entry, and before anything was handed in
 */
export async function receiptOf(
  ctx: Ctx,
  args: { entryId: string; stage?: string | null; no?: number | null },
): Promise<Receipt> {
  const entry = await requireEntry(ctx, 'entry.read', args.entryId);
  let query = ctx.app.db
    .selectFrom('entry_submission as s')
    .leftJoin('person as p', 'p.id', 's.by_id')
    .select(['s.stage', 's.no', 's.at', 's.hash', 's.snapshot', 'p.full_name as by'])
    .where('s.entry_id', '=', entry.id);
  if (args.stage === 'submission' || args.stage === 'refinement') query = query.where('s.stage', '=', args.stage);
  if (args.no) query = query.where('s.no', '=', args.no);
  const row = await query.orderBy('s.at', 'desc').limit(1).executeTakeFirst();
  if (!row || !entry.code) throw notFound('Biên nhận này');
  const { doc } = await programmeOf(ctx.app.db, entry);
  const snapshot = row.snapshot as Snapshot;
  return { ...row, snapshot, code: entry.code, receiptNo: receiptNumber(entry.code, row.stage, row.no), doc };
}

const nameIn = (items: readonly { id: string; name: string }[], id: string | null): string | undefined =>
  items.find((item) => item.id === id)?.name;

const shareText = (share: string | null): string => {
  const value = share === null ? null : parseDecimal(share);
  return value ? decimalText(value) : '0';
};

const committee = (doc: ContestProgramme): DocumentHead => ({
  kind: 'committee',
  issuer: doc.prizes.certificate.issuer,
  place: doc.province,
});

const requirementLabel = (stage: DossierStage, id: string): string =>
  stage.files.find((requirement) => requirement.id === id)?.label ?? id;

/** Biên nhận: what was handed in, when to the second, with the hash. */
export async function receiptDocument(
  ctx: Ctx,
  args: { entryId: string; stage?: string | null; no?: number | null },
): Promise<{ pdf: Uint8Array; name: string }> {
  const { code, receiptNo, no, at, hash, by, snapshot, doc, stage: stageId } = await receiptOf(ctx, args);
  const stage = dossierStage(doc, stageId);
  const pillar = nameIn(doc.pillars.items, snapshot.pillar);
  const pdf = await receiptPdf({
    madeAt: at,
    head: { ...committee(doc), date: isoDateLocal(at) },
    contestName: doc.name,
    entryCode: code,
    receiptNumber: receiptNo,
    submittedAt: at,
    ...(no > 1 ? { version: no } : {}),
    title: snapshot.title,
    ...(pillar ? { pillar } : {}),
    ...(snapshot.unit?.name ? { unit: snapshot.unit.name } : {}),
    ...(by ? { submittedBy: by } : {}),
    authors: snapshot.authors.map((author) => ({
      name: author.fullName,
      share: shareText(author.share),
      ...(author.workplace ? { workplace: author.workplace } : {}),
    })),
    files: snapshot.files.map((file) => ({
      label: requirementLabel(stage, file.requirementId),
      name: file.name,
      bytes: file.size,
      sha256: file.sha256 ?? '',
    })),
    declarations: snapshot.declarations.map((declaration) => declaration.text),
    hash,
    verification: { url: `${siteAddress(ctx.app)}/tra-cuu?ma=${code}`, code },
  });
  return { pdf, name: `bien-nhan-${code}.pdf` };
}

/**
 * Phiếu đăng ký dự thi, filled in from the entry as it stands now: to sign on paper and to keep. Only for who works on it.
 */
export async function registrationDocument(
  ctx: Ctx,
  args: { entryId: string },
): Promise<{ pdf: Uint8Array; name: string }> {
  const entry = await requireEntry(ctx, 'entry.view', args.entryId);
  const programme = await programmeOf(ctx.app.db, entry);
  const { doc } = programme;
  const stage = dossierStage(doc, 'submission');
  const facts = await dossierFacts(ctx.app.db, programme, entry, 'submission', ctx.now);
  const pillar = nameIn(doc.pillars.items, entry.pillar);
  const people = await ctx.app.db
    .selectFrom('person')
    .select(['id', 'birth_year'])
    .where('id', 'in', [...entry.authors.flatMap((author) => author.personId ?? []), entry.createdBy])
    .execute();
  const birthYear = (personId: string | null) => people.find((person) => person.id === personId)?.birth_year;
  const agreed = (id: string, version: number) =>
    facts.declarations.some((one) => one.declarationId === id && one.version === version);
  const pdf = await registrationFormPdf({
    madeAt: ctx.now,
    head: committee(doc),
    contestName: doc.name,
    ...(entry.code ? { entryCode: entry.code } : {}),
    title: entry.title,
    ...(pillar ? { pillar } : {}),
    topics: entry.topics.map((id) => nameIn(doc.topics.items, id) ?? id),
    ...(entry.unitName ? { unit: entry.unitName } : {}),
    authors: entry.authors.map((author) => {
      const year = birthYear(author.personId);
      return {
        name: author.fullName,
        share: shareText(author.share),
        ...(author.workplace ? { workplace: author.workplace } : {}),
        ...(year ? { birthYear: String(year) } : {}),
        ...(author.job ? { position: author.job } : {}),
        ...(author.phone ? { phone: author.phone } : {}),
        ...(author.email ? { email: author.email } : {}),
      };
    }),
    answers: readAnswers(stage.fields, entry.form.submission ?? {}).filter((answer) => answer.value !== ''),
    files: facts.stageFiles
      .filter((file) => file.state === 'ready')
      .map((file) => {
        const { video } = file.facts as { video?: { seconds?: unknown } };
        const length = typeof video?.seconds === 'number' ? ` (${formatDuration(video.seconds)})` : '';
        return `${requirementLabel(stage, file.requirementId)}: ${file.name}${length}`;
      }),
    declarations: stage.declarations.map((one) => ({ text: one.text, accepted: agreed(one.id, one.version) })),
    place: doc.province,
    date: null,
    year: doc.year,
    signers: [{ capacity: ['Tác giả hoặc đại diện nhóm tác giả'], note: '(Ký, ghi rõ họ tên)' }],
  });
  return { pdf, name: `phieu-dang-ky-${entry.code ?? 'ban-nhap'}.pdf` };
}
