import { childName, type Edit } from '#lib/domain/programme/editor/describe.ts';
import { shown, shownList, shownSoft } from '#lib/domain/programme/editor/show.ts';

type Dict = Record<string, unknown>;
const dict = (value: unknown): Dict => (typeof value === 'object' && value !== null ? (value as Dict) : {});

/** What a browser would send for the form of these edits. */
export function fill(data: FormData, edits: Edit[], value: Dict, prefix = ''): FormData {
  for (const edit of edits) {
    const name = childName(prefix, edit.key);
    const here = value[edit.key];
    if (edit.kind === 'list') {
      const items = (here ?? []) as Dict[];
      data.set(`${name}.count`, String(items.length));
      items.forEach((item, i) => {
        if (edit.ids) data.set(`${name}.${i}.id`, String(item.id));
        fill(data, edit.item, item, `${name}.${i}`);
      });
    } else if (edit.kind === 'variant') {
      data.set(`${name}.kind`, String(dict(here).kind ?? ''));
      for (const one of edit.cases)
        fill(data, one.edits, dict(here).kind === one.value ? dict(here) : {}, `${name}.${one.value}`);
    } else if (edit.kind === 'group' && edit.optional && edit.blank && (here === undefined || here === null)) {
      // what is not taken in is not drawn
    } else if (edit.kind === 'group') {
      if (edit.optional && here) data.set(`${name}.on`, 'yes');
      fill(data, edit.edits, dict(here), name);
    } else if (edit.kind === 'tick') {
      if (here === true) data.set(name, 'yes');
    } else if (edit.kind === 'soft') {
      if (edit.of === 'parts') fill(data, edit.edits, dict(dict(here).value), `${name}.value`);
      else data.set(`${name}.value`, shownSoft(edit.of, dict(here).value));
      data.set(`${name}.note`, String(dict(here).note ?? ''));
    } else if (edit.kind === 'ticks' || edit.kind === 'ties')
      for (const v of shownList(edit, here)) data.append(name, v);
    // browsers send line ends as CRLF
    else data.set(name, shown(edit, here).replaceAll('\n', '\r\n'));
  }
  return data;
}
