import { fold } from '../kernel/text.ts';
import type { ClauseId } from '../programme/types.ts';
import type { MovementProgramme } from './types.ts';

/** One of the things that a movement has to have, by Điều 17 Luật Thi đua, khen thưởng (06/2022/QH15). */
export interface MandatoryContent {
  id: string;
  name: string;
  /** "khoản 1 Điều 17" */
  law: string;
  found: 'yes' | 'no' | 'partly';
  /** clauses of the plan in which it stands */
  where: ClauseId[];
  /** what is missing, as a sentence; null when nothing is */
  missing: string | null;
}

type Verdict = Pick<MandatoryContent, 'found' | 'where' | 'missing'>;

const yes = (where: ClauseId[]): Verdict => ({ found: 'yes', where: [...new Set(where)], missing: null });
const partly = (where: ClauseId[], missing: string): Verdict => ({
  found: 'partly',
  where: [...new Set(where)],
  missing,
});
const no = (missing: string): Verdict => ({ found: 'no', where: [], missing });

/** `yes` where something stands in the list, else `no` with what is missing. */
const present = (list: { clause: ClauseId }[], missing: string): Verdict =>
  list.length > 0 ? yes(list.map((one) => one.clause)) : no(missing);

/** The movement beside the list of what the law asks of every movement; made for showing, it blocks nothing. */
export function completeness(doc: MovementProgramme): MandatoryContent[] {
  const item = (id: string, name: string, paragraph: number, verdict: Verdict): MandatoryContent => ({
    id,
    name,
    law: `khoản ${paragraph} Điều 17`,
    ...verdict,
  });
  return [
    item('aims', 'Mục tiêu', 1, present(doc.aims, 'Chưa ghi mục tiêu của phong trào.')),
    item('scope', 'Phạm vi', 1, doc.scope ? yes([doc.scope.clause]) : no('Chưa ghi phạm vi của phong trào.')),
    item('subjects', 'Đối tượng', 1, present(doc.classes, 'Chưa ghi đối tượng thi đua.')),
    item('contents', 'Nội dung', 1, present(doc.contents, 'Chưa ghi nội dung thi đua.')),
    item('criteria', 'Tiêu chí', 1, criteria(doc)),
    item('time', 'Thời gian', 1, time(doc)),
    item('plan', 'Kế hoạch', 1, plan(doc)),
    item('measures', 'Biện pháp', 1, present(doc.measures, 'Chưa ghi biện pháp tổ chức phong trào.')),
    item('launch', 'Phát động, triển khai, thực hiện', 2, launch(doc)),
    item('inspection', 'Kiểm tra, giám sát', 3, inspection(doc)),
    item('examples', 'Tuyên truyền, phát hiện, bồi dưỡng và nhân rộng điển hình tiên tiến', 4, examples(doc)),
    item('reviews', 'Sơ kết, tổng kết', 5, reviews(doc)),
    item('commendations', 'Khen thưởng', 5, present(doc.commendations, 'Chưa ghi hình thức khen thưởng.')),
  ];
}

function criteria(doc: MovementProgramme): Verdict {
  if (doc.criteria.length === 0) return no('Văn bản không có tiêu chí thi đua.');
  const without = doc.classes.filter((one) => !doc.criteria.some((each) => each.classIds.includes(one.id)));
  const where = doc.criteria.map((one) => one.clause);
  return without.length === 0
    ? yes(where)
    : partly(where, `Chưa có tiêu chí cho: ${without.map((one) => one.name).join('; ')}.`);
}

function time(doc: MovementProgramme): Verdict {
  if (doc.phases.length === 0) return no('Chưa ghi thời gian, giai đoạn thực hiện.');
  const where = doc.phases.map((one) => one.clause);
  const overlap = doc.phases.find((one, index) => index > 0 && one.from <= doc.phases[index - 1]!.to);
  return overlap ? partly(where, `"${overlap.name}" chồng lên giai đoạn trước.`) : yes(where);
}

function plan(doc: MovementProgramme): Verdict {
  const paper = doc.documents.find((one) => one.kind === 'plan');
  if (!paper) return no('Chưa có kế hoạch trong danh sách văn bản.');
  const where = doc.tasks.map((one) => one.clause);
  if (paper.number === null) return partly(where, 'Kế hoạch chưa có số, ngày ban hành.');
  return yes(where);
}

function launch(doc: MovementProgramme): Verdict {
  if (!doc.organiserUnit.trim()) return no('Chưa ghi ai phát động phong trào (Điều 18).');
  const where = [...doc.tasks, ...doc.obligations].map((one) => one.clause);
  return where.length > 0 ? yes(where) : partly([], 'Chưa giao nhiệm vụ cho cơ quan, đơn vị nào.');
}

type Sentence = { clause: ClauseId; text: string };

/** Clauses of the sentences that speak of something. */
const speakingOf = (sentences: Sentence[], words: RegExp): ClauseId[] =>
  sentences.filter((one) => words.test(fold(one.text))).map((one) => one.clause);

function inspection(doc: MovementProgramme): Verdict {
  if (doc.inspection) {
    const where = [doc.inspection.clause, ...doc.inspection.checklist.map((one) => one.clause)];
    return doc.inspection.checklist.length > 0 ? yes(where) : partly(where, 'Chưa ghi kiểm tra những gì.');
  }
  const where = speakingOf([...doc.measures, ...doc.tasks], /giam sat|kiem tra|theo doi/);
  return where.length > 0
    ? partly(where, 'Chỉ giao theo dõi; chưa có kiểm tra, giám sát với nội dung riêng.')
    : no('Chưa ghi việc kiểm tra, giám sát.');
}

function examples(doc: MovementProgramme): Verdict {
  const sentences = [...doc.aims, ...doc.measures, ...doc.contents, ...doc.tasks];
  const told = speakingOf(sentences, /tuyen truyen/);
  const spread = speakingOf(sentences, /dien hinh|nhan rong|cach lam hay/);
  if (told.length > 0 && spread.length > 0) return yes([...told, ...spread]);
  if (told.length > 0) return partly(told, 'Chưa ghi việc phát hiện, nhân rộng điển hình tiên tiến.');
  if (spread.length > 0) return partly(spread, 'Chưa ghi việc tuyên truyền.');
  return no('Chưa ghi việc tuyên truyền và nhân rộng điển hình tiên tiến.');
}

function reviews(doc: MovementProgramme): Verdict {
  const midTerm = doc.occasions.filter((one) => one.kind === 'mid-term');
  const final = doc.occasions.filter((one) => one.kind === 'final');
  const where = [...midTerm, ...final].map((one) => one.clause);
  if (final.length === 0 && midTerm.length === 0) return no('Chưa ghi sơ kết, tổng kết.');
  if (final.length === 0) return partly(where, 'Chưa ghi tổng kết.');
  return midTerm.length > 0 ? yes(where) : partly(where, 'Chưa ghi sơ kết.');
}
