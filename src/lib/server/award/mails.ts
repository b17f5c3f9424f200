/** Mails of the path of dossiers: one a person and act, however many dossiers it moves. */

import type { PathStep } from '#lib/domain/award/types.ts';
import { truncate } from '#lib/domain/kernel/text.ts';
import { formatDate, formatDateWeekday, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';
import { awardPeople, type Recipient } from './people.ts';
import type { AwardScope, StoredCall } from './scope.ts';

export interface Letter {
  kind: string;
  subject: string;
  paragraphs: string[];
}

type Told = { code: string; subjectName: string };

const mostLines = 30;

/** "- KT27-00012, Lò Thị Mai" */
export const dossierLines = (dossiers: readonly Told[]): string => {
  const lines = dossiers.slice(0, mostLines).map((one) => `- ${one.code}, ${one.subjectName}`);
  if (dossiers.length > mostLines) lines.push(`… và ${dossiers.length - mostLines} hồ sơ nữa`);
  return lines.join('\n');
};

export const awardMessage = (
  to: Recipient,
  call: Pick<StoredCall, 'programmeId'> | null,
  letter: Letter,
): NewMessage => ({
  kind: letter.kind,
  to: to.email,
  toName: to.fullName,
  personId: to.personId,
  programmeId: call?.programmeId ?? null,
  subject: truncate(letter.subject, 200),
  body: letterText(to.fullName, letter.paragraphs),
});

/** Writes to each person once; whoever acts is not written to. */
export async function tell(
  tx: Tx,
  ctx: Ctx,
  call: Pick<StoredCall, 'programmeId'> | null,
  people: readonly Recipient[],
  letter: Letter,
): Promise<void> {
  for (const person of new Map(people.map((one) => [one.personId, one])).values())
    if (person.personId !== ctx.actor.id) await tx.send(awardMessage(person, call, letter));
}

/** Tells who decides at a step, or the officers who prepare what is decided there: those of its unit and of the call's standing unit. */
export async function tellHolders(
  tx: Tx,
  ctx: Ctx,
  at: { call: StoredCall; scope: AwardScope; step: PathStep },
  to: 'leader' | 'officer',
  letter: Letter,
): Promise<void> {
  const { call, scope, step } = at;
  const codes = to === 'leader' ? [step.unit] : [step.unit, call.doc.standingUnit];
  const units = [...scope.units.values()].filter((unit) => codes.includes(unit.code)).map((unit) => unit.id);
  const people = await awardPeople(tx.db, units, ctx.now);
  const holders = units.flatMap((unitId) => people.of(unitId, [to === 'leader' ? 'leader' : 'award-officer']));
  await tell(tx, ctx, call, holders, letter);
}

const inCall = (call: StoredCall): string => `Đợt xét khen: ${call.doc.name}.`;

/** Dossiers have come to a step; those who act there hear until when. */
export const arrivedLetter = (
  ctx: Ctx,
  call: StoredCall,
  args: { step: { id: string; name: string }; dueOn: string | null; dossiers: readonly Told[]; reason?: string | null },
): Letter => ({
  kind: 'award.arrived',
  subject: `${call.doc.name}: ${args.dossiers.length} hồ sơ đến bước “${args.step.name}”`,
  paragraphs: [
    `${inCall(call)} ${args.dossiers.length} hồ sơ vừa đến bước “${args.step.name}”:`,
    dossierLines(args.dossiers),
    ...(args.reason ? [`Kèm theo: ${args.reason}`] : []),
    ...(args.dueOn ? [`Hạn xử lý: hết ${formatDateWeekday(args.dueOn)}.`] : []),
    linkTo(ctx.app, `/xet-khen/dot/${call.slug}/ho-so?buoc=${args.step.id}`),
  ],
});

/** The unit hears what became of its dossiers. */
export const unitLetter = (
  ctx: Ctx,
  call: StoredCall,
  args: {
    unitId: string;
    what: 'returned' | 'declined' | 'withdrawn';
    dossiers: readonly Told[];
    reason: string;
    by: string;
  },
): Letter => {
  const says = {
    returned: 'trả lại để đơn vị bổ sung, hoàn thiện',
    declined: 'kết luận không đủ điều kiện',
    withdrawn: 'rút khỏi đợt xét',
  }[args.what];
  return {
    kind: `award.${args.what}`,
    subject: `${call.doc.name}: ${args.dossiers.length} hồ sơ được ${says}`,
    paragraphs: [
      `${inCall(call)} Hồ sơ sau của đơn vị được ${says} (${args.by}):`,
      dossierLines(args.dossiers),
      `Lý do: ${args.reason}`,
      linkTo(ctx.app, `/xet-khen/don-vi/${args.unitId}/${call.slug}`),
    ],
  };
};

/** One thing that waits, in a reminder. */
export interface RemindedWork {
  dueOn: string;
  slug: string;
  callName: string;
  stepName: string;
  label: string;
  /** the reader leads the office whose work it is */
  forLeader: boolean;
}

/** The one mail that a person gets on a day about what waits in commendation. */
export function reminderLetter(ctx: Ctx, to: Recipient, about: readonly RemindedWork[]): NewMessage {
  const today = isoDateLocal(ctx.now);
  const section = (title: string, its: readonly RemindedWork[]): string[] => {
    if (its.length === 0) return [];
    const lines = its
      .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn))
      .slice(0, mostLines)
      .map((one) => `- ${one.label}: ${one.stepName}, hạn ${formatDate(one.dueOn)} (${one.callName})`);
    if (its.length > mostLines) lines.push(`… và ${its.length - mostLines} việc nữa`);
    return [title, lines.join('\n')];
  };
  const own = about.filter((one) => !one.forLeader);
  return awardMessage(to, null, {
    kind: 'award.reminder',
    subject: `Nhắc ${about.length} việc xét khen thưởng`,
    paragraphs: [
      ...section(
        'Đã quá hạn:',
        own.filter((one) => one.dueOn < today),
      ),
      ...section(
        'Sắp đến hạn:',
        own.filter((one) => one.dueOn >= today),
      ),
      ...section(
        'Cơ quan Ông/Bà phụ trách còn việc quá hạn, đề nghị Ông/Bà chỉ đạo:',
        about.filter((one) => one.forLeader),
      ),
      linkTo(ctx.app, '/xet-khen'),
    ],
  });
}
