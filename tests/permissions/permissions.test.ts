import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants } from '../../src/lib/server/ledger/invariants.ts';
import { type Cast, castInProgramme, castMoment, type Member } from '../support/cast.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { addressFor, askAll } from './asking.ts';
import { matrix } from './matrix.ts';
import { endpoints } from './router.ts';
import type { Rule } from './rules.ts';

const routes = join(process.env.LANTOA_ROOT ?? process.cwd(), 'src/routes');
const all = endpoints(routes);

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await startTestServer();
  cast = await castInProgramme(server);
});
afterAll(() => server?.stop());

const rulesOf = (key: string): Rule[] => [matrix[key] ?? []].flat();
const cases = all.flatMap((endpoint) =>
  rulesOf(endpoint.key).map((rule, index) => ({
    endpoint,
    rule,
    title: endpoint.key + (rule.says ? ` (${rule.says})` : index > 0 ? ` (${index + 1})` : ''),
  })),
);
const denied = (outcome: string): boolean => ['sign-in', 'forbidden', 'hidden', 'gone'].includes(outcome);
/** "judge: expected hidden, got ok", one line for each person who met something else. */
const surprises = (rule: Rule, answers: Partial<Record<Member, string>>): string[] =>
  Object.entries(answers)
    .filter(([member, outcome]) => rule.expected[member as Member] !== outcome)
    .map(([member, outcome]) => `${member}: expected ${rule.expected[member as Member]}, got ${outcome}`);

describe('the matrix and the router', () => {
  it('every page, form and interface of the router has a row', () => {
    expect(all.map((endpoint) => endpoint.key).filter((key) => !(key in matrix))).toEqual([]);
  });
  it('every row has its page, form or interface', () => {
    const known = new Set(all.map((endpoint) => endpoint.key));
    expect(Object.keys(matrix).filter((key) => !known.has(key))).toEqual([]);
  });
});

it('the cast stands in data that could be real', async () => {
  expect((await checkInvariants(server.app)).filter(({ ok }) => !ok)).toEqual([]);
});

describe('who may open what', () => {
  for (const { endpoint, rule, title } of cases.filter((c) => c.endpoint.method === 'GET'))
    it(title, async () => {
      const answers = await askAll(cast, endpoint, rule);
      expect(surprises(rule, answers), addressFor(cast, endpoint, rule)).toEqual([]);
    });
});

const forms = cases.filter((c) => c.endpoint.method !== 'GET');

describe('who may not send what, and that nothing happens when they try', () => {
  const acts = async () =>
    (
      await server.app.db
        .selectFrom('audit_event')
        .select(({ fn }) => fn.countAll<string>().as('n'))
        .executeTakeFirstOrThrow()
    ).n;
  for (const { endpoint, rule, title } of forms) {
    if (!Object.values(rule.expected).some(denied)) continue;
    it(title, async () => {
      const before = await acts();
      const answers = await askAll(cast, endpoint, rule, denied);
      // where a form is refused, it does not matter in which of these words
      const letIn = Object.entries(answers).filter(([, outcome]) => !denied(outcome));
      expect(letIn, addressFor(cast, endpoint, rule)).toEqual([]);
      expect(await acts()).toBe(before);
    });
  }
});

describe('who may send what', () => {
  for (const { endpoint, rule, title } of forms) {
    if (!Object.values(rule.expected).includes('ok')) continue;
    it(title, async () => {
      const answers = await askAll(cast, endpoint, rule, (outcome) => outcome === 'ok');
      // an administrator may have moved the clock
      server.moveTo(castMoment);
      expect(surprises(rule, answers), addressFor(cast, endpoint, rule)).toEqual([]);
    });
  }
});
