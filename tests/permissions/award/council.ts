import type { Cast } from '../../support/cast.ts';
import { at, everyone, inner, type Rule, signedIn } from '../rules.ts';
import { awardRoom, inCall, standing } from './people.ts';

/** Who sees the council: those who keep it, its members, overseers. */
const seesCouncil = inner('appraiser councilMember auditor admin');
const keepsCouncil = inner('appraiser admin', 'councilMember auditor');
const member = inner('councilMember');
const room = '/xet-khen/dot/[call]/hoi-dong/[meetingId]';
const council = '/xet-khen/hoi-dong/[councilId]';
const ofBallot = at(standing, {
  body: (cast: Cast) => ({ ballotId: cast.award.meeting.ballot, memberId: cast.award.council }),
});

export const councilRows: Record<string, Rule | Rule[]> = {
  'GET /xet-khen/hoi-dong': awardRoom,
  'POST /xet-khen/hoi-dong?/create': at(inner('appraiser admin', 'coordinator councilMember leader auditor'), {
    body: (cast) => ({ unitId: cast.movement.units.SNV! }),
  }),
  [`GET ${council}`]: seesCouncil,
  [`POST ${council}?/change`]: keepsCouncil,
  [`POST ${council}?/add`]: keepsCouncil,
  [`POST ${council}?/member`]: keepsCouncil,
  [`POST ${council}?/leave`]: keepsCouncil,
  [`POST ${council}?/end`]: keepsCouncil,

  'GET /xet-khen/dot/[call]/hoi-dong': inCall,
  'POST /xet-khen/dot/[call]/hoi-dong?/plan': at(standing, { body: () => ({ stepId: 'council' }) }),
  [`GET ${room}`]: inCall,
  [`GET ${room}/bien-ban.[format]`]: inCall,
  [`POST ${room}/phieu-rut/[ballotId]`]: standing,
  [`POST ${room}?/change`]: standing,
  [`POST ${room}?/invite`]: standing,
  [`POST ${room}?/start`]: standing,
  [`POST ${room}?/ballot`]: standing,
  [`POST ${room}?/minutes`]: standing,
  [`POST ${room}?/written`]: ofBallot,
  [`POST ${room}?/void`]: ofBallot,
  [`POST ${room}?/close`]: ofBallot,
  // members and files that are not there: who may act here learns no more than others
  [`POST ${room}?/slip`]: ofBallot,
  [`POST ${room}?/attend`]: at(inner('', 'leader auditor admin'), { says: 'nobody of that council' }),
  [`POST ${room}?/remove`]: at(inner(''), { says: 'no such file' }),
  [`POST ${room}?/conclude`]: standing,
  [`POST ${room}?/cancel`]: standing,

  'GET /hoi-dong': signedIn,
  'GET /hoi-dong/[meetingId]': member,
  'POST /hoi-dong/[meetingId]?/reply': member,
  'GET /hoi-dong/[meetingId]/ho-so/[dossierId]': member,
  'GET /hoi-dong/[meetingId]/phieu/[ballotId]': member,
  'POST /hoi-dong/[meetingId]/phieu/[ballotId]?/vote': member,
  // one paper for an entitled member; what comes into the box is asked for its signature alone
  'POST /api/hoi-dong/phat-phieu/[ballotId]': at(member, { body: () => ({ blinded: 'AAAA' }) }),
  'POST /api/bo-phieu/[ballotId]': everyone,
  'GET /bo-phieu': everyone,
  'POST /bo-phieu?/open': everyone,
  'POST /bo-phieu?/cast': everyone,
};
