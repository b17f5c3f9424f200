import { at, everyone, inner, type Rule } from '../rules.ts';
import { awardRoom, inCall, standing } from './people.ts';

/** The appraising office at its step; others in the call are told whose it is. */
const appraises = standing;
const atAppraisal = { body: () => ({ buoc: 'appraise' }) };
/** The page that answers a refusal reads the step from its address. */
const onPageOfStep = { ...atAppraisal, query: () => 'buoc=appraise' };
const bulk = (viec: string) => ({
  query: (cast: Parameters<NonNullable<Rule['query']>>[0]) =>
    `viec=${viec}&buoc=appraise&hoSo=${cast.award.dossiers.appraised}`,
  body: () => ({ viec, buoc: 'appraise' }),
});
/** Who was asked, and who works in the call and reads along. */
const asked = inner('coordinator appraiser leader auditor admin');

export const workflowRows: Record<string, Rule | Rule[]> = {
  'GET /xet-khen/dot/[call]/ho-so': inCall,
  'GET /xet-khen/dot/[call]/ho-so/xu-ly': at(appraises, bulk('met')),
  'POST /xet-khen/dot/[call]/ho-so/xu-ly': [
    at(appraises, { ...bulk('forward'), says: 'forward' }),
    at(appraises, { ...bulk('back'), says: 'return' }),
    at(appraises, { ...bulk('decline'), says: 'decline' }),
    at(appraises, { ...bulk('met'), says: 'tick' }),
  ],
  'GET /xet-khen/dot/[call]/ho-so/de-xuat': at(appraises, { query: () => 'buoc=appraise' }),
  'POST /xet-khen/dot/[call]/ho-so/de-xuat': at(appraises, onPageOfStep),
  'GET /xet-khen/dot/[call]/ho-so/to-trinh.[format]': at(appraises, {
    where: () => ({ format: 'docx' }),
    query: () => 'buoc=appraise',
  }),
  'GET /xet-khen/dot/[call]/ho-so/[dossierId]': [
    inCall,
    at(inner('auditor admin'), {
      where: (cast) => ({ dossierId: cast.award.dossiers.draft }),
      says: 'of a draft',
    }),
  ],
  'POST /xet-khen/dot/[call]/ho-so/[dossierId]?/check': at(appraises, atAppraisal),
  'POST /xet-khen/dot/[call]/ho-so/[dossierId]?/forward': at(appraises, atAppraisal),
  'POST /xet-khen/dot/[call]/ho-so/[dossierId]?/back': at(appraises, atAppraisal),
  'POST /xet-khen/dot/[call]/ho-so/[dossierId]?/decline': at(appraises, atAppraisal),
  'POST /xet-khen/dot/[call]/ho-so/[dossierId]?/takeBack': at(appraises, atAppraisal),
  'POST /xet-khen/dot/[call]/ho-so/[dossierId]?/withdraw': standing,
  'POST /xet-khen/dot/[call]/ho-so/[dossierId]?/law': standing,
  'GET /xet-khen/dot/[call]/ho-so/[dossierId]/thay-nguoi-ky': inner('appraiser', 'auditor admin'),
  'POST /xet-khen/dot/[call]/ho-so/[dossierId]/thay-nguoi-ky': standing,
  'GET /xet-khen/dot/[call]/y-kien': inCall,
  'POST /xet-khen/dot/[call]/y-kien?/cancel': at(appraises, { body: (cast) => ({ opinionId: cast.award.opinion }) }),
  'GET /xet-khen/dot/[call]/y-kien/hoi': at(appraises, { query: () => 'buoc=appraise' }),
  'POST /xet-khen/dot/[call]/y-kien/hoi': at(appraises, onPageOfStep),
  'GET /xet-khen/dot/[call]/lay-y-kien': inCall,
  'POST /xet-khen/dot/[call]/lay-y-kien?/open': at(appraises, { body: () => ({ buoc: 'public' }) }),
  'POST /xet-khen/dot/[call]/lay-y-kien?/answer': at(appraises, {
    body: (cast) => ({ commentId: cast.award.comment }),
  }),
  'POST /xet-khen/dot/[call]/lay-y-kien?/close': at(appraises, {
    body: (cast) => ({ publicityId: cast.award.publicity }),
  }),
  'GET /xet-khen/y-kien': awardRoom,
  'GET /xet-khen/y-kien/[opinionId]': asked,
  'POST /xet-khen/y-kien/[opinionId]': inner('coordinator', 'auditor admin'),
  'GET /khen-thuong/lay-y-kien': everyone,
  'GET /khen-thuong/lay-y-kien/[publicityId]': everyone,
  'POST /khen-thuong/lay-y-kien/[publicityId]': everyone,
};
