import type { Cast } from '../../support/cast.ts';
import type { Rule } from '../rules.ts';
import { callRows } from './calls.ts';
import { catalogueRows } from './catalogue.ts';
import { checkRows } from './checks.ts';
import { councilRows } from './council.ts';
import { decisionRows } from './decision.ts';
import { forwardingRows } from './forwarding.ts';
import { frameRows } from './frame.ts';
import { nominationRows } from './nomination.ts';
import { registerRows } from './register.ts';
import { workflowRows } from './workflow.ts';

/** What stands in the brackets of the routes of commendation, when a rule says nothing else. */
export const awardUsual = (cast: Cast, route: string): Record<string, string> => {
  if (route.startsWith('/quan-tri/danh-muc')) return { catalogue: 'luat-2022-nd-152', part: 'bang-khen-tinh' };
  if (!/^\/(xet-khen|khen-thuong|hoi-dong|api\/hoi-dong|api\/bo-phieu)/.test(route)) return {};
  const { award } = cast;
  return {
    call: route.includes('/trinh-tren') ? award.forwarding.call : award.call.slug,
    forwardingId: award.forwarding.id,
    dossierId: route.startsWith('/hoi-dong') ? award.meeting.tabled : award.dossiers.appraised,
    councilId: award.council,
    meetingId: award.meeting.id,
    ballotId: route.startsWith('/api') ? award.meeting.secret : award.meeting.ballot,
    format: 'pdf',
    decisionId: award.decision.id,
    recordId: award.register.record,
    subjectId: award.register.subject,
    barrierId: award.barrier,
    opinionId: award.opinion,
    publicityId: award.publicity,
  };
};

/** One file a part of commendation, one line here. */
export const awardRows: Record<string, Rule | Rule[]> = {
  ...frameRows,
  ...councilRows,
  ...callRows,
  ...catalogueRows,
  ...checkRows,
  ...nominationRows,
  ...registerRows,
  ...workflowRows,
  ...decisionRows,
  ...forwardingRows,
};
