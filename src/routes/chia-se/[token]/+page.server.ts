import { isCrawler, isPrefetch } from '#lib/domain/gallery/voting.ts';
import { openShare } from '#lib/server/gallery/share.ts';
import { deviceOf } from '#lib/server/web/device.ts';
import { goTo, loading } from '#lib/server/web/forms.ts';
import { publicOrigin } from '#lib/server/web/origin.ts';
import type { PageServerLoad } from './$types';

/** A person goes on to the work, and the opening may count; a social network's preview gets its picture and counts nothing. */
export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const { headers, method } = event.request;
  event.setHeaders({ 'cache-control': 'no-store' });
  const crawler = isCrawler(headers.get('user-agent') ?? '');
  const person = !crawler && !isPrefetch(headers) && method === 'GET';
  const { work } = await loading(() =>
    openShare(ctx, { token: event.params.token, person, device: person ? deviceOf(event) : null }),
  );
  if (!crawler) goTo(work.address);
  const address = publicOrigin(ctx, event.url) + work.address;
  return { title: work.title, contest: work.doc.name, address };
};
