import { parentPort, workerData } from 'node:worker_threads';
import mammoth from 'mammoth';
import type { Block } from '#lib/domain/report/blocks.ts';

/** Runs in a thread of its own with little memory: what is in a stranger's file must not hold up or bring down the pages. */

interface Node {
  type: string;
  value?: string;
  children?: Node[];
  styleName?: string | null;
  styleId?: string | null;
  isBold?: boolean;
  numbering?: { level: string | number; isOrdered: boolean } | null;
}

const mostBlocks = 20_000;
const mostChars = 100_000;

function textOf(node: Node): string {
  if (node.type === 'text') return node.value ?? '';
  if (node.type === 'tab') return ' ';
  if (node.type === 'break') return '\n';
  return (node.children ?? []).map(textOf).join('');
}

const runsOf = (node: Node): Node[] =>
  node.type === 'run' ? [node] : (node.children ?? []).flatMap((child) => runsOf(child));

function paragraph(node: Node): Block {
  const runs = runsOf(node).filter((run) => textOf(run).trim() !== '');
  return {
    kind: 'paragraph',
    text: textOf(node).slice(0, mostChars),
    style: node.styleName ?? node.styleId ?? null,
    bold: runs.length > 0 && runs.every((run) => run.isBold === true),
    numbered: node.numbering ? Number(node.numbering.level) || 0 : null,
  };
}

/** Cells of a row as text; one that reaches over several columns leaves the others empty. */
const rowOf = (row: Node): string[] =>
  (row.children ?? []).flatMap((cell) => [
    (cell.children ?? []).map(textOf).join('\n').slice(0, mostChars),
    ...Array.from({ length: Math.min(60, ((cell as { colSpan?: number }).colSpan ?? 1) - 1) }, () => ''),
  ]);

function blocksOf(nodes: Node[], into: Block[]): Block[] {
  for (const node of nodes) {
    if (into.length >= mostBlocks) break;
    if (node.type === 'paragraph') into.push(paragraph(node));
    else if (node.type === 'table') {
      const rows = (node.children ?? []).map(rowOf);
      // A table of one column is a frame around text.
      if (rows.every((row) => row.length <= 1))
        for (const row of node.children ?? [])
          for (const cell of row.children ?? []) blocksOf(cell.children ?? [], into);
      else into.push({ kind: 'table', rows: rows.map((row) => row.slice(0, 60)) });
    } else if (node.children) blocksOf(node.children, into);
  }
  return into;
}

let blocks: Block[] = [];
await mammoth.convertToHtml(
  { buffer: Buffer.from(workerData as Uint8Array) },
  {
    // The document is all that is wanted of it; nothing is converted.
    transformDocument: (document: Node) => {
      blocks = blocksOf(document.children ?? [], []);
      return { ...document, children: [] };
    },
  },
);
parentPort?.postMessage(blocks);
