import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { type FormValues, shownValues } from '#lib/domain/entry/fields.ts';
import { canonical } from '../ledger/seal.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { stageFiles } from './facts.ts';
import type { EntryRecord, StageId } from './record.ts';

/** What was handed in, frozen. Its hash stands on the receipt. */
export interface Snapshot {
  code: string;
  stage: StageId;
  no: number;
  /** ISO instant */
  at: string;
  programme: { id: string; version: number };
  title: string;
  pillar: string | null;
  topics: string[];
  unit: { id: string; name: string | null } | null;
  /** every stored value, hidden fields too, so that it can be brought back */
  values: FormValues;
  /** the fields that were asked for */
  answers: FormValues;
  authors: {
    id: string;
    personId: string | null;
    fullName: string;
    email: string | null;
    phone: string | null;
    job: string | null;
    workplace: string | null;
    share: string | null;
    confirmedAt: string | null;
    confirmChannel: string | null;
  }[];
  files: {
    id: string;
    requirementId: string;
    name: string;
    size: number;
    kind: string | null;
    sha256: string | null;
    /** length of a video */
    seconds: number | null;
  }[];
  declarations: { id: string; version: number; text: string; at: string }[];
}

const secondsOf = (facts: Record<string, unknown>): number | null => {
  const { video } = facts as { video?: { seconds?: unknown } };
  return typeof video?.seconds === 'number' ? video.seconds : null;
};

export async function takeSnapshot(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entry: EntryRecord,
  handedIn: { code: string; stage: StageId; no: number; at: Date },
): Promise<Snapshot> {
  const stage = dossierStage(programme.doc, handedIn.stage);
  const files = await stageFiles(db, entry.id, handedIn.stage);
  const ids = stage.declarations.map((one) => one.id);
  const declarations = await db
    .selectFrom('entry_declaration')
    .select(['declaration_id as id', 'version', 'text', 'at'])
    .where('entry_id', '=', entry.id)
    .orderBy('declaration_id')
    .orderBy('version')
    .execute();
  const values = entry.form[handedIn.stage] ?? {};
  return {
    ...handedIn,
    at: handedIn.at.toISOString(),
    programme: { id: programme.id, version: programme.version },
    title: entry.title,
    pillar: entry.pillar,
    topics: entry.topics,
    unit: entry.unitId ? { id: entry.unitId, name: entry.unitName } : null,
    values,
    answers: shownValues(stage.fields, values),
    authors: entry.authors.map(({ position: _, declinedAt: __, confirmedAt, ...author }) => ({
      ...author,
      confirmedAt: confirmedAt?.toISOString() ?? null,
    })),
    files: files
      .filter((file) => file.state === 'ready')
      .map(({ id, requirementId, name, size, kind, sha256, facts }) => ({
        id,
        requirementId,
        name,
        size,
        kind,
        sha256,
        seconds: secondsOf(facts),
      })),
    declarations: declarations
      .filter((one) => ids.includes(one.id))
      .map((one) => ({ ...one, at: one.at.toISOString() })),
  };
}

/** SHA-256 (hex) over the canonical JSON: the same content has the same hash, however it was stored. */
export const snapshotHash = (snapshot: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(snapshot)))
    .digest('hex');
