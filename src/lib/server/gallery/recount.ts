import { type Kysely, sql } from 'kysely';
import { type FrozenWork, snapshotProblems, thawedRules } from '#lib/domain/gallery/freeze.ts';
import type { Tally } from '#lib/domain/gallery/interaction.ts';
import type { DB } from '../platform/db/schema.ts';
import { freezeOf, freezesOf, type StoredFreeze } from './freeze.ts';
import { isSignedBy, knownKeys, sha256 } from './signing.ts';
import { tallies } from './tally.ts';

const numbers = (tally: Tally): string =>
  [
    `${tally.likes} thích`,
    `${tally.shares} chia sẻ`,
    `${tally.views} xem`,
    `ngoài ${tally.external.likes}/${tally.external.shares}/${tally.external.comments}`,
    `tổng ${tally.total}`,
  ].join(', ');

export interface Difference {
  code: string;
  title: string;
  frozen: Tally;
  counted: Tally;
}

/** Works whose count differs from the freeze, counted again from the votes as they were known at `known`, or are now. */
export async function differences(
  db: Kysely<DB>,
  programmeId: string,
  freeze: StoredFreeze,
  known?: Date,
): Promise<Difference[]> {
  const ids = await db
    .selectFrom('interaction_frozen')
    .innerJoin('gallery_item', 'gallery_item.entry_id', 'interaction_frozen.entry_id')
    .select(['interaction_frozen.entry_id as id', 'gallery_item.code'])
    .where('freeze_id', '=', freeze.id)
    .execute();
  const interaction = thawedRules(freeze.snapshot.rules);
  const counted = await tallies(
    db,
    { id: programmeId, doc: { interaction } },
    { at: freeze.frozenAt, entryIds: ids.map(({ id }) => id), ...(known ? { known } : {}) },
  );
  const idOf = new Map(ids.map(({ id, code }) => [code, id]));
  return freeze.snapshot.works.flatMap((work: FrozenWork) => {
    const now = counted.get(idOf.get(work.code) ?? '');
    if (!now || numbers(now) === numbers(work)) return [];
    return [{ code: work.code, title: work.title, frozen: work, counted: now }];
  });
}

/** Rows of table `interaction_frozen` that are not what was signed. */
async function rowsUnlikeText(db: Kysely<DB>, freeze: StoredFreeze): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    with said as (
      select w->>'code' as code, (w->>'likes')::int as likes, (w->>'shares')::int as shares, (w->>'views')::int as views,
             (w->'external'->>'likes')::int as external_likes, (w->'external'->>'shares')::int as external_shares,
             (w->'external'->>'comments')::int as external_comments, (w->>'total')::numeric as total
        from jsonb_array_elements(${freeze.text}::jsonb -> 'works') w
    ), stored as (
      select i.code, r.likes, r.shares, r.views, r.external_likes, r.external_shares, r.external_comments, r.total
        from interaction_frozen r join gallery_item i using (entry_id) where r.freeze_id = ${freeze.id}
    )
    select distinct code from ((table said except table stored) union all (table stored except table said)) d order by code limit 20`.execute(
    db,
  );
  return rows.map((row) => row.code);
}

/**
 * K24-8, as an invariant: every freeze is signed by a key of this installation, adds up, follows the one before it and is what
 * the tables say; and counting again from the votes gives the latest one. Votes voided after it change nothing here: they
 * are named on the staff's page until somebody counts again.
 */
export async function brokenFreezes(db: Kysely<DB>): Promise<{ subject: string; detail: string }[]> {
  const programmes = await db
    .selectFrom('interaction_freeze')
    .innerJoin('programme', 'programme.id', 'programme_id')
    .select(['programme.id', 'programme.code'])
    .distinct()
    .execute();
  if (programmes.length === 0) return [];
  const keys = (await knownKeys(db)).map((key) => key.publicKey);
  const offenders: { subject: string; detail: string }[] = [];
  for (const programme of programmes) {
    const all = (await freezesOf(db, programme.id)).reverse();
    for (const [i, head] of all.entries()) {
      const freeze = (await freezeOf(db, programme.id, head.no))!;
      const add = (detail: string) => offenders.push({ subject: `${programme.code}, chốt lần ${head.no}`, detail });
      if (sha256(freeze.text) !== freeze.sha256) add('mã băm không khớp với nội dung');
      if (!isSignedBy(freeze.text, Buffer.from(freeze.signature, 'base64'), freeze.publicKey)) add('chữ ký không đúng');
      else if (!keys.includes(freeze.publicKey)) add('ký bằng khóa không phải của hệ thống này');
      if (freeze.snapshot.no !== i + 1 || freeze.snapshot.previous !== (all[i - 1]?.sha256 ?? null))
        add('không nối tiếp lần chốt trước');
      for (const problem of snapshotProblems(freeze.snapshot)) add(problem);
      for (const code of await rowsUnlikeText(db, freeze)) add(`${code}: bảng số liệu khác với bản đã ký`);
      if (i < all.length - 1) continue;
      for (const { code, frozen, counted } of await differences(db, programme.id, freeze, freeze.madeAt))
        add(`${code}: đã chốt ${numbers(frozen)}; đếm lại được ${numbers(counted)}`);
    }
  }
  return offenders;
}
