import { randomUUID } from 'node:crypto';
import type { EntryState } from '#lib/domain/entry/states.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { type TestApp, testApp } from './ctx.ts';
import { insertContest } from './programme.ts';

type Person = Actor & { id: string };

export interface JudgingWorld {
  t: TestApp;
  programmeId: string;
  doc: ContestProgramme;
  secretary: Person;
  chair: Person;
  judges: Person[];
  /** an entry of one author, ready to be judged */
  entry(args?: {
    state?: EntryState;
    title?: string;
    author?: string;
    email?: string | null;
    personId?: string | null;
    workplace?: string | null;
    unitId?: string | null;
    form?: Record<string, unknown>;
    submittedAt?: string;
  }): Promise<{ id: string; code: string }>;
  unit(name: string, parentId?: string | null, kind?: 'agency' | 'commune' | 'province'): Promise<string>;
  close(): Promise<void>;
}

/** A published contest with its demonstration values, a secretary, a chair and judges; entries are put in as rows. */
export async function judgingWorld(
  options: { judges?: number; change?(doc: ContestProgramme): void; on?: TestApp } = {},
): Promise<JudgingWorld> {
  const t = options.on ?? (await testApp());
  const doc = structuredClone(contest2026Demo);
  options.change?.(doc);
  const at = new Date('2026-01-10T00:00:00Z');
  const programmeId = await insertContest(t, doc, at);
  const secretary = await t.person('Lò Thị Thư', [{ role: 'secretary', programmeId }]);
  const chair = await t.person('Trần Văn Chủ', [{ role: 'jury-chair', programmeId }]);
  const names = ['Hà Văn An', 'Lường Thị Bình', 'Quàng Văn Cường', 'Vì Thị Dung', 'Đỗ Quốc Giang', 'Mùa A Hồ'];
  const judges: Person[] = [];
  for (let i = 0; i < (options.judges ?? 4); i++)
    judges.push(await t.person(names[i] ?? `Giám khảo ${i}`, [{ role: 'judge', programmeId }]));
  let no = 0;
  return {
    t,
    programmeId,
    doc,
    secretary,
    chair,
    judges,
    async entry(args = {}) {
      const code = `${doc.code}-${String(++no).padStart(5, '0')}`;
      const name = args.author ?? `Tác giả ${no}`;
      const author = await t.person(name);
      const submitted = new Date(args.submittedAt ?? '2026-06-01T08:00:00+07:00');
      const { id } = await t.app.db
        .insertInto('entry')
        .values({
          programme_id: programmeId,
          code,
          state: args.state ?? 'eligible',
          title: args.title ?? `Sản phẩm số ${no}`,
          folded: `san pham so ${no}`,
          pillar: 'government',
          topics: ['data'],
          unit_id: args.unitId ?? null,
          form: JSON.stringify(args.form ?? {}),
          created_by: author.id,
          created_at: submitted,
          updated_at: submitted,
          submitted_at: submitted,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await t.app.db
        .insertInto('entry_author')
        .values({
          entry_id: id,
          person_id: args.personId === undefined ? author.id : args.personId,
          position: 1,
          full_name: name,
          email: args.email === undefined ? author.email : args.email,
          workplace: args.workplace ?? null,
          share: '100',
          confirmed_at: submitted,
          created_at: submitted,
        })
        .execute();
      return { id, code };
    },
    async unit(name, parentId = null, kind = 'agency') {
      const { id } = await t.app.db
        .insertInto('unit')
        .values({ code: randomUUID().slice(0, 8), name, folded: name.toLowerCase(), kind, parent_id: parentId })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    close: () => t.close(),
  };
}

/** The same score for every criterion, or by id. */
export const scoresOf = (doc: ContestProgramme, roundId: string, value: string | Record<string, string>) =>
  Object.fromEntries(
    (doc.rounds.find((round) => round.id === roundId)?.rubric.criteria ?? []).map((criterion) => [
      criterion.id,
      typeof value === 'string' ? value : (value[criterion.id] ?? ''),
    ]),
  );
