import { multiline, text } from '#lib/server/web/forms.ts';

/** An example as its form sends it. */
export const typedExample = (data: FormData) => ({
  kind: text(data, 'kind'),
  title: multiline(data, 'title').replace(/\s*\n\s*/g, ' '),
  summary: multiline(data, 'summary'),
  body: multiline(data, 'body'),
  results: multiline(data, 'results'),
  contentId: text(data, 'contentId'),
});
