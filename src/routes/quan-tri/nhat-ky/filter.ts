import type { AuditFilter } from '#lib/server/ledger/audit.ts';

const names = ['act', 'person', 'actorId', 'subjectKind', 'subjectId', 'programmeId', 'from', 'to', 'q'] as const;

/** The filter as it stands in the address, for the page and the export alike. */
export const filterOf = (url: URL): AuditFilter & Record<(typeof names)[number], string> =>
  Object.fromEntries(names.map((name) => [name, url.searchParams.get(name)?.slice(0, 200) ?? ''])) as Record<
    (typeof names)[number],
    string
  >;
