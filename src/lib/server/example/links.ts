import { type Kysely, sql } from 'kysely';
import type { Issue } from '#lib/domain/kernel/errors.ts';
import { clean, fold } from '#lib/domain/kernel/text.ts';
import type { DB } from '../platform/db/schema.ts';

interface Target {
  kind: 'entry' | 'initiative';
  id: string;
}

const linesOf = (text: string): string[] => [...new Set(text.split(/[\n;]/).map(clean).filter(Boolean))].slice(0, 10);

/**
 * What people typed as links: codes of entries of the unit and names of recognised initiatives, one a line (V26-5).
 * @returns the targets, and an issue for every line that names nothing
 */
export async function resolveLinks(
  db: Kysely<DB>,
  args: { unitId: string; entries: string; initiatives: string },
): Promise<{ targets: Target[]; issues: Issue[] }> {
  const codes = linesOf(args.entries).map((code) => code.toUpperCase());
  const names = linesOf(args.initiatives);
  const issues: Issue[] = [];
  const targets: Target[] = [];
  if (codes.length > 0) {
    const rows = await db
      .selectFrom('entry')
      .select(['id', 'code'])
      .where('code', 'in', codes)
      .where('unit_id', '=', args.unitId)
      .where('state', 'not in', ['draft', 'withdrawn', 'disqualified'])
      .execute();
    for (const code of codes) {
      const found = rows.find((row) => row.code === code);
      if (found) targets.push({ kind: 'entry', id: found.id });
      else issues.push({ field: 'entries', message: `${code}: đơn vị không có bài dự thi đã nộp với mã này.` });
    }
  }
  for (const name of names) {
    const { rows } = await sql<{ id: string; title: string; same: boolean }>`
      select id, title, folded = ${fold(name)} as same from initiative
       where folded = ${fold(name)} or folded % ${fold(name)}
       order by folded = ${fold(name)} desc, similarity(folded, ${fold(name)}) desc limit 1`.execute(db);
    const [best] = rows;
    if (best?.same) targets.push({ kind: 'initiative', id: best.id });
    else
      issues.push({
        field: 'initiatives',
        message: best
          ? `“${name}”: sổ sáng kiến không có tên này. Có phải “${best.title}” không?`
          : `“${name}”: sổ sáng kiến không có tên này. Hãy ghi đúng tên như trong quyết định công nhận.`,
      });
  }
  return { targets, issues };
}

export interface ExampleLink {
  kind: 'entry' | 'initiative';
  title: string;
  /** "CDS26-00042"; number and date of the decision that recognised it */
  code: string | null;
  /** of a work that everyone may see now */
  href: string | null;
}

/** What an example is linked with, for its own room: entries by code, initiatives by name. */
export async function linksOf(db: Kysely<DB>, exampleId: string): Promise<ExampleLink[]> {
  const { rows } = await sql<ExampleLink>`
    select l.kind, e.title, e.code,
           case when i.entry_id is not null then '/cuoc-thi/' || p.slug || '/thu-vien/' || lower(i.code) end as href
      from good_example_link l join entry e on e.id = l.target_id
      join programme p on p.id = e.programme_id
      left join gallery_item i on i.entry_id = e.id and i.withdrawn_at is null and p.status <> 'draft'
     where l.kind = 'entry' and l.example_id = ${exampleId}
    union all
    select l.kind, s.title, s.decision_number as code, null as href
      from good_example_link l join initiative s on s.id = l.target_id
     where l.kind = 'initiative' and l.example_id = ${exampleId}
     order by kind, title`.execute(db);
  return rows;
}
