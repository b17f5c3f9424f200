import type { RequestEvent } from '@sveltejs/kit';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { correctValue } from '../indicator/correct.ts';
import { removeEvidence } from '../indicator/evidence.ts';
import {
  lockValues,
  type MoveResult,
  returnValues,
  submitValues,
  verifyValues,
  withdrawValues,
} from '../indicator/move.ts';
import { openFigure } from '../indicator/open.ts';
import { goTo, multiline, refuse, text } from './forms.ts';

type Event = Pick<RequestEvent, 'locals' | 'request' | 'url'> & { params: { slug: string; valueId: string } };

/** One figure was to be moved: a refusal is the answer of the whole act. */
function requireDone([result]: MoveResult[]): void {
  if (!result?.ok)
    throw new RuleError({
      code: 'figure.refused',
      message: result?.message ?? 'Không có số liệu này.',
      status: result?.denied ? 403 : 409,
    });
}

const acting =
  (done: string, work: (event: Event, data: FormData) => Promise<void>) =>
  async (event: Event): Promise<ReturnType<typeof refuse>> => {
    const data = await event.request.formData();
    try {
      // whoever may not see the figure learns nothing from an act on it
      await openFigure(event.locals.ctx, event.params);
      await work(event, data);
      return goTo(`${event.url.pathname}?da=${done}`);
    } catch (problem) {
      return refuse(problem, data, done);
    }
  };

const refs = ({ params }: Event, data: FormData) => {
  const version = Number(text(data, 'version'));
  return {
    slug: params.slug,
    figures: [{ id: params.valueId, ...(Number.isInteger(version) && version > 0 ? { version } : {}) }],
  };
};

/** The acts on one figure, for its page in either room. */
export const figureActs = {
  submit: acting('gui', async (event, data) => requireDone(await submitValues(event.locals.ctx, refs(event, data)))),
  withdraw: acting('rut', async (event, data) =>
    requireDone(await withdrawValues(event.locals.ctx, refs(event, data))),
  ),
  remove: acting('go', async ({ locals: { ctx }, params }, data) => {
    await removeEvidence(ctx, { ...params, fileId: text(data, 'fileId') });
  }),
  verify: acting('xac-nhan', async (event, data) =>
    requireDone(await verifyValues(event.locals.ctx, refs(event, data))),
  ),
  lock: acting('khoa', async (event, data) => requireDone(await lockValues(event.locals.ctx, refs(event, data)))),
  return: acting('tra-lai', async (event, data) =>
    requireDone(await returnValues(event.locals.ctx, { ...refs(event, data), reason: multiline(data, 'reason') })),
  ),
  correct: acting('dinh-chinh', async ({ locals: { ctx }, params }, data) =>
    correctValue(ctx, {
      slug: params.slug,
      id: params.valueId,
      expected: Number(text(data, 'version')),
      reason: multiline(data, 'reason'),
      numerator: text(data, 'numerator'),
      denominator: text(data, 'denominator'),
      value: text(data, 'value'),
      note: multiline(data, 'note'),
    }),
  ),
};

/** What to say after each act, by the word in the address. */
export const figureDone: Record<string, string> = {
  gui: 'Đã gửi',
  rut: 'Đã rút lại',
  'xac-nhan': 'Đã xác nhận',
  khoa: 'Đã khóa, số này nay là số chính thức',
  'tra-lai': 'Đã trả lại đơn vị',
  'dinh-chinh': 'Đã gửi bản đính chính, chờ xác nhận lại',
  go: 'Đã gỡ tệp',
};
