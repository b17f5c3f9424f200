import { examplePage } from '#lib/server/example/page.ts';
import { decideReplica } from '#lib/server/example/replicas.ts';
import { publishExamples, returnExample } from '#lib/server/example/review.ts';
import { withdrawExample } from '#lib/server/example/write.ts';
import { openMovement } from '#lib/server/movement/room.ts';
import { mayOversee } from '#lib/server/movement/scope.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireAllowed(mayOversee((await openMovement(ctx, params.slug)).scope));
    return {
      ...(await examplePage(ctx, params.exampleId, { slug: params.slug })),
      saved: url.searchParams.get('da-luu'),
    };
  });

const doing = async (
  { locals: { ctx }, params, request }: RequestEvent,
  form: string,
  work: (ctx: Ctx, data: FormData) => Promise<unknown>,
) => {
  const data = await request.formData();
  try {
    await examplePage(ctx, params.exampleId, { slug: params.slug });
    await work(ctx, data);
  } catch (problem) {
    return refuse(problem, data, form);
  }
  return goTo(`/dieu-hanh/phong-trao/${params.slug}/dien-hinh/${params.exampleId}?da-luu=${form}`);
};

export const actions = {
  return: (event) =>
    doing(event, 'return', (ctx, data) =>
      returnExample(ctx, { exampleId: event.params.exampleId, reason: multiline(data, 'reason') }),
    ),
  publish: (event) =>
    doing(event, 'publish', (ctx) =>
      publishExamples(ctx, { slug: event.params.slug, exampleIds: [event.params.exampleId] }),
    ),
  withdraw: (event) =>
    doing(event, 'withdraw', (ctx, data) =>
      withdrawExample(ctx, { exampleId: event.params.exampleId, reason: multiline(data, 'reason') }),
    ),
  replica: (event) =>
    doing(event, 'replica', (ctx, data) =>
      decideReplica(ctx, {
        exampleId: event.params.exampleId,
        unitId: text(data, 'unitId'),
        confirm: text(data, 'confirm') === 'yes',
      }),
    ),
} satisfies Actions;
