/** What the pages of the catalogues show. */
import { type FoundFigure, figuresOf } from '#lib/domain/catalogue/figures.ts';
import { isLaw, slugOf } from '#lib/domain/catalogue/names.ts';
import type { BaseSalaries, CatalogueName, LawVersion } from '#lib/domain/catalogue/types.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { awardScope, mayKeepCatalogues } from '../award/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Decision } from '../platform/policy.ts';
import { lawOn } from './queries.ts';
import { catalogueOf, cataloguesOf, type RevisionLine, revisionsOf } from './revisions.ts';

const open = (figures: FoundFigure[]): number => figures.filter((one) => !one.verified).length;

/** Every catalogue with how much of it is still to be verified. */
export async function catalogueList(ctx: Ctx) {
  const [all, scope] = await Promise.all([cataloguesOf(ctx.app.db), awardScope(ctx)]);
  const laws = all.flatMap(({ name, doc }) => (isLaw(name) ? [doc as LawVersion] : []));
  const current = lawOn(
    laws.toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    isoDateLocal(ctx.now),
  );
  return {
    catalogues: all.map(({ name, title, doc, revision, at, byName }) => {
      const figures = figuresOf(doc);
      const law = isLaw(name) ? (doc as LawVersion) : null;
      return {
        slug: slugOf(name),
        title,
        law: law && { id: law.id, from: law.from, to: law.to, current: law.id === current.id },
        revision,
        at,
        byName,
        figures: figures.length,
        open: open(figures),
      };
    }),
    may: mayKeepCatalogues(scope) as Decision,
  };
}

async function opened(ctx: Ctx, name: CatalogueName) {
  const [stored, scope] = await Promise.all([catalogueOf(ctx.app.db, name), awardScope(ctx)]);
  const may: Decision = mayKeepCatalogues(scope);
  return { stored, scope, may, slug: slugOf(name) };
}

/** One catalogue: what stands in it, and its parts. */
export async function catalogueView(ctx: Ctx, name: CatalogueName) {
  const { stored, scope, may, slug } = await opened(ctx, name);
  const { title, doc, revision, at, byName } = stored;
  const units = new Map([...scope.units.values()].map((unit) => [unit.code, unit.name]));
  const offices = 'registrar' in doc ? doc : null;
  const today = isoDateLocal(ctx.now);
  return {
    slug,
    title,
    revision,
    at,
    byName,
    may,
    today,
    open: open(figuresOf(doc)),
    law: isLaw(name) ? lawCard(doc as LawVersion) : null,
    salaries: 'rows' in doc ? (doc as BaseSalaries).rows.toSorted((a, b) => (a.from > b.from ? -1 : 1)) : null,
    days: 'days' in doc ? doc.days.toSorted((a, b) => (a.day < b.day ? -1 : 1)) : null,
    offices: offices && {
      registrar: units.get(offices.registrar) ?? offices.registrar,
      watchers: offices.watchers.map((code) => units.get(code) ?? `${code} (chưa có đơn vị này)`),
    },
  };
}

const lawCard = (law: LawVersion, all = figuresOf(law)) => ({
  from: law.from,
  to: law.to,
  note: law.note,
  figures: all.filter((one) => !one.path.startsWith('forms[')),
  forms: law.forms.map((form) => ({
    id: form.id,
    name: form.name,
    is: form.is,
    level: form.level,
    decidedBy: form.decidedBy,
    open: all.filter((one) => !one.verified && one.path.startsWith(`forms[${form.id}].`)).length,
  })),
});

/** The figures of a catalogue: those that somebody has to compare, and those that were. */
export async function figuresPage(ctx: Ctx, name: CatalogueName) {
  const { stored, may, slug } = await opened(ctx, name);
  const figures = figuresOf(stored.doc);
  return { slug, title: stored.title, revision: stored.revision, may, figures, open: open(figures) };
}

/** Every revision of a catalogue with its differences. */
export async function historyPage(
  ctx: Ctx,
  name: CatalogueName,
): Promise<{
  slug: string;
  title: string;
  open: number;
  revisions: RevisionLine[];
}> {
  const { stored, slug } = await opened(ctx, name);
  return {
    slug,
    title: stored.title,
    open: open(figuresOf(stored.doc)),
    revisions: await revisionsOf(ctx.app.db, name),
  };
}
