import { type Kysely, sql } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, slugify } from '#lib/domain/kernel/text.ts';
import { diffProgramme } from '#lib/domain/programme/diff.ts';
import { requireChangeAllowed } from '#lib/domain/programme/judge.ts';
import type { PlanDocument } from '#lib/domain/programme/types.ts';
import { insertFormFile, type StoredFormFile, storeFormFile } from '../file/formFile.ts';
import { act, type Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { checkedShape, requireAny } from '../programme/create.ts';
import { kindOf } from '../programme/kinds.ts';
import { mayProgramme } from '../programme/policy.ts';
import type { AnyProgramme } from '../programme/queries.ts';
import { changeLine, lockAny, storeVersion } from '../programme/versions.ts';

export const documentKinds: Record<PlanDocument['kind'], string> = {
  plan: 'Kế hoạch',
  rules: 'Thể lệ',
  committee: 'Quyết định thành lập',
  guidance: 'Hướng dẫn',
  decision: 'Quyết định',
  report: 'Báo cáo',
  other: 'Văn bản khác',
};

/**
 * Whether a file is the signed copy of a public document of a published programme: then everyone may read it, and nobody
 * else's policy needs to be asked.
 */
export async function isPublicDocument(db: Kysely<DB>, fileId: string): Promise<boolean> {
  if (!isUuid(fileId)) return false;
  const found = await sql<{ found: boolean }>`
    select exists (
      select from programme p, jsonb_array_elements(p.doc -> 'documents') d
       where p.status <> 'draft' and d ->> 'fileId' = ${fileId} and (d ->> 'public')::boolean
    ) and exists (select from file where id = ${fileId} and purpose = 'document' and state = 'ready') as found`.execute(
    db,
  );
  return found.rows[0]?.found ?? false;
}

export interface DocumentFile {
  id: string;
  name: string;
  /** bytes */
  size: number;
  kind: string;
  /** of its content, so that everyone can see that a copy is the same */
  sha256: string;
}

/** The signed copies of these documents by file id; what is still being checked is left out. */
export async function documentFiles(
  db: Kysely<DB>,
  documents: readonly PlanDocument[],
): Promise<Map<string, DocumentFile>> {
  const ids = documents.flatMap((d) => (d.fileId && isUuid(d.fileId) ? [d.fileId] : []));
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('file')
    .select(['id', 'name', 'size', 'kind', 'sha256'])
    .where('id', 'in', ids)
    .where('state', '=', 'ready')
    .execute();
  return new Map(
    rows.map(({ id, name, size, kind, sha256 }) => [
      id,
      { id, name, size: size ?? 0, kind: kind ?? 'other', sha256: sha256 ?? '' },
    ]),
  );
}

export interface DocumentInput {
  kind: PlanDocument['kind'];
  title: string;
  number: string;
  /** ISO date or '' */
  date: string;
  issuer: string;
  signer: string;
  public: boolean;
}

function checkedDocument(input: DocumentInput, id: string, fileId: string | undefined): PlanDocument {
  const title = clean(input.title);
  const issuer = clean(input.issuer);
  const issues = [
    ...(title ? [] : [{ field: 'title', message: 'Hãy nhập tên văn bản.' }]),
    ...(issuer ? [] : [{ field: 'issuer', message: 'Hãy nhập cơ quan ban hành.' }]),
    ...(input.kind in documentKinds ? [] : [{ field: 'kind', message: 'Hãy chọn loại văn bản.' }]),
    ...(clean(input.number) && !input.date
      ? [{ field: 'date', message: 'Văn bản đã có số thì phải có ngày ban hành.' }]
      : []),
  ];
  if (issues.length > 0)
    throw new RuleError({ code: 'document.incomplete', message: 'Văn bản chưa lưu được.', issues });
  const signer = clean(input.signer);
  return {
    id,
    kind: input.kind,
    title,
    number: clean(input.number) || null,
    date: input.date || null,
    issuer,
    ...(signer ? { signer } : {}),
    ...(fileId ? { fileId } : {}),
    public: input.public,
  };
}

/**
 * Stores one plan document of a programme (plan, rules, the decisions that set up the committees …) as a new version, with
 * its signed copy when one is given.
 * @param args.documentId absent: a new document
 * @param args.file PDF or DOCX, at most `maxFormFileBytes`
 * @throws RuleError 'document.incomplete', 'document.file', 'stale', 'programme.reason' for a document that is already public
 */
export async function saveDocument(
  ctx: Ctx,
  args: {
    programmeId: string;
    documentId?: string;
    version: number;
    document: DocumentInput;
    file?: File | null;
    removeFile?: boolean;
    reason?: string;
  },
): Promise<string> {
  const known = await requireAny(ctx, args.programmeId);
  requireAllowed(await mayProgramme(ctx, 'programme.content', known));
  const old = args.documentId ? known.doc.documents.find((d) => d.id === args.documentId) : undefined;
  if (args.documentId && !old) throw notFound('Văn bản này');
  const id = old?.id ?? freeId(known, args.document.title);
  checkedDocument(args.document, id, undefined);
  const stored = args.file && args.file.size > 0 ? await storeFile(ctx.app, args.file) : null;
  try {
    return await act(
      ctx,
      {
        act: old ? 'document.edit' : 'document.add',
        programmeId: args.programmeId,
        subject: { kind: 'programme', id: args.programmeId },
        summary: `Lưu văn bản “${clean(args.document.title)}”.`,
      },
      async (tx) => {
        const programme = await lockAny(tx, args.programmeId, args.version);
        const fileId = stored
          ? await insertFormFile(tx, ctx, 'document', stored)
          : args.removeFile
            ? undefined
            : old?.fileId;
        const document = checkedDocument(args.document, id, fileId);
        const documents = old
          ? programme.doc.documents.map((d) => (d.id === id ? document : d))
          : [...programme.doc.documents, document];
        await storeDocuments(tx, ctx, programme, documents, args.reason ?? '');
        return id;
      },
    );
  } catch (problem) {
    if (stored) await ctx.app.files.delete(stored.key).catch(() => {});
    throw problem;
  }
}

/** Takes a document off the programme; earlier versions still hold it. @throws RuleError as `saveDocument` */
export async function removeDocument(
  ctx: Ctx,
  args: { programmeId: string; documentId: string; version: number; reason: string },
): Promise<void> {
  requireAllowed(await mayProgramme(ctx, 'programme.content', await requireAny(ctx, args.programmeId)));
  await act(
    ctx,
    {
      act: 'document.remove',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Bỏ một văn bản.',
    },
    async (tx) => {
      const programme = await lockAny(tx, args.programmeId, args.version);
      const document = programme.doc.documents.find((d) => d.id === args.documentId);
      if (!document) throw notFound('Văn bản này');
      const user = programme.doc.committees.find((c) => c.documentId === document.id);
      if (user)
        throw new RuleError({
          code: 'document.used',
          message: `Văn bản này là căn cứ thành lập ${user.name}. Hãy chọn văn bản khác cho ${user.name} trước.`,
          status: 409,
        });
      tx.note({ summary: `Bỏ văn bản “${document.title}”.` });
      await storeDocuments(
        tx,
        ctx,
        programme,
        programme.doc.documents.filter((d) => d !== document),
        args.reason,
      );
    },
  );
}

/**
 * Puts a document on the public page or takes it off; there it is read by everyone, with its signed copy.
 * @throws RuleError 'stale'; 'programme.reason' for taking off what was issued
 */
export async function showDocument(
  ctx: Ctx,
  args: { programmeId: string; documentId: string; version: number; public: boolean; reason: string },
): Promise<void> {
  requireAllowed(await mayProgramme(ctx, 'programme.content', await requireAny(ctx, args.programmeId)));
  await act(
    ctx,
    {
      act: args.public ? 'document.show' : 'document.hide',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: args.public ? 'Công khai một văn bản.' : 'Gỡ một văn bản khỏi trang công khai.',
    },
    async (tx) => {
      const programme = await lockAny(tx, args.programmeId, args.version);
      const document = programme.doc.documents.find((d) => d.id === args.documentId);
      if (!document) throw notFound('Văn bản này');
      tx.note({
        summary: `${args.public ? 'Công khai' : 'Gỡ khỏi trang công khai'} văn bản “${document.title}”.`,
      });
      const documents = programme.doc.documents.map((d) => (d === document ? { ...d, public: args.public } : d));
      await storeDocuments(tx, ctx, programme, documents, args.reason);
    },
  );
}

async function storeDocuments(
  tx: Tx,
  ctx: Ctx,
  programme: AnyProgramme,
  documents: PlanDocument[],
  reason: string,
): Promise<void> {
  const doc = checkedShape({ ...programme.doc, documents }, 'title');
  const kind = kindOf(programme.doc);
  const facts = await kind.facts(tx.db, programme, ctx.now);
  const diff = diffProgramme(programme.doc, doc, kind.freeze.parts);
  // The signed copy of a document that is public already changes nothing that people rely on.
  const onlyCopyAdded = diff.length > 0 && diff.every((c) => c.path.endsWith('.fileId') && c.before === undefined);
  // Nobody outside could rely on what was not shown to them.
  const onlyShown = diff.length > 0 && diff.every((c) => c.path.endsWith('.public') && c.after === true);
  const given =
    clean(reason) ||
    (onlyCopyAdded ? 'Bổ sung tệp bản ký của văn bản.' : onlyShown ? 'Đưa văn bản lên trang công khai.' : '');
  const changes = requireChangeAllowed(kind.freeze, { before: programme.doc, after: doc, facts, reason: given });
  if (changes.length === 0)
    throw new RuleError({
      code: 'programme.no-change',
      message: 'Chưa có gì thay đổi so với bản đang lưu.',
      status: 409,
    });
  const lines = changes.map((change) => changeLine(change, kind.freeze.parts));
  const version = await storeVersion(tx, ctx, programme, {
    doc,
    part: 'documents',
    reason: given || null,
    changes: lines,
  });
  const done = await kind.changed(tx, ctx, { ...programme, doc, version }, 'documents');
  tx.note({ changes: { version, lines, ...done } });
}

function freeId(programme: AnyProgramme, title: string): string {
  const base = slugify(title).slice(0, 40).replace(/-+$/, '') || 'van-ban';
  const taken = new Set(programme.doc.documents.map((d) => d.id));
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}

const storeFile = (app: App, file: File): Promise<StoredFormFile> =>
  storeFormFile(app, file, {
    label: 'Bản ký',
    accept: ['pdf', 'docx'],
    code: 'document.file',
    tooLarge: 'Tệp lớn quá 3,5 MB. Hãy quét ở độ phân giải thấp hơn hoặc giảm dung lượng tệp PDF.',
  });
