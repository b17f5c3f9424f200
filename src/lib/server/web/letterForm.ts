import { multiline, text } from './forms.ts';

/** What the form for another signer of a unit's letter sends. */
export function letterForm(data: FormData) {
  const file = data.get('file');
  return {
    version: Number(text(data, 'version')) || 0,
    signer: text(data, 'signer'),
    signerTitle: text(data, 'signerTitle'),
    letterNumber: text(data, 'letterNumber'),
    letterDate: text(data, 'letterDate'),
    reason: multiline(data, 'reason'),
    file: file instanceof File ? file : null,
  };
}
