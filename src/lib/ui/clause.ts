import { getContext, setContext } from 'svelte';

const key = Symbol('rules page');

/** The anchor of a clause on the rules page. Takes the id ("II.2") or the label ("Mục II.2"). */
export const clauseAnchor = (clause: string) =>
  `muc-${clause
    .replace(/^mục\s+/iu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/g, '')}`;

/** How people cite it: "II.2" becomes "Mục II.2"; what already is a citation stays. */
export const clauseLabel = (clause: string) => (/^[IVX\d]/u.test(clause) ? `Mục ${clause}` : clause);

/** Called by a layout below a programme: every clause under it then links to that programme's rules. */
export const setRulesPage = (href: () => string | undefined) => setContext(key, href);

/** The address of a clause, when the page belongs to a programme. */
export function clauseHref(clause: string): string | undefined {
  const page = getContext<(() => string | undefined) | undefined>(key)?.();
  return page && `${page}#${clauseAnchor(clause)}`;
}
