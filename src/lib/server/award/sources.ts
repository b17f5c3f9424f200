/** What an achievement report leans on, each line with its source: the unit's figures, contest entries and prizes, recognised initiatives. */
import { type Kysely, sql } from 'kysely';
import { figureText } from '#lib/domain/indicator/text.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { comparePeriods, periodDays, periodName } from '#lib/domain/movement/periods.ts';
import { officialFigures } from '../indicator/values.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { DossierRow } from './queries.ts';

/** One thing that a report leans on. */
export interface SourceLine {
  id: string;
  /** "Tỷ lệ hồ sơ trực tuyến: 82,5 %" */
  text: string;
  /** where it comes from, as people can look it up */
  source: string;
}

type Chosen = Pick<DossierRow['report'], 'initiatives' | 'entries' | 'indicators'>;
type About = Pick<DossierRow, 'unitId' | 'subjectName' | 'subjectKind' | 'details' | 'periodFrom' | 'periodTo'>;

/** The latest official figure of each indicator of the unit within the period of the dossier. One query. */
async function figureLines(db: Kysely<DB>, movement: StoredMovement | null, about: About): Promise<SourceLine[]> {
  if (!movement) return [];
  const figures = await officialFigures(db, { programmeId: movement.id, unitIds: [about.unitId] });
  return movement.doc.indicators.flatMap((indicator) => {
    const latest = figures
      .filter((one) => {
        if (one.indicatorId !== indicator.id || one.value === null) return false;
        const days = periodDays(one.period);
        return days.to >= about.periodFrom && days.from <= about.periodTo;
      })
      .toSorted((a, b) => comparePeriods(b.period, a.period))[0];
    return latest?.value
      ? [
          {
            id: indicator.id,
            text: `${indicator.name}: ${figureText(indicator, latest.value)}`,
            source: `Số liệu chính thức ${periodName(latest.period).toLocaleLowerCase('vi')}, ${movement.doc.shortName}`,
          },
        ]
      : [];
  });
}

/** Entries of the unit in contests whose results everyone may read, and of others while they are judged. One query. */
async function entryLines(db: Kysely<DB>, about: About, ids: string[] | null): Promise<SourceLine[]> {
  const { rows } = await sql<{ id: string; code: string; title: string; contest: string; prize: string | null }>`
    select e.id, e.code, e.title, p.doc->>'shortName' as contest,
           case when exists (select 1 from decision d where d.programme_id = e.programme_id and d.kind = 'results' and d.published_at is not null)
                then (select t->>'name' from award a, jsonb_array_elements(p.doc->'prizes'->'tiers') t
                       where a.entry_id = e.id and a.revoked_at is null and t->>'id' = a.tier_id limit 1) end as prize
      from entry e join programme p on p.id = e.programme_id
     where e.unit_id = ${about.unitId} and e.code is not null
       and e.state not in ('draft', 'withdrawn', 'disqualified')
       ${ids ? sql`and e.id = any(${ids}::uuid[])` : sql``}
     order by prize nulls last, e.code desc limit 100`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    text: `${row.title}${row.prize ? `: ${row.prize}` : ''}`,
    source: `Bài dự thi ${row.code}, ${row.contest}`,
  }));
}

interface InitiativeRow {
  id: string;
  title: string;
  authors: string;
  decision: string | null;
  date: string | null;
  authority: string | null;
}

const initiativeLine = (row: InitiativeRow): SourceLine => ({
  id: row.id,
  text: row.authors ? `${row.title} (${row.authors})` : row.title,
  source: [
    'Sổ sáng kiến',
    row.decision && `công nhận tại ${row.decision}`,
    row.date && `ngày ${formatDate(row.date)}`,
    row.authority,
  ]
    .filter(Boolean)
    .join(', '),
});

const initiativeColumns = sql`id, title, authors, decision_number as decision, decision_date as date, authority`;

async function chosenInitiatives(db: Kysely<DB>, ids: string[]): Promise<SourceLine[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<InitiativeRow>`
    select ${initiativeColumns} from initiative where id = any(${ids}::uuid[]) order by title collate "vi-x-icu"`.execute(
    db,
  );
  return rows.map(initiativeLine);
}

/** Initiatives whose title is like what was typed; without words those of which the subject is an author (V26-5). */
async function offeredInitiatives(db: Kysely<DB>, about: About, query: string): Promise<SourceLine[]> {
  const words = fold(query);
  const person = about.subjectKind === 'individual' ? fold(about.subjectName) : '';
  if (words === '' && person === '') return [];
  const like = `%${(words || person).replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<InitiativeRow>`
    select ${initiativeColumns} from initiative
     where ${words === '' ? sql`authors_folded like ${like}` : sql`(folded like ${like} or authors_folded like ${like} or folded % ${words})`}
     order by year desc nulls last, title collate "vi-x-icu" limit 20`.execute(db);
  return rows.map(initiativeLine);
}

const known = (ids: readonly string[]): string[] => [...new Set(ids)].filter(isUuid).slice(0, 30);

/** What a report leans on, resolved; ids that name nothing any more are left out. Three queries. */
export async function chosenSources(
  db: Kysely<DB>,
  movement: StoredMovement | null,
  about: About,
  chosen: Chosen,
): Promise<{ initiatives: SourceLine[]; entries: SourceLine[]; indicators: SourceLine[] }> {
  const entries = known(chosen.entries);
  const [initiatives, entryRows, figures] = await Promise.all([
    chosenInitiatives(db, known(chosen.initiatives)),
    entries.length === 0 ? [] : entryLines(db, about, entries),
    chosen.indicators.length === 0 ? [] : figureLines(db, movement, about),
  ]);
  return {
    initiatives,
    entries: entryRows,
    indicators: figures.filter((one) => chosen.indicators.includes(one.id)),
  };
}

/** What could be attached and what is. `chosen`: the ids that are there, of all that were asked for. */
export async function sourcesOf(
  ctx: Ctx,
  { movement }: { movement: StoredMovement | null },
  about: About,
  wanted: Chosen,
  query = '',
) {
  const { db } = ctx.app;
  const [figures, entries, attached, offered] = await Promise.all([
    figureLines(db, movement, about),
    entryLines(db, about, null),
    chosenInitiatives(db, known(wanted.initiatives)),
    offeredInitiatives(db, about, query),
  ]);
  const ids = (lines: SourceLine[], of: readonly string[]) =>
    lines.filter((one) => of.includes(one.id)).map((one) => one.id);
  return {
    figures,
    entries,
    initiatives: [...attached, ...offered.filter((one) => !attached.some((has) => has.id === one.id))],
    chosen: {
      initiatives: ids(attached, wanted.initiatives),
      entries: ids(entries, wanted.entries),
      indicators: ids(figures, wanted.indicators),
    } satisfies Chosen,
  };
}
