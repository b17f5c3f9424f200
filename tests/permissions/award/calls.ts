import { at, inner, type Rule } from '../rules.ts';
import { awardRoom, inCall, standing } from './people.ts';

/** Who may nominate at all, or look on, comes to the list; officers make calls, overseers are told so. */
const makes = inner('appraiser', 'auditor admin');
const nowhere = at(inner(''), { where: () => ({ call: 'khong-co-dot-nay' }), says: 'that is not there' });

export const callRows: Record<string, Rule | Rule[]> = {
  'GET /xet-khen/dot': awardRoom,
  'GET /xet-khen/mo-dot': makes,
  'POST /xet-khen/mo-dot': at(inner('', 'auditor admin'), { body: () => ({ origin: 'mau:khong-co:khong-co' }) }),
  'POST /xet-khen/dot/[call]?/open': standing,
  'POST /xet-khen/dot/[call]?/extend': at(standing, { body: () => ({ closesOn: '31/12/2027' }) }),
  'POST /xet-khen/dot/[call]?/close': standing,
  'POST /xet-khen/dot/[call]?/cancel': standing,
  'GET /xet-khen/dot/[call]/chi-tieu': [inCall, nowhere],
  'GET /xet-khen/dot/[call]/thiet-lap': [inCall, nowhere],
  'POST /xet-khen/dot/[call]/thiet-lap?/answer': standing,
  'POST /xet-khen/dot/[call]/thiet-lap?/remove': at(inner(''), {
    body: () => ({ fileId: '00000000-0000-4000-8000-000000000000' }),
    says: 'a file that is not there',
  }),
  'GET /xet-khen/dot/[call]/sua/[part]': [
    at(inCall, { where: () => ({ part: 'quotas' }) }),
    at(inner(''), { where: () => ({ part: 'khong-co' }), says: 'a part that is not there' }),
  ],
  'POST /xet-khen/dot/[call]/sua/[part]?/change': at(standing, { where: () => ({ part: 'quotas' }) }),
  'POST /xet-khen/dot/[call]/sua/[part]?/preview': at(standing, { where: () => ({ part: 'quotas' }) }),
  'POST /xet-khen/dot/[call]/sua/[part]?/save': at(standing, { where: () => ({ part: 'quotas' }) }),
  'GET /dieu-hanh/phong-trao/[slug]/khen-thuong': inner('coordinator secretary organiser auditor admin'),
};
