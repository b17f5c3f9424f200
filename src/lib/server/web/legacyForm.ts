import { fromLegacy, type LegacyEncoding, tidyTyped } from '#lib/domain/kernel/legacyText.ts';

/** Query parameter with which a page says after saving that pasted text was converted. */
const convertedParameter = 'da-chuyen';

export type Converted = LegacyEncoding | 'doubtful' | null;

/**
 * A form whose texts may have been pasted from old Word files: every text field is read before anything else cleans it, so that what a
 * refused form shows again is readable, too.
 */
export async function readableForm(request: Request): Promise<{ data: FormData; converted: Converted }> {
  const sent = await request.formData();
  const data = new FormData();
  let converted: Converted = null;
  for (const [name, value] of sent) {
    if (typeof value !== 'string') {
      data.append(name, value);
      continue;
    }
    const { encoding, doubtful } = fromLegacy(value);
    if (encoding) converted = encoding;
    else if (doubtful) converted ??= 'doubtful';
    data.append(name, tidyTyped(value, 'many').text);
  }
  return { data, converted };
}

/** For the end of an address: nothing when nothing was converted. */
export const convertedQuery = (converted: Converted): string =>
  converted ? `&${convertedParameter}=${converted}` : '';
