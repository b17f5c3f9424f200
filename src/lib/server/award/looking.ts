/** How a dossier is looked at by its checks, and what all of them ask. */
import type { LawVersion } from '#lib/domain/catalogue/types.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import type { CheckFacts, SubjectFact } from './checkFacts.ts';
import type { DossierRow } from './queries.ts';

/** `office`: those who appraise, keep the register or watch; `unit`: whoever nominates. */
export type Insight = 'unit' | 'office';

export interface Looking {
  dossier: DossierRow;
  facts: CheckFacts;
  insight: Insight;
  /** ISO day */
  today: string;
  law: LawVersion;
}

export const callOf = ({ dossier, facts }: Looking) => facts.calls.get(dossier.callId)!;
/** The dossier's subject and those who may be the same. */
export const subjectsOf = ({ dossier, facts }: Looking): SubjectFact[] => facts.subjects.get(dossier.subjectId) ?? [];
export const own = (at: Looking) => subjectsOf(at).filter((one) => one.itself);
export const whose = ({ dossier }: Looking): string =>
  ({ individual: 'người này', collective: 'tập thể này', household: 'hộ gia đình này' })[dossier.subjectKind];

/** Sources that nobody has compared with the official text say so wherever they are shown. */
export const cited = ({ source, verified }: { source: string; verified: boolean }): string =>
  verified ? source : `${source} (cần xác minh)`;

export const decisionVi = (record: {
  decisionNumber: string | null;
  decisionDate: string | null;
  year: number;
}): string =>
  record.decisionNumber
    ? `Quyết định số ${record.decisionNumber}${record.decisionDate ? ` ngày ${formatDate(record.decisionDate)}` : `, năm ${record.year}`}`
    : `năm ${record.year}, sổ không ghi số quyết định`;
