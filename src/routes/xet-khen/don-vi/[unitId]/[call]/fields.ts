import type { SubjectInput } from '#lib/domain/award/subject.ts';
import { text, ticked } from '#lib/server/web/forms.ts';

/** A subject as its form sends it. */
export const typedSubject = (data: FormData): Omit<SubjectInput, 'kind'> => ({
  name: text(data, 'name'),
  birthDate: text(data, 'birthDate'),
  gender: text(data, 'gender'),
  ethnicity: text(data, 'ethnicity'),
  position: text(data, 'position'),
  workplace: text(data, 'workplace'),
  address: text(data, 'address'),
  leads: ticked(data, 'leads'),
  people: text(data, 'people'),
  women: text(data, 'women'),
});
