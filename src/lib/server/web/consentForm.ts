import { text } from './forms.ts';

const prefix = 'consent.';

/** What was chosen for each purpose in a form about publication. */
export const readChoices = (data: FormData): Record<string, string> =>
  Object.fromEntries(
    [...data.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), text(data, name)]),
  );

/** The answers of an author; null when nothing at all was filled in. */
export function readAuthorAnswers(data: FormData) {
  const answers = { birthYear: text(data, 'birthYear'), choices: readChoices(data) };
  return answers.birthYear === '' && Object.keys(answers.choices).length === 0 ? null : answers;
}

/** A signed paper as it is noted. */
export const readPaper = (data: FormData) => ({
  authorId: text(data, 'authorId'),
  who: text(data, 'who'),
  birthYear: text(data, 'birthYear'),
  guardianName: text(data, 'guardianName'),
  guardianRelation: text(data, 'guardianRelation'),
  choices: readChoices(data),
  note: text(data, 'note'),
});
