import type { ActionFailure } from '@sveltejs/kit';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { parseViDateIso } from '#lib/domain/kernel/time.ts';
import type { PlanDocument } from '#lib/domain/programme/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { requireAny } from '../programme/create.ts';
import { kindOf } from '../programme/kinds.ts';
import { mayProgramme } from '../programme/policy.ts';
import { documentFiles, documentKinds, removeDocument, saveDocument, showDocument } from '../publication/documents.ts';
import { renderText } from '../publication/markup.ts';
import {
  mayWriteNews,
  newsForStaff,
  newsItemForStaff,
  publishNews,
  saveNews,
  withdrawNews,
} from '../publication/news.ts';
import { goTo, multiline, type Refusal, refuse, text, ticked } from './forms.ts';

/*
 * The rooms of documents and of news are the same in contests and in movements. `id` is the programme's; the caller has let the
 * reader into its rooms, `open` does so for actions, where no layout has loaded.
 */

interface Asked {
  locals: App.Locals;
  params: { slug: string; documentId?: string; newsId?: string };
  request: Request;
}
/** @returns the programme's id and the address of its rooms */
type Open = (ctx: Ctx, slug: string) => Promise<{ id: string; root: string }>;
type Answer = Promise<ActionFailure<Refusal>>;

/** The last part of the address of a document that does not exist yet. */
const fresh = 'moi';

/** Every document of a programme with its signed copy. */
export async function documentsPage(ctx: Ctx, args: { id: string; root: string; url: URL }) {
  const programme = await requireAny(ctx, args.id);
  const { documents } = programme.doc;
  const files = await documentFiles(ctx.app.db, documents);
  return {
    root: `${args.root}/tai-lieu`,
    documents: documents.map((d) => ({
      ...d,
      kindName: documentKinds[d.kind],
      file: d.fileId ? (files.get(d.fileId) ?? null) : null,
    })),
    may: await mayProgramme(ctx, 'programme.content', programme),
    saved: args.url.searchParams.get('da-luu'),
  };
}

/** One document, or the empty form of a new one. @throws RuleError 'not-found' */
export async function documentPage(ctx: Ctx, args: { id: string; root: string; documentId: string; url: URL }) {
  const programme = await requireAny(ctx, args.id);
  const { doc, status } = programme;
  const document = doc.documents.find((d) => d.id === args.documentId) ?? null;
  if (!document && args.documentId !== fresh) throw notFound('Văn bản này');
  const files = await documentFiles(ctx.app.db, document ? [document] : []);
  return {
    root: `${args.root}/tai-lieu`,
    noun: kindOf(doc).noun,
    document,
    file: document?.fileId ? (files.get(document.fileId) ?? null) : null,
    committees: doc.committees.filter((c) => document && c.documentId === document.id).map((c) => c.name),
    kinds: Object.entries(documentKinds).map(([value, label]) => ({ value, label })),
    version: programme.version,
    // a published document changes only with a reason
    reasonNeeded: status !== 'draft' && document !== null && document.number !== null,
    published: status !== 'draft',
    may: await mayProgramme(ctx, 'programme.content', programme),
    saved: args.url.searchParams.get('da-luu'),
  };
}

