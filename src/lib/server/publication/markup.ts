/**
 * Text of news with light marks: blank lines between paragraphs, "## " headings, "- " and "1. " lists, **bold**, *italic*,
 * [words](https://address). Everything else is text: it is escaped first, so nothing typed can become markup of its own.
 */
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => escapes[c] as string);

/** Only addresses that cannot run anything: web, mail, telephone, and pages of this site. */
const safeAddress = (address: string): boolean =>
  /^(https?:\/\/|mailto:|tel:)[^\s]+$/i.test(address) || (/^\/[^\s]*$/.test(address) && !/^\/[/\\]/.test(address));

const link = (label: string, address: string): string =>
  `<a href="${escapeHtml(address)}"${/^https?:/i.test(address) ? ' rel="noopener nofollow"' : ''}>${label}</a>`;

// One pass from left to right: what stands inside a link or an address is not read again for other marks.
const marks =
  /\[([^[\]\n]{1,300})\]\(([^()\s]{1,1000})\)|\*\*([^*\n]+?)\*\*|\*([^*\n]+?)\*|(https?:\/\/[^\s<>()"']+[^\s<>()"'.,;:!?])/g;

function inline(text: string): string {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(marks)) {
    html += escapeHtml(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [whole, label, address, bold, italic, bare] = match;
    if (label !== undefined && address !== undefined)
      html += safeAddress(address) ? link(escapeHtml(label), address) : escapeHtml(whole);
    else if (bold !== undefined) html += `<strong>${escapeHtml(bold)}</strong>`;
    else if (italic !== undefined) html += `<em>${escapeHtml(italic)}</em>`;
    else if (bare !== undefined) html += link(escapeHtml(bare), bare);
  }
  return html + escapeHtml(text.slice(from));
}

type Block = { kind: 'p' | 'ul' | 'ol' | 'h2'; lines: string[] };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') {
      open = null;
      continue;
    }
    const heading = /^#{1,3}\s+(.+)$/.exec(trimmed);
    const bullet = /^[-*•]\s+(.+)$/.exec(trimmed);
    const number = /^\d{1,3}[.)]\s+(.+)$/.exec(trimmed);
    const kind = heading ? 'h2' : bullet ? 'ul' : number ? 'ol' : 'p';
    const content = (heading ?? bullet ?? number)?.[1] ?? trimmed;
    if (!open || open.kind !== kind || kind === 'h2') {
      open = { kind, lines: [] };
      blocks.push(open);
    }
    open.lines.push(content);
  }
  return blocks;
}

/** Safe HTML of a text with light marks. */
export function renderText(text: string): string {
  return blocksOf(text)
    .map(({ kind, lines }) => {
      if (kind === 'h2') return `<h2>${inline(lines[0] as string)}</h2>`;
      if (kind === 'p') return `<p>${lines.map(inline).join('<br>')}</p>`;
      return `<${kind}>${lines.map((line) => `<li>${inline(line)}</li>`).join('')}</${kind}>`;
    })
    .join('\n');
}

/** The first paragraph without its marks, for a summary; of a text that has none, everything. */
export function plainSummary(text: string): string {
  const blocks = blocksOf(text);
  const lines = (blocks.find((block) => block.kind === 'p') ?? { lines: blocks.flatMap((block) => block.lines) }).lines;
  return lines
    .join(' ')
    .replace(/\[([^[\]\n]+)\]\([^()\s]+\)/g, '$1')
    .replace(/\*{1,2}([^*\n]+?)\*{1,2}/g, '$1');
}
