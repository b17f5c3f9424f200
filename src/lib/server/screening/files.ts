import type { Kysely } from 'kysely';
import type { UploadTarget } from '#lib/domain/file/api.ts';
import type { FileRule } from '#lib/domain/file/requirement.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import type { DB, Row } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { canCheck, canScreen } from './policy.ts';
import { requireScreeningOpen } from './review.ts';

const MiB = 1024 * 1024;

/** The covering letter as it was signed: a scan or a digitally signed PDF. */
export const letterRule = (programme: StoredProgramme | null): FileRule => ({
  label: 'Văn bản gửi kèm',
  accept: ['pdf', 'image'],
  maxBytes: 20 * MiB,
  ...(programme ? { clause: clauseLabel(programme.doc, programme.doc.screening.clause) } : {}),
});

async function ownerOf(db: Kysely<DB>, target: UploadTarget) {
  const { programmeId, unitId } = target;
  if (!isUuid(programmeId) || !isUuid(unitId)) return null;
  const programme = await programmeById(db, programmeId);
  return programme && programme.status !== 'draft' ? { programme, unitId } : null;
}

/** Signed covering letters: uploaded by the unit's coordinator, read by the unit and by those who check entries. */
export const letterFiles: FilePurposeRules = {
  authorise: async (ctx, target) => {
    const owner = await ownerOf(ctx.app.db, target);
    if (!owner) throw notFound();
    requireAllowed(await canScreen(ctx, { unitId: owner.unitId, programmeId: owner.programme.id }));
    requireScreeningOpen(ctx, owner.programme);
    return letterRule(owner.programme);
  },
  // The file's own target says whose it is; the forwarding names it when it is sent.
  attach: async () => {},
  detach: async () => {},
  rule: async (db, file) => {
    const owner = await ownerOf(db, file.target);
    return owner ? letterRule(owner.programme) : null;
  },
  mayRead: async (ctx, file) => {
    const { programmeId, unitId } = file.target;
    if (!isUuid(programmeId) || !isUuid(unitId)) return false;
    if (canCheck(ctx, 'check.read', programmeId).allow) return true;
    return (await canScreen(ctx, { unitId, programmeId })).allow;
  },
};

type LetterScope = { programmeId: string; unitId: string };

const ofUnit = (db: Kysely<DB>, { programmeId, unitId }: LetterScope) =>
  db
    .selectFrom('file')
    .selectAll()
    .where('purpose', '=', 'letter')
    .where((eb) => eb(eb.ref('target', '->>').key('programmeId'), '=', programmeId))
    .where((eb) => eb(eb.ref('target', '->>').key('unitId'), '=', unitId));

/** A letter that this unit uploaded; null for any other file. */
export async function letterFileOf(db: Kysely<DB>, fileId: string, scope: LetterScope): Promise<Row<'file'> | null> {
  if (!isUuid(fileId)) return null;
  return (await ofUnit(db, scope).where('id', '=', fileId).executeTakeFirst()) ?? null;
}

/** Letters that were uploaded but not sent yet, the newest first. */
export const waitingLetters = (db: Kysely<DB>, scope: LetterScope): Promise<Row<'file'>[]> =>
  ofUnit(db, scope)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('forwarding').select('forwarding.id').whereRef('letter_file_id', '=', 'file.id'))),
    )
    .orderBy('created_at', 'desc')
    .execute();