/** What the page of a document can be asked to do. */
export function documentActions(open: Open) {
  type Work = (
    ctx: Ctx,
    target: { programmeId: string; documentId: string; version: number },
    data: FormData,
  ) => Promise<string>;
  const doing =
    (form: string, work: Work) =>
    async ({ locals: { ctx }, params, request }: Asked): Answer => {
      const data = await request.formData();
      let next: string;
      try {
        const { id, root } = await open(ctx, params.slug);
        const target = {
          programmeId: id,
          documentId: params.documentId ?? fresh,
          version: Number(text(data, 'version')),
        };
        next = `${root}/tai-lieu${await work(ctx, target, data)}`;
      } catch (problem) {
        return refuse(problem, data, form);
      }
      return goTo(next);
    };
  const show =
    (shown: boolean): Work =>
    async (ctx, target, data) => {
      await showDocument(ctx, { ...target, public: shown, reason: text(data, 'reason') });
      return `/${target.documentId}?da-luu=${shown ? 'hien' : 'go'}`;
    };
  return {
    save: doing('save', async (ctx, { documentId, ...target }, data) => {
      const file = data.get('file');
      await saveDocument(ctx, {
        ...target,
        ...(documentId === fresh ? {} : { documentId }),
        document: {
          kind: text(data, 'kind') as PlanDocument['kind'],
          title: text(data, 'title'),
          number: text(data, 'number'),
          date: parseViDateIso(text(data, 'date')) ?? '',
          issuer: text(data, 'issuer'),
          signer: text(data, 'signer'),
          public: ticked(data, 'public'),
        },
        file: file instanceof File ? file : null,
        removeFile: ticked(data, 'removeFile'),
        reason: text(data, 'reason'),
      });
      return '?da-luu=1';
    }),
    show: doing('show', show(true)),
    hide: doing('hide', show(false)),
    remove: doing('remove', async (ctx, target, data) => {
      await removeDocument(ctx, { ...target, reason: text(data, 'reason') });
      return '?da-luu=bo';
    }),
  };
}

/** All news of a programme in every state. */
export async function newsPage(ctx: Ctx, args: { id: string; root: string }) {
  const news = await newsForStaff(ctx, { programmeId: args.id });
  return {
    root: `${args.root}/tin-tuc`,
    news: news.map(({ body: _body, ...item }) => item),
    may: await mayWriteNews(ctx, args.id),
  };
}

/** The empty form of a piece of news. @throws RuleError for those who may not write it */
export async function newNewsPage(ctx: Ctx, args: { id: string; root: string }) {
  requireAllowed(await mayWriteNews(ctx, args.id));
  return { root: `${args.root}/tin-tuc` };
}

/** One piece of news as everyone will see it, and its form. @throws RuleError 'not-found' */
export async function newsItemPage(ctx: Ctx, args: { id: string; root: string; newsId: string; url: URL }) {
  const target = { programmeId: args.id, newsId: args.newsId };
  const item = await newsItemForStaff(ctx, target);
  const { doc, slug, status } = await requireAny(ctx, args.id);
  return {
    root: `${args.root}/tin-tuc`,
    item,
    html: renderText(item.body),
    address: `${kindOf(doc).publicPage(slug)}/tin-tuc/${item.slug}`,
    draft: status === 'draft',
    may: await mayWriteNews(ctx, args.id),
    saved: args.url.searchParams.get('da-luu'),
  };
}

/** What the pages of news can be asked to do. */
export function newsActions(open: Open) {
  const doing =
    (
      form: string,
      work: (ctx: Ctx, target: { programmeId: string; newsId: string }, data: FormData) => Promise<string>,
    ) =>
    async ({ locals: { ctx }, params, request }: Asked): Answer => {
      const data = await request.formData();
      let next: string;
      try {
        const { id, root } = await open(ctx, params.slug);
        const newsId = await work(ctx, { programmeId: id, newsId: params.newsId ?? '' }, data);
        next = `${root}/tin-tuc/${newsId}?da-luu=${form}`;
      } catch (problem) {
        return refuse(problem, data, form);
      }
      return goTo(next);
    };
  const typed = (data: FormData) => ({
    title: text(data, 'title'),
    summary: text(data, 'summary'),
    body: multiline(data, 'body'),
  });
  return {
    add: doing('add', (ctx, { programmeId }, data) => saveNews(ctx, { programmeId, ...typed(data) })),
    save: doing('save', (ctx, target, data) => saveNews(ctx, { ...target, seen: text(data, 'seen'), ...typed(data) })),
    publish: doing('publish', async (ctx, target) => {
      await publishNews(ctx, target);
      return target.newsId;
    }),
    withdraw: doing('withdraw', async (ctx, target, data) => {
      await withdrawNews(ctx, { ...target, reason: text(data, 'reason') });
      return target.newsId;
    }),
  };
}
