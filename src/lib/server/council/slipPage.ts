import { callById, dossiersOf } from '../award/queries.ts';
import type { App } from '../platform/ctx.ts';
import { itemsOf } from './ballotRows.ts';
import { slipBallot } from './cast.ts';
import { meetingById } from './open.ts';

/** What whoever holds a slip sees: the ballot and its dossiers by name. @throws RuleError 'ballot.slip' */
export async function slipPage(app: Pick<App, 'db'>, typed: string) {
  const { ballot, code } = await slipBallot(app, typed);
  const meeting = (await meetingById(app.db, ballot.meetingId))!;
  const [call, ids] = await Promise.all([callById(app.db, meeting.callId), itemsOf(app.db, ballot.id)]);
  const dossiers = await dossiersOf(app.db, { ids });
  return {
    code,
    ballotId: ballot.id,
    no: ballot.no,
    title: ballot.title,
    councilName: meeting.councilName,
    meeting: meeting.title,
    items: ids.flatMap((id) => {
      const one = dossiers.find((dossier) => dossier.id === id);
      return one
        ? [
            {
              id,
              code: one.code,
              name: one.subjectName,
              unitName: one.unitName,
              formName: call?.doc.forms.find((form) => form.formId === one.formId)?.name ?? one.formId,
            },
          ]
        : [];
    }),
  };
}
