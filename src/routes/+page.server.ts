import { publicProgrammes } from '#lib/server/programme/queries.ts';
import { contestCards } from '#lib/server/publication/contestPage.ts';
import { movementCards } from '#lib/server/publication/movementPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) =>
  loading(async () => ({
    contests: await contestCards(ctx.app.db, await publicProgrammes(ctx.app.db), ctx.now),
    movements: (await movementCards(ctx)).filter((movement) => movement.state.standing !== 'over'),
    now: ctx.now,
  }));
