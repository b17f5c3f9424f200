/** What the pages of files in and out have in common, for those who follow up and for one unit. */
import type { RowOutcome, RowReport } from '#lib/domain/imports/outcome.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import type { SheetFileKind } from '../imports/file.ts';
import { openImport } from '../imports/jobs.ts';
import { importReport, importReportFile } from '../imports/report.ts';
import { cancelImport, confirmImport, importPreview, startImport } from '../imports/start.ts';
import type { Ctx } from '../platform/ctx.ts';
import { fileResponse } from './download.ts';
import { goTo, refuse, text } from './forms.ts';

interface Where {
  slug: string;
  unitId?: string;
}

interface WhichJob extends Where {
  jobId: string;
}

export const fileKindOf = (params: URLSearchParams): SheetFileKind => (params.get('kieu') === 'csv' ? 'csv' : 'xlsx');

const root = ({ slug, unitId }: Where): string =>
  unitId ? `/don-vi/${unitId}/phong-trao/${slug}/nhap-xuat` : `/dieu-hanh/phong-trao/${slug}/nhap-xuat`;

/** One file on its way in: its preview, its progress or its report. */
export async function importPage(ctx: Ctx, params: WhichJob, url: URL) {
  const opened = await openImport(ctx, params);
  const { job, mine } = opened;
  const none: Record<RowOutcome, RowReport[]> = { created: [], changed: [], same: [], refused: [] };
  const { counts, shown } =
    job.state !== 'preview'
      ? { counts: job.counts, shown: await importReport(ctx, job) }
      : mine
        ? await importPreview(ctx, opened)
        : { counts: job.counts, shown: none };
  const { id, kind, fileName, state, total, done, message, unknown, createdByName, createdAt, finishedAt, kept } = job;
  return {
    root: root(params),
    mine,
    job: {
      id,
      kind,
      fileName,
      state,
      total,
      done,
      message,
      unknown,
      createdByName,
      createdAt,
      finishedAt,
      kept,
      periodName: job.period ? periodName(job.period) : '',
    },
    counts,
    shown,
    stopped: url.searchParams.has('dung'),
  };
}

/** Takes an uploaded file and goes to its preview. */
export async function uploadSheet(ctx: Ctx, params: Where, request: Request) {
  const data = await request.formData();
  const file = data.get('file');
  let jobId = '';
  try {
    jobId = await startImport(ctx, {
      slug: params.slug,
      ...(params.unitId ? { unitId: params.unitId } : {}),
      period: text(data, 'period'),
      file: file instanceof File ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : null,
    });
  } catch (problem) {
    return refuse(problem, data);
  }
  return goTo(`${root(params)}/${jobId}`);
}

/** Lets a file in, or lets it go on. */
export async function confirmSheet(ctx: Ctx, params: WhichJob, request: Request) {
  const data = await request.formData();
  try {
    await confirmImport(ctx, params);
  } catch (problem) {
    return refuse(problem, data);
  }
  return goTo(`${root(params)}/${params.jobId}`);
}

/** Stops a file, or forgets its preview. */
export async function cancelSheet(ctx: Ctx, params: WhichJob, request: Request) {
  const data = await request.formData();
  const forget = text(data, 'forget') === '1';
  try {
    await cancelImport(ctx, params);
  } catch (problem) {
    return refuse(problem, data);
  }
  return goTo(forget ? root(params) : `${root(params)}/${params.jobId}`);
}

/** The report of a file as a workbook. */
export async function reportResponse(ctx: Ctx, params: WhichJob, url: URL): Promise<Response> {
  const file = await importReportFile(ctx, { ...params, refusedOnly: url.searchParams.get('chi') === 'khong-nhan' });
  return fileResponse(file, file.kind);
}
