/** Lines of a drawn picture, which unlike a page does not break them by itself. */

// Advance widths of Times Bold, in thousandths of the size of the letters; Vietnamese letters are as wide as their base.
const widths: Record<string, number> = { ' ': 250 };
const wide = (letters: string, width: number) => {
  for (const letter of letters) widths[letter] = width;
};
wide("ijl:;!'`’‘", 305);
wide('tfr().,-/|[]·', 335);
wide('Is', 389);
wide('acegzJ', 470);
wide('vxybdhknopqu0123456789$?–“”"*_', 530);
wide('FPSELBTZ#+=<>', 640);
wide('ACDHKNRUVXYw&', 722);
wide('GOQ', 778);
wide('mMW@%…—', 1000);

const base = (letter: string): string =>
  letter === 'đ' ? 'd' : letter === 'Đ' ? 'D' : (letter.normalize('NFD')[0] ?? letter);

/** Width of bold text of this size. */
export function textWidth(text: string, size: number): number {
  let sum = 0;
  for (const letter of text) sum += widths[base(letter)] ?? 700;
  return (sum * size) / 1000;
}

/** Text broken at spaces into lines of at most this width; null when it needs more lines, or a word is too wide. */
export function wrap(
  text: string,
  { size, width, lines }: { size: number; width: number; lines: number },
): string[] | null {
  const found: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (textWidth(longer, size) <= width) line = longer;
    else if (line === '' || textWidth(word, size) > width) return null;
    else {
      found.push(line);
      line = word;
    }
  }
  if (line) found.push(line);
  return found.length <= lines ? found : null;
}

/**
 * The largest of some sizes at which a text fits; at the smallest, what does not fit is left off with '…'.
 * @param sizes largest first
 * @param lines how many there may be, which may depend on their size
 */
export function fitted(
  text: string,
  { sizes, width, lines }: { sizes: number[]; width: number; lines: number | ((size: number) => number) },
): { size: number; lines: string[] } {
  const most = typeof lines === 'number' ? () => lines : lines;
  for (const size of sizes) {
    const found = wrap(text, { size, width, lines: most(size) });
    if (found) return { size, lines: found };
  }
  const size = sizes.at(-1) ?? 40;
  // a word wider than the line is broken where it must be
  const words = text.split(' ').flatMap((word) => {
    const pieces = [''];
    for (const letter of word) {
      if (textWidth(`${pieces.at(-1)}${letter}`, size) > width * 0.9) pieces.push('');
      pieces[pieces.length - 1] += letter;
    }
    return pieces;
  });
  for (let count = words.length; count > 0; count--) {
    const cut = words.slice(0, count).join(' ') + (count < words.length ? '…' : '');
    const found = wrap(cut, { size, width, lines: most(size) });
    if (found) return { size, lines: found };
  }
  return { size, lines: [] };
}
