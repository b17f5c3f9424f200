import { slugify } from '../kernel/text.ts';
import { diffProgramme, showChange } from '../programme/diff.ts';
import { signedPlan } from '../programme/documents.ts';
import { movementParts } from './parts.ts';
import type { MovementProgramme, SubjectClass, UnitKind } from './types.ts';

/** The lists of a movement from which a child chooses what it takes over. */
export const INHERITED_LISTS = ['contents', 'criteria', 'indicators', 'obligations', 'commendations'] as const;
export type InheritedList = (typeof INHERITED_LISTS)[number];

/** The unit that makes a movement of its own, and the kinds of the units beneath it. */
export interface Home {
  code: string;
  name: string;
  /** class of the parent movement to which the unit belongs */
  classId: string;
  kinds: UnitKind[];
}

export interface ChildArgs {
  home: Home;
  /** version of the parent that is taken over */
  version: number;
  name: string;
  shortName: string;
  slug: string;
  code: string;
  /** ISO day from which it runs */
  from: string;
  /** ids by list */
  keep: Record<InheritedList, string[]>;
}

const firstYear = (args: Pick<ChildArgs, 'from'>): number => Number(args.from.slice(0, 4));

/** The classes that a child has: what the unit's own class asks of it, its rooms do; persons and households stay. */
const childClasses = (parent: MovementProgramme, home: Home): SubjectClass[] =>
  parent.classes.flatMap((one) => {
    if (one.units === null) return [one];
    if (one.id !== home.classId) return [];
    const units = {
      kinds: home.kinds,
      under: home.code,
      codes: home.kinds.length === 0 ? [home.code] : [],
      except: [],
    };
    return [{ ...one, name: home.kinds.length === 0 ? home.name : `Phòng, đơn vị thuộc ${home.name}`, units }];
  });

/** What of a movement concerns a unit: the elements that a child of it can take over. Others speak of other classes, or are past. */
export function inheritable(
  parent: MovementProgramme,
  args: Pick<ChildArgs, 'home' | 'from'>,
): Pick<MovementProgramme, InheritedList> {
  const classes = new Set(childClasses(parent, args.home).map((one) => one.id));
  const concerns = (ids: string[]) => ids.some((id) => classes.has(id));
  const year = firstYear(args);
  return {
    contents: parent.contents,
    criteria: parent.criteria.filter((one) => concerns(one.classIds)),
    indicators: parent.indicators.filter((one) => concerns(one.reportedBy)),
    obligations: parent.obligations.filter((one) => concerns(one.classIds) && one.lastYear >= year),
    commendations: parent.commendations,
  };
}

/**
 * A movement of one unit out of the movement above it (Q25-1, V26-1): a draft with the chosen elements under their ids, asked of what
 * lies beneath the unit, received and verified in the unit. The clauses it cites are those of the plan above, marked as such.
 */
export function makeChild(parent: MovementProgramme, args: ChildArgs): MovementProgramme {
  const { home, keep } = args;
  const classes = childClasses(parent, home);
  const known = new Set(classes.map((one) => one.id));
  const only = (ids: string[]) => ids.filter((id) => known.has(id));
  const offered = inheritable(parent, args);
  const chosen = <L extends InheritedList>(list: L): MovementProgramme[L] =>
    (offered[list] as { id: string }[]).filter((one) => keep[list].includes(one.id)) as MovementProgramme[L];
  const contents = chosen('contents');
  const plan = signedPlan(parent);
  const year = firstYear(args);
  const from = [args.from, parent.from].sort().at(-1)!;
  const elements = {
    classes,
    contents,
    criteria: chosen('criteria').map((one) => ({ ...one, classIds: only(one.classIds) })),
    phases: parent.phases
      .filter((phase) => phase.to >= from)
      .map((phase) => (phase.from < from ? { ...phase, from } : phase)),
    occasions: parent.occasions.filter((one) => one.year === null || one.year >= year),
    indicators: chosen('indicators').map((one) => ({
      ...one,
      contentId: contents.some((line) => line.id === one.contentId) ? one.contentId : null,
      reportedBy: only(one.reportedBy),
      targets: one.targets.filter((target) => target.level === 'province' || known.has(target.level)),
      // the unit above verifies: the agency itself
      lead: null,
    })),
    obligations: chosen('obligations').map((one) => ({
      ...one,
      classIds: only(one.classIds),
      receivers: [home.code],
      firstYear: Math.max(one.firstYear, year),
    })),
    commendations: chosen('commendations'),
  };
  const { clauses, first } = citedClauses(parent, elements, plan?.number ?? parent.code);
  const { letterhead } = parent;
  return {
    schema: 1,
    kind: 'movement',
    code: args.code,
    slug: args.slug,
    name: args.name,
    shortName: args.shortName,
    theme: parent.theme,
    summary: `Phong trào của ${home.name}, hưởng ứng ${parent.name}.`,
    from,
    to: parent.to,
    province: parent.province,
    timeZone: 'Asia/Ho_Chi_Minh',
    level: 'agency',
    organiserUnit: home.code,
    standingUnit: home.code,
    organisers: [home.name],
    ...(letterhead ? { letterhead } : {}),
    contacts: { email: { value: null, source: 'open' }, phone: { value: null, source: 'open' } },
    documents: [
      {
        id: 'plan',
        kind: 'plan',
        title: `Kế hoạch phát động ${args.name}`,
        number: null,
        date: null,
        issuer: home.name,
        public: true,
      },
    ],
    clauses,
    questions: [],
    parent: {
      id: 'parent',
      number: plan?.number ?? null,
      date: plan?.date ?? null,
      issuer: plan?.issuer ?? parent.organisers[0] ?? parent.province,
      title: parent.name,
      clause: first,
      slug: parent.slug,
    },
    serves: [],
    inherits: { slug: parent.slug, version: args.version },
    aims: [],
    scope: null,
    measures: [],
    ...elements,
    inspection: null,
    committees: [],
    tasks: [],
  };
}

