import { randomUUID } from 'node:crypto';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import type { TestApp } from '../support/ctx.ts';
import { insertContest } from '../support/programme.ts';

/** A stage of people and papers for screening and checking: units, a published contest, entries as they come in. */
export interface Stage {
  programmeId: string;
  doc: ContestProgramme;
  units: Record<'department' | 'room' | 'commune', string>;
  /** an entry that was handed in whole, unless `more` says otherwise */
  entry(more?: EntryInit): Promise<{ id: string; code: string }>;
}

interface EntryInit {
  title?: string;
  state?: EntryState;
  unitId?: string | null;
  at?: string;
  pillar?: string;
  topics?: string[];
  authors?: { name: string; share?: string; email?: string | null; personId?: string | null; workplace?: string }[];
  declared?: boolean;
  files?: boolean;
  createdBy?: string;
  onBehalf?: boolean;
}

const words = (n: number) => Array.from({ length: n }, (_, i) => `từ${i}`).join(' ');

/** Form values that satisfy every shown field of the submission. */
function fullForm(doc: ContestProgramme): Record<string, unknown> {
  const stage = doc.dossier.find((one) => one.id === 'submission')!;
  return Object.fromEntries(
    stage.fields.map((field) => {
      if (field.options?.length)
        return [field.id, field.type === 'checkbox' ? [field.options[0]!.id] : field.options[0]!.id];
      const values: Record<string, unknown> = {
        url: 'https://sonla.gov.vn',
        date: '2026-03-01',
        number: '12',
        email: 'a@example.test',
        tel: '0912345678',
        checkbox: 'yes',
      };
      return [field.id, values[field.type] ?? words(field.minWords ?? 12)];
    }),
  );
}

export async function stage(t: TestApp, doc: ContestProgramme = contest2026Demo): Promise<Stage> {
  const { db } = t.app;
  const since = new Date('2026-01-06T00:00:00Z');
  const programmeId = await insertContest(t, doc, since);
  const unit = async (code: string, name: string, kind: 'agency' | 'room' | 'commune', parent: string | null = null) =>
    (
      await db
        .insertInto('unit')
        .values({
          code,
          name,
          folded: fold(name),
          kind,
          parent_id: parent,
          valid_from: null,
          valid_to: null,
          email: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  const department = await unit('SKHCN', 'Sở Khoa học và Công nghệ', 'agency');
  const room = await unit('SKHCN-VP', 'Văn phòng Sở', 'room', department);
  const commune = await unit('03721', 'Xã Thuận Châu', 'commune');
  const someone = await t.person('Người Nộp Bài');
  const entry: Stage['entry'] = async (more = {}) => {
    const { next } = await db
      .updateTable('programme')
      .set((eb) => ({ next_entry_no: eb('next_entry_no', '+', 1) }))
      .where('id', '=', programmeId)
      .returning('next_entry_no as next')
      .executeTakeFirstOrThrow();
    const no = next - 1;
    const at = new Date(more.at ?? '2026-04-10T08:00:00+07:00');
    const code = `${doc.code}-${String(no).padStart(5, '0')}`;
    const title = more.title ?? `Sản phẩm số ${no}`;
    const state = more.state ?? 'with-unit';
    const { id } = await db
      .insertInto('entry')
      .values({
        programme_id: programmeId,
        code,
        state,
        title,
        folded: fold(title),
        pillar: more.pillar ?? 'society',
        topics: more.topics ?? ['skills'],
        unit_id: more.unitId === undefined ? department : more.unitId,
        form: JSON.stringify({ submission: fullForm(doc) }),
        created_by: more.createdBy ?? someone.id,
        on_behalf: more.onBehalf ?? false,
        created_at: at,
        updated_at: at,
        submitted_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const authors = more.authors ?? [{ name: `Tác giả ${no}`, share: '100' }];
    for (const [i, author] of authors.entries())
      await db
        .insertInto('entry_author')
        .values({
          entry_id: id,
          person_id: author.personId ?? null,
          position: i + 1,
          full_name: author.name,
          email: author.email === undefined ? `${randomUUID()}@example.test` : author.email,
          workplace: author.workplace ?? null,
          share: author.share ?? '100',
          confirmed_at: at,
          created_at: at,
        })
        .execute();
    const submission = doc.dossier.find((one) => one.id === 'submission')!;
    if (more.declared !== false)
      for (const one of submission.declarations)
        await db
          .insertInto('entry_declaration')
          .values({ entry_id: id, declaration_id: one.id, version: one.version, text: one.text, at })
          .execute();
    if (more.files !== false)
      for (const one of submission.files.filter((f) => f.required)) {
        const file = await db
          .insertInto('file')
          .values({
            purpose: 'entry',
            name: `${one.id}.mp4`,
            declared_size: 1,
            size: 1,
            sha256: 'x',
            storage_key: 'x',
            state: 'ready',
            created_at: at,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        await db
          .insertInto('entry_file')
          .values({ entry_id: id, stage: 'submission', requirement_id: one.id, file_id: file.id, added_at: at })
          .execute();
      }
    await db
      .insertInto('entry_submission')
      .values({ entry_id: id, stage: 'submission', no: 1, at, snapshot: '{}', hash: 'x', programme_version: 1 })
      .execute();
    await db
      .insertInto('entry_event')
      .values({ entry_id: id, at, by_name: 'Tác giả', from_state: 'draft', to_state: state })
      .execute();
    return { id, code };
  };
  return { programmeId, doc, units: { department, room, commune }, entry };
}

/** The author hands in again at this moment. */
export async function handInAgain(t: TestApp, entryId: string, at: string, state: EntryState): Promise<void> {
  const when = new Date(at);
  await t.app.db
    .updateTable('entry')
    .set({ submitted_at: when, state, version: 2 })
    .where('id', '=', entryId)
    .execute();
  await t.app.db
    .insertInto('entry_submission')
    .values({
      entry_id: entryId,
      stage: 'submission',
      no: 2,
      at: when,
      snapshot: '{}',
      hash: 'y',
      programme_version: 1,
    })
    .execute();
}

export const stateOf = async (t: TestApp, id: string): Promise<EntryState> =>
  (await t.app.db.selectFrom('entry').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;

export const mailsTo = (t: TestApp, entryId: string) =>
  t.app.db.selectFrom('message').selectAll().where('entry_id', '=', entryId).orderBy('created_at').execute();
