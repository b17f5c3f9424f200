import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { App } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';

const key = 'interaction-secret';
const known = new WeakMap<App['db'], Promise<string>>();

async function readOrMake(db: App['db']): Promise<string> {
  await db
    .insertInto('setting')
    .values({ key, value: json(randomBytes(32).toString('base64url')) })
    .onConflict((c) => c.column('key').doNothing())
    .execute();
  const { value } = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirstOrThrow();
  return String(value);
}

/** The secret with which this installation signs what it hands to browsers; made once, the same for all its processes. */
export async function interactionSecret({ db }: Pick<App, 'db'>, purpose: string): Promise<string> {
  let secret = known.get(db);
  if (!secret) {
    secret = readOrMake(db);
    known.set(db, secret);
    secret.catch(() => known.delete(db));
  }
  return createHmac('sha256', await secret)
    .update(purpose)
    .digest('base64url');
}

const signatureOf = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64url');

/** "payload.signature" of something the browser brings back. */
export async function sealed(app: Pick<App, 'db'>, purpose: string, value: unknown): Promise<string> {
  const text = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${text}.${signatureOf(await interactionSecret(app, purpose), text)}`;
}

/** What was sealed; null when it was not sealed here, or for something else. */
export async function unsealed(app: Pick<App, 'db'>, purpose: string, ticket: string): Promise<unknown> {
  const [text = '', signature = '', ...more] = ticket.split('.');
  const right = Buffer.from(signatureOf(await interactionSecret(app, purpose), text));
  const given = Buffer.from(signature);
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
}
