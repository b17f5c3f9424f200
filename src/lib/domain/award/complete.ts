/** What a dossier and a submission still lack before they can be handed in (Điều 84 Luật Thi đua, khen thưởng 2022; Q25-6, Q25-12). */
import type { AwardForm, DossierPart, SubjectKind } from '../catalogue/types.ts';
import type { Issue } from '../kernel/errors.ts';
import { charCount } from '../kernel/text.ts';
import { formatDate } from '../kernel/time.ts';
import type { MovementCriterion } from '../movement/types.ts';
import { subjectKindNames } from './path.ts';
import type { AchievementReport } from './types.ts';

/** characters; the citation has to fit on a certificate */
export const reportLimits = { background: 6000, achievements: 30_000, citation: 400, criterion: 3000, claim: 300 };

/** Pages of a dossier, as its address names them. */
export type DossierPage = 'doi-tuong' | 'bao-cao' | 'tieu-chi' | 'minh-chung' | 'xac-nhan';

/** Something that is missing, and on which page it is put right. */
export interface Lack extends Issue {
  page: DossierPage | 'to-trinh' | 'bien-ban';
}

interface DossierFacts {
  subjectKind: SubjectKind;
  report: AchievementReport;
  periodFrom: string;
  periodTo: string;
  votesYes: number | null;
  votesNo: number | null;
}

/** What a call asks of a dossier, gathered from the catalogue, the call and the movement's document. */
export interface Asked {
  form: AwardForm | null;
  /** of the subject's class */
  criteria: MovementCriterion[];
  period: { from: string; to: string };
}

/** By role: how many files are there and checked. */
type Files = ReadonlyMap<string, number>;

const parts = (form: AwardForm | null, of: DossierPart['of']): DossierPart[] =>
  (form?.dossier ?? []).filter((part) => part.of === of && part.required);

function reportLacks({ report, periodFrom, periodTo }: DossierFacts, period: Asked['period']): Lack[] {
  const lacks: Lack[] = [];
  const need = (field: 'background' | 'achievements' | 'citation', message: string) => {
    if (report[field].trim() === '') lacks.push({ page: 'bao-cao', field, message });
    else if (charCount(report[field]) > reportLimits[field])
      lacks.push({ page: 'bao-cao', field, message: `Dài quá ${reportLimits[field]} ký tự.` });
  };
  need('background', 'Chưa viết phần I: sơ lược.');
  need('achievements', 'Chưa viết phần II: thành tích.');
  need('citation', 'Chưa viết câu thành tích ngắn để ghi vào quyết định và bằng.');
  if (periodFrom < period.from || periodTo > period.to)
    lacks.push({
      page: 'bao-cao',
      field: 'periodFrom',
      message: `Thời gian tính thành tích phải nằm trong khoảng ${formatDate(period.from)} đến ${formatDate(period.to)}.`,
    });
  return lacks;
}

/** What a single dossier lacks; empty: complete. */
export function dossierLacks(dossier: DossierFacts, asked: Asked, files: Files): Lack[] {
  const { form } = asked;
  const lacks: Lack[] = [];
  if (!form)
    lacks.push({ page: 'doi-tuong', field: 'formId', message: 'Pháp luật đang áp dụng không có hình thức này.' });
  else if (!form.subjects.includes(dossier.subjectKind))
    lacks.push({
      page: 'doi-tuong',
      field: 'formId',
      message: `${form.shortName} không dành cho ${subjectKindNames[dossier.subjectKind].toLocaleLowerCase('vi')}.`,
      clause: form.clause,
    });
  lacks.push(...reportLacks(dossier, asked.period));
  for (const criterion of asked.criteria) {
    const answer = dossier.report.criteria[criterion.id];
    if (!answer?.self || (answer.self !== 'not' && answer.text.trim() === ''))
      lacks.push({
        page: 'tieu-chi',
        field: `criterion-${criterion.id}`,
        message: `Chưa trả lời tiêu chí: ${criterion.text}`,
        clause: criterion.clause,
      });
  }
  for (const part of parts(form, 'dossier')) {
    if (part.is === 'report') continue;
    const attached = (files.get(part.id) ?? 0) > 0;
    if (part.is === 'initiative' ? attached || dossier.report.initiatives.length > 0 : attached) continue;
    lacks.push({ page: 'minh-chung', field: `file-${part.id}`, message: `Thiếu: ${part.name}.`, clause: part.clause });
  }
  return lacks;
}

interface SubmissionFacts {
  letterNumber: string | null;
  letterDate: string | null;
  signer: string | null;
  meetingOn: string | null;
  membersTotal: number | null;
  membersPresent: number | null;
}

/** What the submission as a whole lacks: letter, minutes, votes. `forms`: of the dossiers that are to be handed in. */
export function submissionLacks(
  submission: SubmissionFacts,
  forms: readonly AwardForm[],
  dossiers: readonly { code: string; subjectName: string; votesYes: number | null; votesNo: number | null }[],
  files: Files,
): Lack[] {
  const wanted = new Map(forms.flatMap((form) => parts(form, 'submission')).map((part) => [part.id, part]));
  const lacks: Lack[] = [];
  for (const part of wanted.values()) {
    const { clause } = part;
    const page = part.is === 'minutes' ? 'bien-ban' : 'to-trinh';
    const lack = (field: string, message: string) => lacks.push({ page, field, message, clause });
    if (part.is === 'letter') {
      if (!submission.letterNumber) lack('letterNumber', 'Chưa ghi số tờ trình.');
      if (!submission.letterDate) lack('letterDate', 'Chưa ghi ngày tờ trình.');
      if (!submission.signer) lack('signer', 'Chưa ghi người ký tờ trình.');
    }
    if (part.is === 'minutes') {
      if (!submission.meetingOn) lack('meetingOn', 'Chưa ghi ngày họp Hội đồng.');
      if (submission.membersTotal === null) lack('membersTotal', 'Chưa ghi tổng số thành viên Hội đồng.');
      if (submission.membersPresent === null) lack('membersPresent', 'Chưa ghi số thành viên dự họp.');
      for (const one of dossiers)
        if (one.votesYes === null)
          lack(`yes-${one.code}`, `Chưa ghi số phiếu đồng ý cho ${one.subjectName} (${one.code}).`);
    }
    const role = part.is === 'letter' || part.is === 'minutes' ? part.is : part.id;
    if ((files.get(role) ?? 0) === 0) lack(`file-${role}`, `Chưa tải bản đã ký: ${part.name}.`);
  }
  return lacks;
}
