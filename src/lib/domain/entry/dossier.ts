/** What has to be handed in and what is there: the task list of an entry (K26-4b, K26-4d). */
import type { Issue } from '../kernel/errors.ts';
import { capitalise, charCount, clean, joinVi } from '../kernel/text.ts';
import { clauseLabel } from '../programme/cite.ts';
import type { DossierStage, FileRequirement, Programme } from '../programme/types.ts';
import { type Author, checkAuthors, confirmations } from './authors.ts';
import type { ExclusionFinding } from './exclusion.ts';
import { checkForm, type FormValues } from './fields.ts';
import type { QuotaFinding } from './quota.ts';

export interface Basics {
  title: string;
  pillar: string | null;
  topics: readonly string[];
  unitId: string | null;
}

interface FileFact {
  requirementId: string;
  name: string;
  state: 'uploading' | 'quarantine' | 'ready' | 'rejected';
  /** why it was rejected, for people */
  message?: string | null;
}

export interface DossierFacts extends Basics {
  /** values of the form of this stage */
  values: FormValues;
  authors: readonly Author[];
  /** from `excludedAuthors` */
  exclusions: readonly ExclusionFinding[];
  /** from `quotaFindings`: limits that this entry would break (K24-5) */
  quotas: readonly QuotaFinding[];
  files: readonly FileFact[];
  declarations: readonly { declarationId: string; version: number }[];
}

type TaskState = 'done' | 'missing' | 'problem' | 'waiting';

export interface Task {
  /** 'basics', 'authors', 'confirmations', 'form', 'file:video', 'declarations': also the key of the page to go to */
  id: string;
  label: string;
  state: TaskState;
  /** one line beside the label */
  detail: string;
  /** the dossier cannot be handed in so */
  blocking: boolean;
  issues: Issue[];
  clause: string;
}

type Rules = Pick<Programme, 'clauses' | 'pillars' | 'topics' | 'eligibility' | 'screening' | 'dossier'>;

/** The stage of the dossier. Throws RangeError when the programme has none of this id: a defect. */
export function dossierStage(programme: Pick<Programme, 'dossier'>, id: DossierStage['id']): DossierStage {
  const stage = programme.dossier.find((one) => one.id === id);
  if (!stage) throw new RangeError(`no dossier stage ${id}`);
  return stage;
}

export const titleMaxLength = 300;

/** Title, pillar, topics and unit of an entry (K26-1). */
export function checkBasics(programme: Rules, basics: Basics): (Issue & { kind: 'missing' | 'invalid' })[] {
  const found: (Issue & { kind: 'missing' | 'invalid' })[] = [];
  const add = (kind: 'missing' | 'invalid', field: string, message: string, clauseId?: string) =>
    found.push({ kind, field, message, ...(clauseId ? { clause: clauseLabel(programme, clauseId) } : {}) });
  const title = clean(basics.title);
  const length = charCount(title);
  if (length === 0) add('missing', 'title', 'Hãy nhập tên sản phẩm dự thi.');
  else if (length > titleMaxLength)
    add('invalid', 'title', `Tên sản phẩm dài tối đa ${titleMaxLength} ký tự; hiện có ${length} ký tự.`);

  const { pillars, topics, screening } = programme;
  const isPillar = (id: string) => pillars.items.some((pillar) => pillar.id === id);
  if (pillars.items.length > 0) {
    if (!basics.pillar) add('missing', 'pillar', 'Hãy chọn trụ cột của sản phẩm.', pillars.clause);
    else if (!isPillar(basics.pillar))
      add('invalid', 'pillar', 'Trụ cột này không có trong Cuộc thi. Hãy chọn lại.', pillars.clause);
  }
  if (topics.items.length > 0) {
    if (basics.topics.length === 0)
      add('missing', 'topics', 'Hãy chọn ít nhất một nội dung định hướng.', topics.clause);
    else if (basics.topics.some((id) => !topics.items.some((topic) => topic.id === id)))
      add('invalid', 'topics', 'Có nội dung không thuộc danh sách của Cuộc thi. Hãy chọn lại.', topics.clause);
  }
  if (screening.enabled && !screening.directAllowed && !basics.unitId)
    add('missing', 'unitId', 'Hãy chọn đơn vị hoặc xã, phường mà sản phẩm gửi qua.', screening.clause);
  return found;
}

