import type { PlanDocument } from './types.ts';

/** The document by which a programme is announced: its plan, else its decision. */
export const signedPlan = (doc: { documents: PlanDocument[] }): PlanDocument | undefined =>
  doc.documents.find((one) => one.kind === 'plan') ?? doc.documents.find((one) => one.kind === 'decision');
