import { at, inner, type Rule } from '../rules.ts';
import { inCall } from './people.ts';

/** Offices that know, the keeper of the register, overseers: nobody who nominates. */
const watchers = inner('appraiser auditor admin');
const entering = inner('appraiser', 'coordinator councilMember leader auditor admin');
const keeping = inner('appraiser', 'auditor admin');
/** A dossier that was handed in: its unit and those above it, who appraises, overseers. */
const pair = inner('coordinator appraiser leader auditor admin');

export const checkRows: Record<string, Rule | Rule[]> = {
  'GET /xet-khen/truong-hop': watchers,
  'GET /xet-khen/truong-hop/moi': entering,
  'POST /xet-khen/truong-hop/moi': entering,
  'GET /xet-khen/truong-hop/[barrierId]': watchers,
  'POST /xet-khen/truong-hop/[barrierId]?/save': keeping,
  'POST /xet-khen/truong-hop/[barrierId]?/clear': keeping,
  'GET /xet-khen/doi-chieu/[dossierId]': [
    pair,
    at(inner('coordinator auditor admin'), {
      where: (cast) => ({ dossierId: cast.award.dossiers.draft }),
      says: 'of a draft',
    }),
  ],
  'POST /xet-khen/doi-chieu/[dossierId]?/explain': inner('coordinator', 'leader auditor admin'),
  'POST /xet-khen/doi-chieu/[dossierId]?/judge': inner('appraiser', 'coordinator leader auditor admin'),
  'GET /xet-khen/dot/[call]/doi-chieu': inCall,
};
