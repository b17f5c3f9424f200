/** Somebody who takes part in a visit. */
export interface InspectionMember {
  name: string;
  position: string;
  agency: string;
}

/** One line of the checklist as it was answered. `na`: does not apply to this unit. */
export interface ChecklistAnswer {
  id: string;
  text: string;
  clause: string;
  answer: 'ok' | 'gap' | 'na' | null;
  note: string;
}
