import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { printable } from './text.ts';

/** Where sources, templates and `node_modules` lie. A bundle cannot tell from its own address, so the starter says it. */
export const projectRoot = () => process.env.LANTOA_ROOT ?? process.cwd();

/** Folder of the font: metrics of Times New Roman, which Decree 30/2020 prescribes, and every Vietnamese letter. */
export const fontFolder = () =>
  dirname(createRequire(join(projectRoot(), 'package.json')).resolve('@expo-google-fonts/tinos/package.json'));

const templates = () => join(projectRoot(), 'src/lib/server/platform/documents/templates');

let compiler: NodeCompiler | undefined;
let rendered = 0;

/** Typst remembers every layout for the next compilation; without forgetting, a long-lived server would grow without end. */
const FORGET_EVERY = 16;

/** bytes of data from which a document is a batch: nothing of it comes again, so all of it is forgotten at once */
const LARGE = 200_000;

const create = () => {
  const fontPaths = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((face) =>
    join(fontFolder(), face),
  );
  return NodeCompiler.create({ workspace: templates(), fontArgs: [{ fontPaths }] });
};

export interface RenderArgs {
  /** name of the `.typ` file, without ending */
  template: string;
  /** title in the PDF's metadata, which readers announce */
  title: string;
  author?: string;
  /** creation time of the PDF: with the same data the bytes are the same */
  madeAt: Date;
  /** small line at the bottom of each page */
  footer?: string;
  /** whatever the template reads; strings reach it as text, never as markup */
  data: Record<string, unknown>;
}

/** A document that could not be laid out: a defect of a template, never of what a user typed. */
export class TypesettingError extends Error {
  constructor(template: string, why: string) {
    super(`Không tạo được tài liệu "${template}": ${why}`);
    this.name = 'TypesettingError';
  }
}

// The compiler puts its message into `code`.
const whyOf = (error: unknown) => String((error as { code?: unknown }).code ?? error);

/**
 * Lays out a template with data as a tagged PDF (PDF/UA-1 where its letters allow).
 * @throws TypesettingError
 */
export async function renderPdf(args: RenderArgs): Promise<Buffer> {
  compiler ??= create();
  const meta = { title: args.title, author: args.author ?? [], footer: args.footer ?? null };
  const dataFile = join(templates(), 'data.json');
  const options = { creationTimestamp: Math.floor(args.madeAt.getTime() / 1000) };
  // Compilation is synchronous, so the one virtual file cannot be seen by another document.
  const data = Buffer.from(JSON.stringify(printable({ ...args.data, meta })));
  compiler.mapShadow(dataFile, data);
  try {
    // Not compile() first: the layout it returns lives until V8 collects it, and V8 does not see how large it is.
    const source = { mainFilePath: join(templates(), `${args.template}.typ`) };
    try {
      return compiler.pdf(source, { ...options, pdfStandard: 'ua-1' });
    } catch {
      // A letter that no font of this machine has (some emoji) is refused by PDF/UA; the document is still tagged without it.
      return compiler.pdf(source, options);
    }
  } catch (error) {
    throw new TypesettingError(args.template, whyOf(error));
  } finally {
    compiler.unmapShadow(dataFile);
    rendered += 1;
    if (rendered % FORGET_EVERY === 0) compiler.evictCache(1);
    if (data.length > LARGE) compiler.evictCache(0);
  }
}
