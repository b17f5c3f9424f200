import { clauseLabel } from './clauses.ts';
import type { Report } from './findings.ts';
import { readPath } from './paths.ts';
import type { Clause, OpenQuestion, PlanDocument, Soft } from './types.ts';

/** Checks that contests and movements share. */

interface WithQuestions {
  clauses: Clause[];
  questions: OpenQuestion[];
}

interface WithPapers {
  documents: PlanDocument[];
  committees: { id: string; name: string; documentId?: string }[];
  contacts: { email: Soft<string>; phone: Soft<string> };
}

/** Every `clause` names an existing clause; ids are unique within their list; demonstration values are pointed out. */
export function checkReferences(programme: WithQuestions, report: Report): void {
  const clauses = new Set(programme.clauses.map((clause) => clause.id));
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      const seen = new Set<string>();
      value.forEach((item, index) => {
        const id = (item as { id?: unknown } | null)?.id;
        if (typeof id === 'string' && seen.has(id))
          report('error', 'duplicate-id', `${path}[${index}]`, `Mã "${id}" bị dùng hai lần trong cùng một danh sách.`);
        if (typeof id === 'string') seen.add(id);
        visit(item, `${path}[${typeof id === 'string' ? id : index}]`);
      });
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const here = path ? `${path}.${key}` : key;
      if (key === 'clause' && typeof inner === 'string' && !clauses.has(inner))
        report('error', 'unknown-clause', here, `Không có điều khoản "${inner}" trong văn bản của chương trình.`);
      if ((key === 'source' || key === 'tieSource') && inner === 'demo')
        report('warning', 'demo-value', here, 'Đây là giá trị minh họa, chưa có người quyết định.');
      visit(inner, here);
    }
  };
  const { questions, ...rest } = programme;
  visit(rest, '');
  visit(
    questions.map(({ options: _options, ...question }) => question),
    'questions',
  );
}

/** Every question has its answer, every answer and every option still leads somewhere. */
export function checkQuestions(programme: WithQuestions, report: Report): void {
  for (const question of programme.questions) {
    const path = `questions[${question.id}]`;
    const label = clauseLabel(programme, question.clause);
    if (question.decision === null)
      report(
        question.blocksPublication ? 'error' : 'warning',
        'undecided',
        path,
        `Chưa quyết định: ${question.question} (${label})`,
      );
    else if (!question.options.some((option) => option.id === question.decision?.optionId))
      report('error', 'unknown-option', `${path}.decision`, `Phương án đã chọn không còn trong câu hỏi (${label}).`);
    for (const option of question.options)
      for (const { path: target } of option.set ?? [])
        if (!leadsSomewhere(programme, target))
          report('error', 'dead-path', path, `Phương án "${option.label}" sửa một mục không có: ${target}.`);
  }
}

function leadsSomewhere(programme: WithQuestions, path: string): boolean {
  try {
    return readPath(programme, path) !== undefined;
  } catch {
    return false;
  }
}

/** The documents behind a programme, and how its organisers are reached. */
export function checkPapers(programme: WithPapers, report: Report): void {
  const documents = new Set(programme.documents.map((document) => document.id));
  if (!programme.documents.some((document) => document.kind === 'plan'))
    report('warning', 'no-plan', 'documents', 'Chưa có kế hoạch trong danh sách văn bản.');
  for (const document of programme.documents)
    if (document.number === null)
      report('info', 'document-number', `documents[${document.id}]`, `Chưa có số, ngày ban hành: ${document.title}.`);
  for (const committee of programme.committees)
    if (committee.documentId && !documents.has(committee.documentId))
      report(
        'error',
        'unknown-document',
        `committees[${committee.id}].documentId`,
        `${committee.name} trỏ đến văn bản không có.`,
      );
  const contact = (path: string, soft: Soft<string>, name: string): void => {
    if (soft.value === null) report('warning', 'contact', path, `Chưa có ${name} liên hệ của Ban Tổ chức.`);
  };
  contact('contacts.email', programme.contacts.email, 'hòm thư');
  contact('contacts.phone', programme.contacts.phone, 'số điện thoại');
}
