import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';

/** Whether LibreOffice is here. Tests that need it say so and are skipped elsewhere. */
export const hasOffice = ((): boolean => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Opens an office file in LibreOffice, with a profile of its own, and gives it back in another format. */
export function convertOffice(bytes: Uint8Array, from: 'docx' | 'xlsx', to: 'pdf' | 'docx' | 'txt'): Buffer {
  const dir = mkdtempSync(join(tmpdir(), 'lantoa-office-'));
  try {
    const file = join(dir, `in.${from}`);
    writeFileSync(file, bytes);
    const args = [
      `-env:UserInstallation=file://${dir}/profile`,
      '--headless',
      '--convert-to',
      to,
      '--outdir',
      join(dir, 'out'),
      file,
    ];
    execFileSync('soffice', args, { stdio: 'ignore', timeout: 120_000 });
    return readFileSync(join(dir, 'out', `in.${to}`));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export type Written = string | { heading: 1 | 2 | 3; text: string } | { bold: string } | { table: string[][] };

const levels = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const;

/** A Word file as someone in a commune would have written it. */
export function writtenDocx(lines: Written[]): Promise<Buffer> {
  const children = lines.map((line) => {
    if (typeof line === 'string') return new Paragraph(line);
    if ('bold' in line) return new Paragraph({ children: [new TextRun({ text: line.bold, bold: true })] });
    if ('heading' in line)
      return new Paragraph({ heading: levels[line.heading - 1]!, children: [new TextRun(line.text)] });
    return new Table({
      rows: line.table.map(
        (row) => new TableRow({ children: row.map((cell) => new TableCell({ children: [new Paragraph(cell)] })) }),
      ),
    });
  });
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

/** A file as a browser would send it. */
export const upload = (bytes: Uint8Array, name: string): File => new File([new Uint8Array(bytes)], name);
