import type { Cast, Member } from '../support/cast.ts';
import { members } from '../support/cast.ts';
import { usual } from './matrix.ts';
import { addressOf, type Endpoint } from './router.ts';
import type { Outcome, Rule } from './rules.ts';

/** The address that a rule asks for, with the name of the action. */
export function addressFor(cast: Cast, endpoint: Endpoint, rule: Rule): string {
  const path = addressOf(endpoint.route, { ...usual(cast, endpoint.route), ...rule.where?.(cast) });
  const action = endpoint.action && endpoint.action !== 'default' ? `?/${endpoint.action}` : '';
  const query = rule.query?.(cast);
  return path + action + (query ? (action ? '&' : '?') + query : '');
}

/** How the server answered, in the words of the matrix; a status that no person should meet stays as it is. */
function outcomeOf(status: number, location: string | null): Outcome | string {
  if (status >= 300 && status < 400) return location?.startsWith('/dang-nhap') ? 'sign-in' : 'ok';
  if (status === 401) return 'sign-in';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'hidden';
  if (status === 410) return 'gone';
  return status >= 500 ? `error ${status}` : 'ok';
}

function requestFor(endpoint: Endpoint, body: Record<string, unknown>): RequestInit {
  if (endpoint.method === 'GET') return {};
  if (endpoint.kind === 'endpoint')
    return { method: endpoint.method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  if (Object.values(body).some((value) => value instanceof File)) {
    const data = new FormData();
    for (const [name, value] of Object.entries(body)) data.append(name, value as string | File);
    return { method: 'POST', body: data };
  }
  return {
    method: 'POST',
    body: new URLSearchParams(body as Record<string, string>).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
}

/** Asks for one page, or sends one form with nothing in it, as one of the cast. */
async function ask(cast: Cast, endpoint: Endpoint, rule: Rule, member: Member): Promise<Outcome | string> {
  const browser = await cast.browser(member);
  const address = addressFor(cast, endpoint, rule);
  const init = requestFor(endpoint, rule.body?.(cast) ?? {});
  const response = await browser.fetch(address, {
    ...init,
    headers: { accept: 'text/html', ...(init.headers as Record<string, string> | undefined) },
  });
  await response.arrayBuffer();
  return outcomeOf(response.status, response.headers.get('location'));
}

/** Asks as everyone for whom the rule gives one of these outcomes. */
export async function askAll(
  cast: Cast,
  endpoint: Endpoint,
  rule: Rule,
  which: (expected: Outcome) => boolean = () => true,
): Promise<Partial<Record<Member, string>>> {
  const asked = members.filter((member) => which(rule.expected[member]));
  return Object.fromEntries(
    await Promise.all(asked.map(async (member) => [member, await ask(cast, endpoint, rule, member)])),
  );
}
