const flat = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/**
 * Whether an excerpt is what the unit wrote: every piece between "…" stands in the text word for word, in this order. Line ends and
 * spaces do not count. Nothing at all is no excerpt.
 */
export function isExcerptOf(excerpt: string, text: string): boolean {
  const pieces = flat(excerpt)
    .split(/…|\.\.\.|\[…\]/)
    .map((piece) => piece.trim())
    .filter(Boolean);
  if (pieces.length === 0) return false;
  const whole = flat(text);
  let at = 0;
  for (const piece of pieces) {
    const found = whole.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}
