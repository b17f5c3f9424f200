/** Mails of nominations: who has something to do, and who gets to know. */
import { nextStep } from '#lib/domain/award/path.ts';
import { formatDate, formatDateTime } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { arrivedLetter, awardMessage, dossierLines, tell } from './mails.ts';
import type { Nomination } from './nomination.ts';
import { awardPeople } from './people.ts';
import { type DossierRow, dossiersOf } from './queries.ts';

const nominating = ['unit-coordinator', 'award-officer'] as const;

/** Those at the first step have new work; the unit's people get to know what was received and when. */
export async function tellReceived(tx: Tx, ctx: Ctx, at: Nomination, handedIn: readonly DossierRow[]): Promise<void> {
  const { call, unit, scope } = at;
  const step = nextStep(call.doc, null)!;
  const office = [...scope.units.values()].find((one) => one.code === step.unit);
  const people = await awardPeople(tx.db, [unit.id, ...(office ? [office.id] : [])], ctx.now);
  const dossiers = await dossiersOf(tx.db, { ids: handedIn.map((one) => one.id) });
  const dueOn = dossiers[0]?.dueOn ?? null;
  await tell(
    tx,
    ctx,
    call,
    people.of(office?.id ?? null, ['award-officer']),
    arrivedLetter(ctx, call, { step, dueOn, dossiers }),
  );
  const received = {
    kind: 'award.received',
    subject: `${call.doc.name}: đã nhận ${dossiers.length} hồ sơ của ${unit.name}`,
    paragraphs: [
      `Hệ thống đã nhận lúc ${formatDateTime(ctx.now)} hồ sơ đề nghị khen thưởng của ${unit.name}:`,
      dossierLines(dossiers),
      `Bước tiếp theo: ${step.name}.`,
      `Theo dõi và tải giấy biên nhận tại:\n${linkTo(ctx.app, `/xet-khen/don-vi/${unit.id}/${call.slug}`)}`,
    ],
  };
  // whoever handed in gets this one as well: it is the receipt
  for (const person of people.of(unit.id, nominating)) await tx.send(awardMessage(person, call, received));
}

/** The subject is asked to read the own data. */
export async function sendConfirmMail(
  tx: Tx,
  ctx: Ctx,
  at: Nomination & { dossier: DossierRow },
  to: { email: string; secret: string; until: Date },
): Promise<void> {
  const { call, unit, dossier } = at;
  await tx.send({
    kind: 'award.confirm',
    to: to.email,
    toName: dossier.subjectName,
    personId: null,
    programmeId: call.programmeId,
    subject: `${unit.name} đề nghị khen thưởng: mời đọc và xác nhận thông tin`,
    body: letterText(dossier.subjectName, [
      `${unit.name} đang lập hồ sơ đề nghị khen thưởng ${dossier.subjectName} trong đợt “${call.doc.name}”.`,
      'Đề nghị Ông/Bà đọc thông tin và báo cáo thành tích, rồi xác nhận hoặc nêu ý kiến tại liên kết sau. Liên kết dành riêng cho Ông/Bà, xin không chuyển cho người khác:',
      linkTo(ctx.app, `/xac-nhan-ho-so/${to.secret}`),
      `Liên kết dùng được đến hết ngày ${formatDate(to.until)}.`,
    ]),
  });
}

/** The unit hears that the subject confirmed, or what the subject objects to. */
export async function tellAnswered(
  tx: Tx,
  ctx: Ctx,
  { call, unit, dossier }: Pick<Nomination, 'call' | 'unit'> & { dossier: DossierRow },
  objection: string | null,
): Promise<void> {
  const people = await awardPeople(tx.db, [unit.id], ctx.now);
  const said = objection ? 'có ý kiến về hồ sơ' : 'đã xác nhận hồ sơ';
  await tell(tx, ctx, call, people.of(unit.id, nominating), {
    kind: 'award.confirmed',
    subject: `${dossier.code}: ${dossier.subjectName} ${said}`,
    paragraphs: [
      `${dossier.subjectName} ${said} ${dossier.code} (${call.doc.name}).`,
      ...(objection ? [`Ý kiến: ${objection}`] : []),
      linkTo(ctx.app, `/xet-khen/don-vi/${unit.id}/${call.slug}/${dossier.id}`),
    ],
  });
}
