import { examplePageSize, readPage } from '#lib/domain/example/filter.ts';
import { exampleStates } from '#lib/domain/example/states.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { examplesToReview, type ReviewFilter } from '#lib/server/example/queries.ts';
import { openMovement } from '#lib/server/movement/room.ts';
import { mayManage, mayOversee } from '#lib/server/movement/scope.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

const readState = (text: string | null): ReviewFilter['state'] =>
  text === 'all' || text === 'spreading' || (text !== null && text !== 'draft' && Object.hasOwn(exampleStates, text))
    ? (text as ReviewFilter['state'])
    : 'submitted';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { movement, scope } = await openMovement(ctx, params.slug);
    requireAllowed(mayOversee(scope));
    const filter: ReviewFilter = {
      state: readState(url.searchParams.get('trang-thai')),
      contentId: clean(url.searchParams.get('noi-dung') ?? '').slice(0, 60),
      text: clean(url.searchParams.get('tim') ?? '').slice(0, 100),
    };
    const page = readPage(url.searchParams.get('trang'));
    const found = await examplesToReview(ctx.app.db, {
      programmeId: movement.id,
      filter,
      limit: examplePageSize,
      offset: (page - 1) * examplePageSize,
    });
    return {
      ...found,
      filter,
      page,
      contents: movement.doc.contents.map(({ id, label, title }) => ({ id, label, title })),
      may: mayManage(scope),
      done: url.searchParams.get('da-cong-bo'),
    };
  });