/** What an author still has to do, in the order of the pages. */
export function taskList(programme: Rules, stage: DossierStage, facts: DossierFacts): Task[] {
  const first = stage.id === 'submission';
  return [
    ...(first ? [basicsTask(programme, facts), authorsTask(programme, facts)] : []),
    ...(first && facts.authors.length > 1 ? [confirmationsTask(programme, facts)] : []),
    ...(stage.fields.length > 0 ? [formTask(programme, stage, facts)] : []),
    ...stage.files.map((requirement) => fileTask(programme, requirement, facts)),
    ...(stage.declarations.length > 0 ? [declarationsTask(programme, stage, facts)] : []),
  ];
}

/** Whether the dossier can be handed in. Co-authors who have not answered yet do not stand in the way. */
export const isComplete = (tasks: readonly Task[]): boolean => tasks.every((task) => !task.blocking);

/** Everything that stands in the way, for the error summary of the page and for a RuleError. */
export const blockingIssues = (tasks: readonly Task[]): Issue[] =>
  tasks
    .filter((task) => task.blocking)
    .flatMap((task) =>
      task.issues.length > 0 ? task.issues : [{ field: task.id, message: task.detail, clause: task.clause }],
    );

/** 'Còn 2 việc: Video giới thiệu và Cam kết' or 'Hồ sơ đã đủ'. */
export function summary(tasks: readonly Task[]): string {
  const open = tasks.filter((task) => task.blocking);
  if (open.length === 0) return 'Hồ sơ đã đủ, bạn có thể nộp.';
  return `Còn ${open.length} việc: ${joinVi(open.map((task) => task.label))}.`;
}

function task(
  base: Pick<Task, 'id' | 'label' | 'clause'>,
  issues: (Issue & { kind?: 'missing' | 'invalid' })[],
  done: string,
): Task {
  if (issues.length === 0) return { ...base, state: 'done', detail: done, blocking: false, issues: [] };
  const wrong = issues.find((issue) => issue.kind !== 'missing');
  const detail =
    issues.length === 1 ? issues[0]!.message : `${(wrong ?? issues[0]!).message} (và ${issues.length - 1} mục khác)`;
  return { ...base, state: wrong ? 'problem' : 'missing', detail, blocking: true, issues };
}

/** What the basics of an entry are in this programme: one may have no pillars, no topics. */
function basicsLabel({ pillars, topics }: Rules): string {
  const parts = [
    'tên',
    ...(pillars.items.length > 0 ? ['trụ cột'] : []),
    ...(topics.items.length > 0 ? ['nội dung'] : []),
  ];
  return capitalise(`${joinVi(parts)} của sản phẩm`);
}

function basicsTask(programme: Rules, facts: DossierFacts): Task {
  const { pillars, topics } = programme;
  const clause = clauseLabel(programme, pillars.items.length > 0 ? pillars.clause : topics.clause);
  const base = { id: 'basics', label: basicsLabel(programme), clause };
  return task(base, checkBasics(programme, facts), clean(facts.title));
}

function authorsTask(programme: Rules, facts: DossierFacts): Task {
  const clause = clauseLabel(programme, programme.eligibility.clause);
  const found = checkAuthors(programme, facts.authors).filter((issue) => issue.level === 'block');
  const excluded = facts.exclusions
    .filter((finding) => finding.level === 'block')
    .map((finding) => ({ field: 'authors', message: finding.message, clause }));
  const unfinished = ['authors.none', 'authors.share-missing'];
  const over = facts.quotas.map((finding) => ({ field: 'authors', message: finding.message, clause: finding.clause }));
  const issues = [
    ...excluded,
    ...over,
    ...found.map((issue) => ({
      ...issue,
      kind: unfinished.includes(issue.code) ? ('missing' as const) : ('invalid' as const),
    })),
  ];
  const count = facts.authors.length;
  return task(
    { id: 'authors', label: 'Tác giả và tỷ lệ đóng góp', clause },
    issues,
    count === 1 ? '1 tác giả' : `${count} tác giả, tổng 100%`,
  );
}

