/** What a person reads when a rule refuses: what happened, why (clause), what to do. */
export interface RuleErrorInit {
  /** stable, machine-readable: "entry.shares-sum" */
  code: string;
  /** Vietnamese sentence(s) */
  message: string;
  /** "Mục II.2" */
  clause?: string;
  /** form field the message belongs to */
  field?: string;
  /** what to do next */
  hint?: string;
  /** HTTP status, default 422 */
  status?: number;
  /** further findings, one each field */
  issues?: Issue[];
}

export interface Issue {
  field: string;
  message: string;
  clause?: string;
}

/** A named refusal of a rule. Everything else that is thrown is a defect. */
export class RuleError extends Error {
  readonly code: string;
  readonly clause: string | undefined;
  readonly field: string | undefined;
  readonly hint: string | undefined;
  readonly status: number;
  readonly issues: Issue[];

  constructor(init: RuleErrorInit) {
    super(init.message);
    this.name = 'RuleError';
    this.code = init.code;
    this.clause = init.clause;
    this.field = init.field;
    this.hint = init.hint;
    this.status = init.status ?? 422;
    this.issues =
      init.issues ??
      (init.field
        ? [{ field: init.field, message: init.message, ...(init.clause ? { clause: init.clause } : {}) }]
        : []);
  }
}

/** Not found and not allowed are one answer to outsiders, so that an address tells nothing. */
export const notFound = (what = 'Nội dung này') =>
  new RuleError({ code: 'not-found', message: `${what} không có hoặc bạn không có quyền xem.`, status: 404 });

export const forbidden = (reason: string, clause?: string) =>
  new RuleError({ code: 'forbidden', message: reason, status: 403, ...(clause ? { clause } : {}) });

/** Someone else (or another tab) changed the same thing first. */
export const stale = (what: string) =>
  new RuleError({
    code: 'stale',
    status: 409,
    message: `${what} vừa được thay đổi ở nơi khác. Nội dung bạn nhập vẫn còn trong biểu mẫu: hãy xem bản mới rồi lưu lại.`,
  });
