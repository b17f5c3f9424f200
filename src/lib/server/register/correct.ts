/** Small changes to a line of the register: a typo, or whether the public may read it. Awards themselves change by decisions only. */
import { sql } from 'kysely';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { mayKeepRegister } from '../award/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { recordText } from './enter.ts';
import { type FullRecord, openRecord } from './record.ts';

interface Correction {
  recordId: string;
  /** of the line as the person saw it */
  stamp: string;
  subjectName: string;
  unitName: string;
  citation: string;
  decisionNumber: string;
  /** as typed */
  decisionDate: string;
  reason: string;
}

/** the register begins with the state */
const firstDay = '1945-01-01';

const requireReason = (typed: string, issues: Issue[]): string => {
  const reason = cleanMultiline(typed).slice(0, 1000);
  if (charCount(reason) < 10) issues.push({ field: 'reason', message: 'Hãy ghi lý do, ít nhất 10 ký tự.' });
  return reason;
};

const moved = () =>
  new RuleError({
    code: 'register.moved',
    status: 409,
    message: 'Dòng này vừa có người sửa. Hãy tải lại trang, xem bản mới rồi sửa lại nếu còn cần.',
  });

/** Another year is another golden book: the number has to be free there. @throws RuleError 'register.golden' (409) */
async function requireFreePlace(tx: Tx, record: FullRecord, year: number): Promise<void> {
  const taken = await tx.db
    .selectFrom('award_record')
    .select('id')
    .where('authority_unit_id', '=', record.authorityUnitId)
    .where('form_id', '=', record.formId)
    .where('year', '=', year)
    .where('golden_no', '=', record.goldenNo)
    .executeTakeFirst();
  if (taken)
    throw new RuleError({
      code: 'register.golden',
      status: 409,
      field: 'decisionDate',
      message: `Số sổ vàng ${record.goldenNo} năm ${year} của hình thức này đã có ở dòng khác. Hãy kiểm tra lại năm của quyết định.`,
    });
}

/**
 * Corrects a typo, with a reason. Form, subject and issuer stay: where they are wrong the award has to be revoked.
 * @throws RuleError 409 when somebody has changed the line meanwhile, or when the correction makes it a twin of another one
 */
export async function correctRecord(ctx: Ctx, args: Correction): Promise<void> {
  const { record, scope } = await openRecord(ctx, args.recordId);
  requireAllowed(mayKeepRegister(scope, record.authorityUnitId));
  if (record.formIs === 'prize')
    throw new RuleError({ code: 'register.prize', message: 'Dòng này theo quyết định của cuộc thi, không sửa ở đây.' });
  const issues: Issue[] = [];
  const subjectName = clean(args.subjectName);
  const unitName = clean(args.unitName).slice(0, 300);
  const citation = clean(args.citation).slice(0, 1000);
  const decisionNumber = clean(args.decisionNumber).slice(0, 60) || null;
  const typed = clean(args.decisionDate);
  const decisionDate = typed === '' ? null : parseViDateIso(typed);
  if (subjectName === '' || charCount(subjectName) > 300)
    issues.push({ field: 'subjectName', message: 'Hãy ghi tên người hoặc tập thể được khen, tối đa 300 ký tự.' });
  if (typed !== '' && decisionDate === null)
    issues.push({
      field: 'decisionDate',
      message: `“${typed}” không phải là một ngày có thật. Ví dụ đúng: 05/03/2027.`,
    });
  if (decisionDate && decisionDate < firstDay)
    issues.push({ field: 'decisionDate', message: `Sổ ghi các quyết định từ năm ${firstDay.slice(0, 4)}.` });
  if (decisionDate && decisionDate > isoDateLocal(ctx.now))
    issues.push({ field: 'decisionDate', message: 'Ngày quyết định ở tương lai.' });
  if (
    record.source === 'decision' &&
    (decisionNumber !== record.decisionNumber || decisionDate !== record.decisionDate)
  )
    issues.push({
      field: 'decisionNumber',
      message: 'Số, ngày của quyết định ban hành trong hệ thống không sửa được ở sổ.',
    });
  const reason = requireReason(args.reason, issues);
  const before = {
    subjectName: record.subjectName,
    unitName: record.unitName,
    citation: record.citation,
    decisionNumber: record.decisionNumber,
    decisionDate: record.decisionDate,
  };
  const next = { subjectName, unitName, citation, decisionNumber, decisionDate };
  const changed = (Object.keys(next) as (keyof typeof next)[]).filter((key) => next[key] !== before[key]);
  if (issues.length === 0 && changed.length === 0)
    issues.push({ field: 'subjectName', message: 'Chưa có gì thay đổi.' });
  if (issues.length > 0) throw new RuleError({ code: 'register.correct', message: 'Chưa sửa được.', issues });
  await act(
    ctx,
    {
      act: 'register.correct',
      subject: { kind: 'award-record', id: record.id },
      summary: `Sửa lỗi ghi trong sổ khen thưởng: ${subjectName}`,
    },
    async (tx) => {
      if (decisionNumber && decisionDate) {
        const twin = await tx.db
          .selectFrom('award_record')
          .select('id')
          .where('subject_id', '=', record.subjectId)
          .where('form_id', '=', record.formId)
          .where('decision_number', '=', decisionNumber)
          .where('decision_date', '=', decisionDate)
          .where('id', '<>', record.id)
          .executeTakeFirst();
        if (twin)
          throw new RuleError({
            code: 'register.twin',
            status: 409,
            field: 'decisionNumber',
            message: 'Trong sổ đã có dòng khác cùng đối tượng, hình thức và quyết định này.',
          });
      }
      const year = decisionDate ? Number(decisionDate.slice(0, 4)) : record.year;
      if (record.goldenNo !== null && year !== record.year) await requireFreePlace(tx, record, year);
      const { numUpdatedRows } = await tx.db
        .updateTable('award_record')
        .set({
          subject_name: subjectName,
          unit_name: unitName,
          citation,
          decision_number: decisionNumber,
          decision_date: decisionDate,
          folded: recordText({ subjectName, unitName, decisionNumber }),
          year,
        })
        .where('id', '=', record.id)
        .where(sql<boolean>`xmin::text = ${args.stamp}`)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw moved();
      // whoever checks the paper by its code reads the line as it is now
      tx.publish();
      tx.note({ changes: { reason, ...Object.fromEntries(changed.map((key) => [key, [before[key], next[key]]])) } });
    },
  );
}

/** Shows a line to the public, or keeps it from it: a person objected, a guardian agreed. */
export async function setRecordPublic(
  ctx: Ctx,
  args: { recordId: string; public: boolean; reason: string },
): Promise<void> {
  const { record, scope } = await openRecord(ctx, args.recordId);
  requireAllowed(mayKeepRegister(scope, record.authorityUnitId));
  const issues: Issue[] = [];
  const reason = requireReason(args.reason, issues);
  if (issues.length > 0) throw new RuleError({ code: 'register.public', message: 'Chưa đổi được.', issues });
  await act(
    ctx,
    {
      act: 'register.public',
      subject: { kind: 'award-record', id: record.id },
      summary: `${args.public ? 'Công khai' : 'Ẩn khỏi công chúng'} một dòng của sổ khen thưởng`,
    },
    async (tx) => {
      await tx.db.updateTable('award_record').set({ public: args.public }).where('id', '=', record.id).execute();
      tx.publish();
      tx.note({ changes: { public: args.public, reason } });
    },
  );
}