function confirmationsTask(programme: Rules, facts: DossierFacts): Task {
  const clause = clauseLabel(programme, programme.eligibility.clause);
  const base = { id: 'confirmations', label: 'Xác nhận của đồng tác giả', clause };
  const { declined, waiting } = confirmations(facts.authors);
  if (declined.length > 0) {
    const names = joinVi(declined.map((author) => author.fullName));
    const message = `${names} không nhận là đồng tác giả. Hãy bỏ khỏi danh sách và chia lại tỷ lệ.`;
    return task(base, [{ field: 'authors', message, clause }], '');
  }
  if (waiting.length > 0) {
    const names = joinVi(waiting.map((author) => author.fullName));
    return {
      ...base,
      state: 'waiting',
      detail: `Đang chờ ${names} xác nhận. Bạn vẫn nộp bài được.`,
      blocking: false,
      issues: [],
    };
  }
  return task(base, [], 'Tất cả đã xác nhận');
}

function formTask(programme: Rules, stage: DossierStage, facts: DossierFacts): Task {
  const label = stage.id === 'submission' ? 'Phiếu đăng ký dự thi' : 'Phiếu hoàn thiện sản phẩm';
  const base = { id: 'form', label, clause: clauseLabel(programme, stage.clause) };
  return task(base, checkForm(programme, stage.fields, facts.values), 'Đã điền đủ');
}

function fileTask(programme: Rules, requirement: FileRequirement, facts: DossierFacts): Task {
  const clause = clauseLabel(programme, requirement.clause);
  const base = { id: `file:${requirement.id}`, label: requirement.label, clause };
  const least = requirement.required ? Math.max(1, requirement.minCount) : 0;
  const files = facts.files.filter((file) => file.requirementId === requirement.id);
  const of = (state: FileFact['state']) => files.filter((file) => file.state === state);
  const field = base.id;
  const ready = of('ready');
  const rejected = of('rejected');
  if (ready.length > requirement.maxCount) {
    const message = `“${requirement.label}” chỉ nhận nhiều nhất ${requirement.maxCount} tệp; đang có ${ready.length} tệp. Hãy gỡ bớt.`;
    return task(base, [{ field, message, clause }], '');
  }
  if (rejected.length > 0 && ready.length < Math.max(1, least)) {
    const [file] = rejected;
    const message = `Tệp ${file!.name} không được nhận: ${file!.message ?? 'tệp không đúng yêu cầu.'}`;
    return task(base, [{ field, message, clause }], '');
  }
  if (ready.length >= least && of('quarantine').length + of('uploading').length === 0) {
    const done = ready.length === 0 ? 'Không bắt buộc' : joinVi(ready.map((file) => file.name));
    return task(base, [], done);
  }
  // A file of which only a part has arrived may stay behind; one that is whole is waited for.
  if (of('quarantine').length > 0) {
    const detail = 'Tệp đang được kiểm tra, thường chưa đến một phút. Hãy tải lại trang sau ít phút.';
    return { ...base, state: 'waiting', detail, blocking: ready.length < least, issues: [] };
  }
  if (of('uploading').length > 0) {
    const detail = 'Tệp chưa tải lên xong. Hãy chọn lại tệp đó để tải tiếp phần còn lại.';
    return { ...base, state: 'waiting', detail, blocking: ready.length < least, issues: [] };
  }
  const message =
    least > 1 && ready.length > 0
      ? `“${requirement.label}” cần ít nhất ${least} tệp; đang có ${ready.length} tệp.`
      : `Hãy tải lên “${requirement.label}”.`;
  return task(base, [{ field, message, clause, kind: 'missing' }], '');
}

function declarationsTask(programme: Rules, stage: DossierStage, facts: DossierFacts): Task {
  const base = { id: 'declarations', label: 'Cam kết', clause: clauseLabel(programme, stage.clause) };
  const given = (id: string, version?: number) =>
    facts.declarations.some((one) => one.declarationId === id && (version === undefined || one.version === version));
  const issues = stage.declarations
    .filter((declaration) => declaration.required && !given(declaration.id, declaration.version))
    .map((declaration) => ({
      kind: 'missing' as const,
      field: `declarations.${declaration.id}`,
      message: given(declaration.id)
        ? `Nội dung cam kết đã thay đổi, cần xác nhận lại: “${declaration.text}”`
        : `Cần xác nhận: “${declaration.text}”`,
      clause: clauseLabel(programme, declaration.clause),
    }));
  const found = task(base, issues, 'Đã xác nhận');
  if (issues.length < 2) return found;
  const again = stage.declarations.some(({ id, version }) => given(id) && !given(id, version));
  const changed = again ? 'Nội dung cam kết đã thay đổi. ' : '';
  return { ...found, detail: `${changed}Cần đọc và xác nhận ${issues.length} điều.` };
}
