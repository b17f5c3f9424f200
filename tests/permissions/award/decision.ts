import type { Cast } from '../../support/cast.ts';
import { at, inner, type Rule, rule } from '../rules.ts';
import { inCall, standing } from './people.ts';

const of = '/xet-khen/dot/[call]/quyet-dinh/[decisionId]';
const line = `${of}/dong/[dossierId]`;
const onLine = (base: Rule): Rule => at(base, { where: (cast: Cast) => ({ dossierId: cast.award.decision.dossier }) });
/** Only whoever decides; those who look on are told so. */
const deciding = inner('leader', 'appraiser auditor admin');
const formats = (base: Rule, all: string[]) =>
  all.map((format) => at(base, { where: () => ({ format }), says: format }));
/** Nothing has been issued yet: whoever may look is told that it is not there. */
const missing = rule('', 'hidden', { 'sign-in': 'visitor' });
const keeping = inner('appraiser', 'leader auditor admin');
const province = (cast: Cast) => ({ unitId: cast.movement.units.SL });

export const decisionRows: Record<string, Rule | Rule[]> = {
  'GET /xet-khen/dot/[call]/quyet-dinh': inCall,
  'POST /xet-khen/dot/[call]/quyet-dinh?/create': at(standing, {
    body: () => ({ stepId: 'decide', formIds: 'bang-khen-tinh' }),
  }),
  [`GET ${of}`]: inCall,
  [`GET ${of}/quyet-dinh.[format]`]: formats(inCall, ['pdf', 'docx']),
  [`GET ${of}/noi-dung`]: standing,
  ...Object.fromEntries(
    ['add', 'sort', 'submit', 'recall', 'number', 'issue', 'cancel', 'correct'].map((act) => [
      `POST ${of}?/${act}`,
      at(standing, { body: () => ({ version: '1' }) }),
    ]),
  ),
  [`POST ${of}?/approve`]: at(deciding, { body: () => ({ version: '1' }) }),
  [`POST ${of}?/return`]: at(deciding, { body: () => ({ version: '1' }) }),
  [`POST ${of}?/removeFile`]: rule('', 'hidden', { 'sign-in': 'visitor' }),
  [`POST ${of}/noi-dung?/save`]: standing,
  [`POST ${of}/noi-dung?/propose`]: at(standing, { body: () => ({ version: '1', day: '01/07/2026' }) }),
  [`GET ${line}`]: onLine(inCall),
  ...Object.fromEntries(
    ['save', 'move', 'remove', 'correct'].map((act) => [
      `POST ${line}?/${act}`,
      // an old version: nothing is taken away from the rows that follow
      onLine(at(standing, { body: () => ({ version: '99', name: 'Lường Văn Khen' }) })),
    ]),
  ),
  [`POST ${line}?/back`]: onLine(at(deciding, { body: () => ({ version: '1' }) })),
  'GET /xet-khen/dot/[call]/giay': inCall,
  'POST /xet-khen/dot/[call]/giay/[decisionId].pdf': standing,
  'GET /xet-khen/dot/[call]/chi-thuong': inCall,
  'POST /xet-khen/dot/[call]/chi-thuong?/paid': missing,
  'POST /xet-khen/dot/[call]/chi-thuong?/due': missing,
  'GET /xet-khen/dot/[call]/chi-thuong/danh-sach.[format]': formats(missing, ['pdf', 'docx', 'xlsx']),
  'GET /xet-khen/phoi': inner('coordinator appraiser councilMember leader auditor admin'),
  'GET /xet-khen/phoi/in-thu.pdf': at(inner('appraiser leader auditor admin'), {
    query: (cast) => `don-vi=${cast.movement.units.SL}`,
  }),
  'POST /xet-khen/phoi?/save': at(keeping, { body: province }),
  'GET /xet-khen/quy': inner('coordinator appraiser councilMember leader auditor admin'),
  'POST /xet-khen/quy?/enter': at(keeping, { body: province }),
  'POST /xet-khen/quy?/cancel': at(rule('', 'hidden', { forbidden: 'leader auditor admin', 'sign-in': 'visitor' }), {
    body: (cast) => ({ ...province(cast), reason: 'Ghi nhầm.' }),
  }),
};
