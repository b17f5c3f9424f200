import type { TestServer } from './server.ts';

/** The newest link of this kind that was mailed to the address. */
export async function mailed(server: TestServer, to: string, path: string): Promise<string> {
  const mails = await server.app.db
    .selectFrom('message')
    .select('body')
    .where('to_address', '=', to)
    .orderBy('created_at', 'desc')
    .execute();
  const link = mails.map((mail) => new RegExp(`/${path}/[\\w-]{43}`).exec(mail.body)?.[0]).find(Boolean);
  if (!link) throw new Error(`no mail to ${to} has a link /${path}/…`);
  return link;
}
