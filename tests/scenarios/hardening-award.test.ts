import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveDecision, submitDecision } from '#lib/server/award/decision/decide.ts';
import { issueDecision, numberDecision } from '#lib/server/award/decision/issue.ts';
import { requireDecision } from '#lib/server/award/decision/queries.ts';
import { matrix, usual } from '../permissions/matrix.ts';
import { addressOf, type Endpoint, endpoints } from '../permissions/router.ts';
import type { Rule } from '../permissions/rules.ts';
import { insertSignedFile } from '../support/awardDecision.ts';
import { type Cast, castInProgramme, castMoment, type Member } from '../support/cast.ts';
import { testPerson } from '../support/ctx.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cast: Cast;
const browsers = new Map<Member, Browser>();

/** What a browser would run, what a typesetter would read, what a spreadsheet would compute. */
const script = `"><img src=x onerror=alert(1)>'</text></svg><script>alert(1)</script>`;
const markup = '#read("/etc/passwd") $x$ *b* _i_ \\ <a> @b `c` = d // e ~ #image("x") [z] {y}';
const birth = '1987-06-05';
const area =
  /^\/(xet-khen|hoi-dong|khen-thuong|khen-cua-toi|xac-minh|bo-phieu|quan-tri\/danh-muc|api\/(bo-phieu|hoi-dong))/;
const routes = endpoints('src/routes').filter((one) => area.test(one.route));

const as = async (member: Member): Promise<Browser> => {
  const known = browsers.get(member) ?? (await cast.browser(member));
  browsers.set(member, known);
  return known;
};
const ruleOf = (endpoint: Endpoint): Rule => [matrix[endpoint.key]!].flat()[0]!;
const addressFor = (endpoint: Endpoint): string => {
  const rule = ruleOf(endpoint);
  return addressOf(endpoint.route, { ...usual(cast, endpoint.route), ...rule.where?.(cast) });
};
/** Those before whom the most of the server's code runs. */
const strongest = (rule: Rule): Member =>
  (['appraiser', 'leader', 'coordinator', 'councilMember', 'admin', 'author', 'visitor'] as const).find(
    (one) => rule.expected[one] === 'ok',
  ) ?? 'appraiser';