/** The clauses of the plan above that the elements cite, in its order, with the plan's number in their label. */
function citedClauses(
  parent: MovementProgramme,
  elements: object,
  number: string,
): { clauses: MovementProgramme['clauses']; first: string } {
  const cited = new Set([...JSON.stringify(elements).matchAll(/"clause":"([^"]+)"/g)].map((match) => match[1]));
  const first = parent.parent?.clause ?? parent.clauses[0]!.id;
  cited.add(first);
  return {
    clauses: parent.clauses
      .filter((one) => cited.has(one.id))
      .map((one) => ({ ...one, label: `${one.label} (${number})`.slice(0, 100) })),
    first,
  };
}

/** Address and code that a child may have, to begin with. */
export const childNames = (parent: MovementProgramme, home: Pick<Home, 'code' | 'name'>, year: number) => ({
  name: `Phong trào thi đua “${parent.theme}” của ${home.name}`,
  shortName: `Thi đua của ${home.name}`,
  slug: `thi-dua-${slugify(home.code)}-${year}`.slice(0, 60),
  code: `${slugify(home.code).replaceAll('-', '').toUpperCase().slice(0, 6)}${String(year).slice(2)}`,
});

interface ElementDifference {
  id: string;
  name: string;
  lines: { label: string; before: string; after: string }[];
}

/** How one list of a child stands to that of its parent. */
export interface ListComparison {
  list: string;
  /** "Chỉ tiêu" */
  name: string;
  kept: { id: string; name: string }[];
  changed: ElementDifference[];
  dropped: { id: string; name: string }[];
  added: { id: string; name: string }[];
}

const comparedLists = [...INHERITED_LISTS, 'classes', 'phases', 'occasions'] as const;

/** What a child kept, changed, left out and added, list by list; elements are the same when their ids are (Q25-1, V26-1). */
export const compareWithParent = (parent: MovementProgramme, child: MovementProgramme): ListComparison[] =>
  comparedLists.map((list) => {
    const theirs = new Map((parent[list] as { id: string }[]).map((one) => [one.id, one]));
    const ours = new Map((child[list] as { id: string }[]).map((one) => [one.id, one]));
    const both = [...ours].flatMap(([id, after]) => {
      const before = theirs.get(id);
      return before ? [{ id, name: nameOf(after), lines: linesOf(list, before, after) }] : [];
    });
    const only = (some: Map<string, object>, others: Map<string, object>) =>
      [...some].flatMap(([id, one]) => (others.has(id) ? [] : [{ id, name: nameOf(one) }]));
    return {
      list,
      name: movementParts.names[list] ?? list,
      kept: both.filter((one) => one.lines.length === 0).map(({ id, name }) => ({ id, name })),
      changed: both.filter((one) => one.lines.length > 0),
      dropped: only(theirs, ours),
      added: only(ours, theirs),
    };
  });

/** What changed in the lists that a child takes over between two versions of its parent. */
export const changesAbove = (inherited: MovementProgramme, current: MovementProgramme): ListComparison[] =>
  compareWithParent(inherited, current).filter((one) => one.changed.length + one.dropped.length + one.added.length > 0);

function linesOf(list: string, before: object, after: object): ElementDifference['lines'] {
  return diffProgramme({ [list]: [before] }, { [list]: [after] }, movementParts).map((change) => {
    const [was, is] = showChange(change, movementParts);
    // the list and the element stand in the headings already
    return { label: change.label.split(' › ').slice(2).join(' › ') || change.label, before: was, after: is };
  });
}

function nameOf(element: object): string {
  const one = element as { label?: string; name?: string; title?: string; text?: string; id?: string };
  const text = one.name ?? one.title ?? one.text ?? one.id ?? '';
  return one.label ? `${one.label} ${text}` : text;
}
