import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { movements, programmes } from '#programmes/son-la/index.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeDocument } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { kindOf } from './kinds.ts';
import { canProgramme, mayProgramme } from './policy.ts';
import { type AnyProgramme, anyById } from './queries.ts';

/** Programmes that ship with the product and can be created with one press. */
export const shippedProgrammes = (): ProgrammeDocument[] => [...programmes, ...movements];

const tooLong = 2_000_000;

/**
 * Reads the JSON text of a programme file.
 * @throws RuleError 'programme.json' or 'programme.shape'; each finding names its place in the file
 */
export function readProgrammeText(text: string): ProgrammeDocument {
  if (text.length > tooLong)
    throw new RuleError({ code: 'programme.json', message: 'Tệp chương trình quá lớn (tối đa 2 MB).', field: 'json' });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (problem) {
    const where = problem instanceof Error ? /position (\d+)/.exec(problem.message) : null;
    const line = where ? text.slice(0, Number(where[1])).split('\n').length : null;
    throw new RuleError({
      code: 'programme.json',
      message: `Đây không phải tệp JSON đúng${line ? `: sai ở dòng ${line}` : ''}. Hãy dùng tệp tải về từ nút “Tải tệp chương trình”.`,
      field: 'json',
    });
  }
  return readShape(parsed, 'json');
}

/**
 * A document of unknown shape; its `kind` says by which schema it is read.
 * @param field the form field that the faults belong to; null: each fault belongs to its own place in the document
 * @throws RuleError 'programme.shape' with one issue each fault
 */
function readShape(input: unknown, field: string | null): ProgrammeDocument {
  const kind = (input as { kind?: unknown } | null)?.kind === 'movement' ? 'movement' : 'contest';
  const { parse, freeze } = kindOf({ kind });
  const result = parse(input);
  if (result.ok) return result.doc;
  throw new RuleError({
    code: 'programme.shape',
    message: `Có ${result.issues.length} chỗ chưa đúng mẫu.`,
    issues: result.issues.slice(0, 30).map(({ path, message }) =>
      field === null
        ? {
            field: path,
            message: `${freeze.parts.fieldName(path.match(/[A-Za-z]\w*(?=[^A-Za-z]*$)/)?.[0] ?? path)}: ${message}`,
          }
        : { field, message: `${path || 'Tệp'}: ${message}` },
    ),
  });
}

/** A changed document, checked again; its kind stays. @throws RuleError 'programme.shape' */
export const checkedShape = <D extends ProgrammeDocument>(doc: D, field: string | null): D =>
  // the schema of a kind gives documents of that kind
  readShape(doc, field) as D;

/**
 * Creates a programme as a draft, from a document or from one that ships (by its slug).
 * @returns its id
 * @throws RuleError 'programme.slug-taken', 'programme.code-taken', 'programme.shape', 'programme.unknown'
 */
export async function createProgramme(
  ctx: Ctx,
  args: { doc?: unknown; shipped?: string; slug?: string; code?: string },
): Promise<string> {
  requireAllowed(canProgramme(ctx, 'programme.edit'));
  const source = args.shipped ? shippedProgrammes().find((p) => p.slug === args.shipped) : args.doc;
  if (!source)
    throw new RuleError({
      code: 'programme.unknown',
      message: 'Hãy chọn một chương trình có sẵn hoặc đưa tệp vào.',
      field: 'shipped',
    });
  const base = readShape(source, args.shipped ? 'shipped' : 'json');
  const doc = checkedShape({ ...base, slug: args.slug || base.slug, code: args.code || base.code }, 'slug');
  return createDraft(ctx, doc);
}

/**
 * Stores a document as a new draft, for a caller who has asked whether the actor may.
 * @throws RuleError 'programme.slug-taken', 'programme.code-taken'
 */
export const createDraft = (ctx: Ctx, given: ProgrammeDocument): Promise<string> => {
  const doc = { ...given, documents: given.documents.map(withoutFile) };
  return act(
    ctx,
    {
      act: 'programme.create',
      summary: `Tạo chương trình “${doc.shortName}” (bản nháp).`,
      changes: { slug: doc.slug, code: doc.code },
    },
    async (tx) => {
      await refuseTaken(tx, doc);
      const { id } = await tx.db
        .insertInto('programme')
        .values({
          slug: doc.slug,
          code: doc.code,
          kind: doc.kind,
          status: 'draft',
          version: 1,
          doc: json(doc),
          created_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx.db
        .insertInto('programme_version')
        .values({ programme_id: id, version: 1, doc: json(doc), part: 'create', by_id: ctx.actor.id, at: ctx.now })
        .execute();
      tx.note({ programmeId: id, subject: { kind: 'programme', id } });
      return id;
    },
  );
};

/**
 * Address and code are of one programme only.
 * @param ownId the programme itself, which keeps what it has
 * @throws RuleError 'programme.slug-taken', 'programme.code-taken'
 */
export async function refuseTaken(tx: Tx, doc: ProgrammeDocument, ownId?: string): Promise<void> {
  const others =
    ownId === undefined ? tx.db.selectFrom('programme') : tx.db.selectFrom('programme').where('id', '<>', ownId);
  const taken = await others
    .select(['slug', 'code'])
    .where((eb) => eb.or([eb('slug', '=', doc.slug), eb('code', '=', doc.code)]))
    .execute();
  if (taken.some((p) => p.slug === doc.slug))
    throw new RuleError({
      code: 'programme.slug-taken',
      message: `Đã có chương trình ở địa chỉ “${doc.slug}”. Hãy chọn địa chỉ khác.`,
      field: 'slug',
      status: 409,
    });
  if (taken.some((p) => p.code === doc.code))
    throw new RuleError({
      code: 'programme.code-taken',
      message: `Đã có chương trình dùng mã “${doc.code}”. Mã đứng đầu các số, mã bài nên không được trùng.`,
      field: 'code',
      status: 409,
    });
}

// A file id of another installation means nothing here, or worse: a file that happens to have it.
const withoutFile = ({ fileId: _fileId, ...document }: ProgrammeDocument['documents'][number]) => document;

/** The programme as a file, to keep or to create a similar one from. */
export async function exportProgramme(
  ctx: Ctx,
  args: { programmeId: string },
): Promise<{ name: string; text: string }> {
  const programme = await requireAny(ctx, args.programmeId);
  requireAllowed(await mayProgramme(ctx, 'programme.view', programme));
  return {
    name: `${programme.slug}-ban-${programme.version}.json`,
    text: `${JSON.stringify(programme.doc, null, 2)}\n`,
  };
}

/** A contest or a movement. @throws RuleError 'not-found' */
export async function requireAny(ctx: Ctx, id: string): Promise<AnyProgramme> {
  const programme = isUuid(id) ? await anyById(ctx.app.db, id) : null;
  if (!programme) throw notFound('Chương trình này');
  return programme;
}
