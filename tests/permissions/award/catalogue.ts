import { at, everyone, inner, type Rule, room, rule } from '../rules.ts';

/** Administrators keep the catalogues, auditors read them. */
const readers = room('auditor admin');
const keepers = inner('admin', 'auditor');
const rounding = () => ({ catalogue: 'luat-2022-nd-152', part: 'chung' });

const figure = () => ({ path: 'rounding', revision: '0' });

export const catalogueRows: Record<string, Rule | Rule[]> = {
  'GET /khen-thuong/quy-dinh': everyone,
  'GET /quan-tri/danh-muc': readers,
  'POST /quan-tri/danh-muc?/add': keepers,
  'GET /quan-tri/danh-muc/[catalogue]': [
    readers,
    ...['luong-co-so', 'ngay-nghi', 'co-quan'].map((catalogue) =>
      at(readers, { where: () => ({ catalogue }), says: catalogue }),
    ),
    at(rule('', 'forbidden', { hidden: 'auditor admin', 'sign-in': 'visitor' }), {
      where: () => ({ catalogue: 'khong-co' }),
      says: 'that is not there',
    }),
  ],
  'GET /quan-tri/danh-muc/[catalogue]/lich-su': readers,
  'GET /quan-tri/danh-muc/[catalogue]/xac-minh': readers,
  'POST /quan-tri/danh-muc/[catalogue]/xac-minh?/verify': at(keepers, { body: figure }),
  'POST /quan-tri/danh-muc/[catalogue]/xac-minh?/unverify': at(keepers, { body: figure }),
  'GET /quan-tri/danh-muc/[catalogue]/[part]': [readers, at(readers, { where: rounding, says: 'the general part' })],
  'POST /quan-tri/danh-muc/[catalogue]/[part]?/change': keepers,
  'POST /quan-tri/danh-muc/[catalogue]/[part]?/preview': keepers,
  'POST /quan-tri/danh-muc/[catalogue]/[part]?/save': keepers,
};
