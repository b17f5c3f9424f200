/** What the standing agency's choice does: states, histories, the gallery, mails. One place for all at once and for one. */
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { type Agency, type AgencySheet, finalName, whyRefused } from '#lib/domain/screening/agency.ts';
import { readersOf } from '../entry/readers.ts';
import { type Hindrances, postToGallery, takeDown } from '../gallery/post.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { moveEntries, recordSteps } from '../result/states.ts';
import { type Shown, tellChosen, tellNotChosen } from './mails.ts';
import type { LockedEntry } from './move.ts';

interface Choice {
  entry: LockedEntry;
  sheet: AgencySheet;
}

/** Moves what was chosen and what was not, makes it public, puts on show what may be shown, tells the authors. */
export async function settleChoice(
  tx: Tx,
  ctx: Ctx,
  at: { programme: StoredProgramme; agency: Agency; choices: Choice[] },
): Promise<{ posted: string[]; withheld: Hindrances }> {
  const { programme, agency, choices } = at;
  const { doc } = programme;
  const chosen = choices.filter(({ sheet }) => sheet.decision === 'choose');
  const refused = choices.filter(({ sheet }) => sheet.decision === 'refuse');
  const moving = (list: Choice[]) =>
    list.map(({ entry: { id, code, unitId, state } }) => ({ id, code: code ?? '', unitId, state }));
  const ids = (list: Choice[]) => list.map(({ entry }) => entry.id);
  await moveEntries(tx, ctx, doc, moving(chosen), 'shortlist');
  await moveEntries(tx, ctx, doc, moving(refused), 'passOver');
  const steps = choices.map(({ entry, sheet }) => ({
    entryId: entry.id,
    from: entry.state,
    to: sheet.decision === 'choose' ? ('shortlisted' as const) : ('not-shortlisted' as const),
    reason: sheet.decision === 'choose' ? sheet.reason : whyRefused(doc, agency, sheet),
    clause: sheet.decision === 'refuse' && sheet.clause ? clauseLabel(doc, sheet.clause) : null,
  }));
  await recordSteps(tx, ctx, steps, agency.name);
  const gallery = doc.gallery
    ? await postToGallery(tx, ctx, programme, ids(chosen))
    : { posted: [], withheld: new Map<string, string[]>() };
  await takeDown(tx, ctx, ids(refused), `Bài không được chọn vào ${finalName(doc)}.`);
  const readers = await readersOf(tx.db, ids(choices));
  const into = finalName(doc);
  const shownOf = ({ id, code }: LockedEntry): Shown => {
    if (!doc.gallery) return null;
    return gallery.posted.includes(id)
      ? { address: `/cuoc-thi/${doc.slug}/thu-vien/${(code ?? '').toLowerCase()}` }
      : { withheld: gallery.withheld.get(id) ?? [] };
  };
  for (const { entry, sheet } of choices) {
    const about = { tx, ctx, programme, entry, readers: readers.get(entry.id) ?? [] };
    if (sheet.decision === 'choose')
      await tellChosen(about, { by: agency.name, into, reason: sheet.reason, shown: shownOf(entry) });
    else await tellNotChosen(about, { by: agency.name, into, reason: whyRefused(doc, agency, sheet) });
  }
  tx.publish();
  return gallery;
}
