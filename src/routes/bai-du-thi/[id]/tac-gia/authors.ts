import type { AuthorInput } from '#lib/server/entry/saveAuthors.ts';
import { text } from '#lib/server/web/forms.ts';

/** The authors of the form, without empty and removed ones; `places`: where each stands in the form. */
export function readAuthors(data: FormData): { authors: AuthorInput[]; places: number[] } {
  const authors: AuthorInput[] = [];
  const places: number[] = [];
  for (let i = 0; i < 20 && data.has(`authors.${i}.fullName`); i++) {
    const of = (name: string) => text(data, `authors.${i}.${name}`);
    const author = {
      id: of('id') || null,
      fullName: of('fullName'),
      email: of('email'),
      phone: of('phone'),
      job: of('job'),
      workplace: of('workplace'),
      share: of('share'),
    };
    const typed = [author.fullName, author.email, author.phone, author.job, author.workplace].some(Boolean);
    if (data.has(`authors.${i}.remove`) || !(author.id || typed)) continue;
    authors.push(author);
    places.push(i);
  }
  return { authors, places };
}

/** The field of the form that a finding about the saved list belongs to. */
export const placed = (field: string, places: readonly number[]): string =>
  field.replace(/^authors\.(\d+)\./, (_, index: string) => `authors.${places[Number(index)] ?? index}.`);