/** Names of fields that the code of a route reads. */
function fieldsOf(route: string): string[] {
  const file = `src/routes${route}/+page.server.ts`;
  if (!existsSync(file)) return [];
  return [
    ...readFileSync(file, 'utf8').matchAll(/(?:text|multiline|list|ticked|get|getAll|has)\((?:data, )?'([\w.-]+)'/g),
  ].map((match) => match[1]!);
}

beforeAll(async () => {
  server = await startTestServer({ at: castMoment });
  cast = await castInProgramme(server);
  const { db } = server.app;
  await db
    .updateTable('award_subject')
    .set({ birth_date: birth, birth_year: 1987 })
    .where('kind', '=', 'individual')
    .execute();
  const text = `${script} ${markup}`;
  const details = JSON.stringify({ birthDate: birth, position: text, workplace: text, address: text, ethnicity: text });
  const report = JSON.stringify({ background: text, achievements: text, citation: text });
  await db.updateTable('award_dossier').set({ subject_name: text, details, report }).execute();
  await db.updateTable('award_record').set({ subject_name: text, unit_name: text, citation: text }).execute();
  await db.updateTable('award_event').set({ reason: text }).execute();
  await db.updateTable('council_meeting').set({ title: text, agenda: text }).execute();
  await db
    .updateTable('award_comment')
    .set({ name: 'NGUOI-GOP-Y', contact: 'lien-he@bi-mat.test', body: text })
    .execute();
  await db
    .updateTable('award_barrier')
    .set({ basis: `CAN-CU-KIN ${text}` })
    .execute();
  await db
    .updateTable('award_decision_line')
    .set({
      printed: JSON.stringify({
        name: text,
        kind: 'individual',
        place: text,
        citation: text.repeat(3),
        formName: text,
      }),
    })
    .execute();
}, 120_000);
afterAll(() => server?.stop());

describe('V26-1: texts that people typed stay texts', () => {
  it('in every room of commendation and on every public page', async () => {
    for (const endpoint of routes.filter((one) => one.kind === 'page')) {
      const path = addressFor(endpoint);
      for (const member of new Set([strongest(ruleOf(endpoint)), 'appraiser', 'coordinator', 'visitor'] as const)) {
        const page = await (await as(member)).get(path);
        expect(page.status, `${member} ${path}`).toBeLessThan(500);
        expect(page.html, path).not.toMatch(/<img src=x/);
        expect(page.html, path).not.toMatch(/<script>alert/);
        expect(page.html, path).not.toMatch(/="[^"<>]*"><img/);
      }
    }
  }, 120_000);

  it('on paper and in workbooks: nothing is read, set or computed', async () => {
    const appraiser = await as('appraiser');
    const { call, decision } = cast.award;
    const at = async () => ({
      slug: call.slug,
      decisionId: decision.id,
      version: (await requireDecision(server.app.db, call.id, decision.id)).version,
    });
    const grant = async (name: string, role: 'award-officer' | 'leader', unitId: string) =>
      server.ctx(await testPerson(server.app.db, name, [{ role, unitId }]));
    const officer = await grant('Cán bộ', 'award-officer', cast.movement.units.SNV!);
    const leader = await grant('Lãnh đạo', 'leader', cast.movement.units.SL!);
    await submitDecision(officer, await at());
    await approveDecision(leader, await at());
    await numberDecision(officer, { ...(await at()), number: '77/QĐ-UBND', date: '09/07/2026' });
    await insertSignedFile(server, decision.id);
    await issueDecision(officer, await at());
    const room = `/xet-khen/dot/${call.slug}`;
    for (const path of [
      ...['pdf', 'docx'].map((format) => `${room}/quyet-dinh/${decision.id}/quyet-dinh.${format}`),
      ...['pdf', 'docx', 'xlsx'].map((format) => `${room}/chi-thuong/danh-sach.${format}?quyet-dinh=${decision.id}`),
      ...['pdf', 'docx'].map((format) => `${room}/hoi-dong/${cast.award.meeting.id}/bien-ban.${format}`),
      '/xet-khen/so/tep.xlsx',
      '/xet-khen/so/thong-ke/tep.xlsx',
    ]) {
      const response = await appraiser.fetch(path);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(`${response.status} ${path}`).toBe(`200 ${path}`);
      expect(bytes.length, path).toBeGreaterThan(1000);
      expect(bytes.includes('root:x:0'), path).toBe(false);
    }
    const response = await appraiser.fetch(`${room}/giay/${decision.id}.pdf`, {
      method: 'POST',
      body: new URLSearchParams({}).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  }, 120_000);
});

describe('what the public reads', () => {
  it('Q25-2: no birth date, no contact of who commented, no basis of a case, no dossier', async () => {
    const visitor = server.browser();
    const unit = await as('coordinator');
    const { publicity, meeting } = cast.award;
    for (const path of [
      '/khen-thuong',
      '/khen-thuong?q=script',
      '/khen-thuong/lay-y-kien',
      `/khen-thuong/lay-y-kien/${publicity}`,
      '/khen-thuong/quy-dinh',
      '/xac-minh/KT-2222-2222',
      '/sitemap.xml',
      '/',
    ])
      for (const browser of [visitor, unit]) {
        const page = await browser.get(path);
        for (const secret of [birth, '05/06/1987', '5/6/1987', 'NGUOI-GOP-Y', 'bi-mat.test', 'CAN-CU-KIN'])
          expect(page.html, path).not.toContain(secret);
      }
    const member = await as('councilMember');
    for (const [browser, paths] of [
      [member, [`/hoi-dong/${meeting.id}`, `/hoi-dong/${meeting.id}/ho-so/${meeting.tabled}`]],
      [
        unit,
        [
          '/xet-khen',
          `/xet-khen/don-vi/${cast.units.own}/${cast.award.call.slug}`,
          `/xet-khen/y-kien/${cast.award.opinion}`,
        ],
      ],
    ] as const)
      for (const path of paths) {
        const page = await browser.get(path);
        for (const secret of ['NGUOI-GOP-Y', 'bi-mat.test', 'CAN-CU-KIN'])
          expect(page.html, path).not.toContain(secret);
      }
  });
});

describe('careless and hostile requests', () => {
  const words = [
    '__proto__',
    '-1',
    '१२',
    '31/02/2026',
    '99999999999',
    'x'.repeat(20_000),
    '\ud800\u0000',
    '0d3fcd2e-0000-4000-8000-000000000000',
  ];

  it.each(words.slice(0, 5))(
    'addresses with %s',
    async (word) => {
      const asked = [
        'q',
        'nam',
        'trang',
        'doi-tuong',
        'hinh-thuc',
        'tinh-trang',
        'buoc',
        'xong',
        'quyet-dinh',
        'don-vi',
        'ma',
        'bien-nhan',
        'viec',
        'ho-so',
        'hoSo',
        'to',
        'phan',
        'bat-dau',
        'ngay',
        'lop',
        'loc',
        'step',
        'chon',
      ];
      const query = asked.map((name) => `${name}=${encodeURIComponent(word)}`).join('&');
      for (const endpoint of routes.filter((one) => one.method === 'GET')) {
        const path = addressFor(endpoint);
        const response = await (await as(strongest(ruleOf(endpoint)))).fetch(`${path}?${query}`);
        await response.arrayBuffer();
        expect(response.status, `${path} ${word}`).toBeLessThan(500);
      }
    },
    120_000,
  );

  it.each(words)(
    'forms in which every field says %s',
    async (word) => {
      for (const endpoint of routes.filter((one) => one.kind === 'action')) {
        const rule = ruleOf(endpoint);
        const known = Object.entries(rule.body?.(cast) ?? {}).filter(
          (pair): pair is [string, string] => typeof pair[1] === 'string',
        );
        const fields = [...new Set([...known.map(([name]) => name), ...fieldsOf(endpoint.route), 'version'])];
        const bodies = [
          // all of them odd, and twice
          fields.flatMap((name) => [
            [name, word],
            [name, word],
          ]),
          // ids as they should be, the rest odd
          fields.map((name) => [name, known.find(([one]) => one === name)?.[1] ?? word]),
        ];
        for (const body of bodies) {
          const address = `${addressFor(endpoint)}${endpoint.action === 'default' ? '' : `?/${endpoint.action}`}`;
          const response = await (await as(strongest(rule))).fetch(address, {
            method: 'POST',
            body: new URLSearchParams(body as [string, string][]).toString(),
            headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
          });
          await response.arrayBuffer();
          expect(response.status, `${endpoint.key} ${word.slice(0, 20)}`).toBeLessThan(500);
        }
      }
    },
    300_000,
  );

  it('papers of secret ballots: no JSON, other JSON, too much of it', async () => {
    const { secret } = cast.award.meeting;
    for (const path of [`/api/bo-phieu/${secret}`, '/api/bo-phieu/__proto__', `/api/hoi-dong/phat-phieu/${secret}`])
      for (const body of [
        '',
        'null',
        '[]',
        '"x"',
        '{"serial":1}',
        '{"serial":["a"],"signature":{},"choices":[]}',
        '{"choices":{"__proto__":{}}}',
        `{"blinded":"${'A'.repeat(100_000)}"}`,
        'x'.repeat(5_000_000),
      ]) {
        const response = await (await as('councilMember')).fetch(path, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        });
        await response.arrayBuffer();
        expect(response.status, `${path} ${body.slice(0, 40)}`).toBeGreaterThanOrEqual(400);
        expect(response.status, `${path} ${body.slice(0, 40)}`).toBeLessThan(500);
      }
  });

  it('of other sites do nothing', async () => {
    const { publicity, call } = cast.award;
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }])
      for (const path of [
        `/khen-thuong/lay-y-kien/${publicity}`,
        '/bo-phieu?/cast',
        '/bo-phieu?/open',
        `/xet-khen/dot/${call.slug}/ho-so/xu-ly?/forward`,
        `/xet-khen/dot/${call.slug}/quyet-dinh?/create`,
      ]) {
        const response = await (await as('appraiser')).fetch(path, {
          method: 'POST',
          body: 'code=x',
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        });
        await response.arrayBuffer();
        expect(response.status, path).toBe(403);
      }
  });
});
