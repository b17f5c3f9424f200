/** Somebody who takes part in a visit. */
export interface InspectionMember {
  name: string;
  position: string;
  agency: string;
}

/** `na`: does not apply to this unit. */
export type Answer = 'ok' | 'gap' | 'na';

/** One line of the checklist as it was answered. */
export interface ChecklistAnswer {
  id: string;
  text: string;
  clause: string;
  answer: Answer | null;
  note: string;
}
