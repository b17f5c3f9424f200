import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { returnExample } from '#lib/server/example/review.ts';
import { createExample } from '#lib/server/example/write.ts';
import { saveValue } from '#lib/server/indicator/save.ts';
import { generate } from '#lib/server/obligation/generate.ts';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import type { StoredRole } from '#lib/server/platform/policy.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { saveReport } from '#lib/server/report/save.ts';
import { submitReport } from '#lib/server/report/submit.ts';
import { testPerson } from '../support/ctx.ts';
import { galleryContest } from '../support/gallery.ts';
import type { Browser } from '../support/http.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let units: Record<string, string>;
let movementId: string;
let contestId: string;
let at: { value: string; example: string; code: string; report: string; file: string };
const contest = galleryContest.slug;
const { slug } = sampleMovement;

/** What a browser would run, in every way in which a page can go out of its text. */
const script = `"><img src=x onerror=alert(1)>'</text></svg><script>alert(1)</script>`;
const hostile: MovementProgramme = {
  ...sampleMovement,
  shortName: `Thi đua ${script}`,
  theme: `Chủ đề ${script}`,
  contents: sampleMovement.contents.map((one) => ({ ...one, title: `${one.title} ${script}`, text: script })),
  criteria: sampleMovement.criteria.map((one) => ({ ...one, text: `${one.text} ${script}` })),
  classes: sampleMovement.classes.map((one) => ({ ...one, name: `${one.name} ${script}` })),
  phases: sampleMovement.phases.map((one) => ({ ...one, name: `${one.name} ${script}` })),
  indicators: sampleMovement.indicators.map((one) => ({
    ...one,
    group: `${one.group} ${script}`,
    name: `${one.name} ${script}`,
    shortName: `${one.id} ${script}`,
    measure: script,
    targets: one.targets.map((target) => ({ ...target, printed: script })),
  })),
  obligations: sampleMovement.obligations.map((one) => ({
    ...one,
    name: `${one.name} ${script}\r\nBEGIN:VEVENT`,
    due: { ...one.due, printed: `${script}\r\nATTENDEE:mailto:x@example.test` },
  })),
};

beforeAll(async () => {
  server = await startTestServer({ at: '2025-10-01T08:00:00+07:00' });
  const { db } = server.app;
  units = await sampleUnits(server);
  await db
    .updateTable('unit')
    .set({ name: `Xã ${script}` })
    .where('id', '=', units.X1!)
    .execute();
  movementId = await insertMovement(server, hostile);
  contestId = await createProgramme(server.ctx(), { doc: galleryContest });
  await publishProgramme(server.ctx(), { programmeId: contestId, version: 1 });
  await generate(server.ctx(), { movementId });
  const writer = await testPerson(db, `Đầu mối ${script}`, [{ role: 'unit-coordinator', unitId: units.X1! }]);
  const ctx = server.ctx(writer);
  const key = { slug, unitId: units.X1!, period: '2025' };
  const value = (await saveValue(ctx, { ...key, indicatorId: 'trained', value: '987654', note: script }))!;
  const { exampleId, code } = await createExample(ctx, {
    ...key,
    kind: 'model',
    title: `Chợ ${script}`,
    summary: script,
    body: `${script}\n- ${script}`,
    results: script,
    contentId: 'a',
  });
  const { id: report } = await db
    .selectFrom('obligation')
    .select('id')
    .where('unit_id', '=', units.X1!)
    .where('rule_id', '=', 'report')
    .executeTakeFirstOrThrow();
  await saveReport(ctx, {
    obligationId: report,
    version: 0,
    content: {
      contents: { a: script, b: script },
      criteria: { a1: { self: 'full', text: script }, a2: { self: 'not', text: script } },
    },
  });
  const { id: file } = await db
    .insertInto('file')
    .values({
      purpose: 'evidence',
      name: 'minh-chung.pdf',
      declared_size: 3,
      size: 3,
      state: 'ready',
      kind: 'pdf',
      media: 'application/pdf',
      storage_key: 'ev/idence',
      target: JSON.stringify({ valueId: value }),
      created_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('indicator_evidence').values({ value_id: value, file_id: file, added_at: ctx.now }).execute();
  at = { value, example: exampleId, code, report, file };
}, 60_000);
afterAll(() => server?.stop());

const signedIn = async (
  ...grants: { role: StoredRole; programmeId?: string; unitId?: string | undefined }[]
): Promise<Browser> => {
  const person = await testPerson(
    server.app.db,
    'Người thử',
    grants.map(({ unitId, ...grant }) => ({ ...grant, ...(unitId ? { unitId } : {}) })),
  );
  const browser = server.browser();
  const place = { ip: null, userAgent: null };
  browser.cookies.set(sessionCookie, await createSession(server.app.db, person.id, place, 'full'));
  return browser;
};

/** Addresses of pages and files below a folder of routes, filled in. */
function addresses(below: string, values: Record<string, string>): string[] {
  const files = globSync(`src/routes/${below.replaceAll('[', '[[]')}/**/{+page.server.ts,+server.ts}`);
  expect(files.length).toBeGreaterThan(5);
  return files
    .filter((file) => file.endsWith('+page.server.ts') || readFileSync(file, 'utf8').includes('GET'))
    .map((file) => file.replace(/^src\/routes|\/\+(page\.server|server)\.ts$/g, ''))
    .map((path) => path.replace(/\[([A-Za-z]+)[^\]]*\]/g, (_, name: string) => values[name] ?? randomUUID()));
}

const here = () => ({
  slug,
  unitId: units.X1!,
  valueId: at.value,
  exampleId: at.example,
  obligationId: at.report,
  indicatorId: 'online',
  code: at.code.toLowerCase(),
  part: 'basics',
  format: 'pdf',
});

describe('who works on one programme has no room in another', () => {
  const status = async (browser: Browser, path: string) => {
    const response = await browser.fetch(path);
    await response.arrayBuffer();
    return `${response.status} ${path}`;
  };

  it.each(['secretary', 'organiser', 'support', 'auditor', 'admin'] as const)(
    'C21-2: %s of a contest, before a movement',
    async (role) => {
      const browser = await signedIn({ role, programmeId: contestId });
      const paths = [
        ...addresses('dieu-hanh/phong-trao/[slug]', here()),
        ...addresses('don-vi/[unitId]/phong-trao/[slug]', here()),
        `/tep/${at.file}`,
      ];
      for (const path of paths) expect(await status(browser, path)).toBe(`404 ${path}`);
    },
  );

  it.each(['secretary', 'organiser', 'support', 'auditor', 'admin'] as const)(
    'C21-2: %s of a movement, before a contest',
    async (role) => {
      const browser = await signedIn({ role, programmeId: movementId });
      for (const [name, value] of [
        ['contest', contest],
        ['movement', slug],
      ]) {
        const paths = addresses('dieu-hanh/[slug]', { slug: value!, part: 'basics' });
        for (const path of paths) expect(`${name} ${await status(browser, path)}`).toBe(`${name} 404 ${path}`);
      }
    },
  );

  it('C21-2: another unit, a visitor and a person without a role find nothing of a unit', async () => {
    for (const browser of [await signedIn({ role: 'unit-coordinator', unitId: units.X2 }), await signedIn()]) {
      for (const path of [...addresses('don-vi/[unitId]/phong-trao/[slug]', here()), `/tep/${at.file}`])
        expect(await status(browser, path)).toBe(`404 ${path}`);
    }
    const visitor = server.browser();
    for (const path of [
      ...addresses('don-vi/[unitId]/phong-trao/[slug]', here()),
      ...addresses('dieu-hanh/phong-trao/[slug]', here()),
      `/tep/${at.file}`,
    ]) {
      const response = await visitor.fetch(path);
      await response.arrayBuffer();
      expect([303, 401, 404], path).toContain(response.status);
    }
  });
});

describe('V26-1: texts that people typed stay texts', () => {
  const clean = (html: string, path: string) => {
    expect(html, path).not.toMatch(/<img src=x/);
    expect(html, path).not.toMatch(/<script>alert/);
    expect(html, path).not.toMatch(/="[^"<>]*"><img/);
  };

  it('in every room, for the standing unit and for the unit', async () => {
    const [secretary, unit] = [
      await signedIn({ role: 'secretary', programmeId: movementId }),
      await signedIn({ role: 'unit-coordinator', unitId: units.X1 }),
    ];
    const paths = [
      ...addresses('dieu-hanh/phong-trao/[slug]', here()),
      ...addresses('don-vi/[unitId]/phong-trao/[slug]', here()),
      ...addresses('phong-trao/[slug]', here()),
      '/phong-trao',
      '/',
      '/dieu-hanh',
      '/don-vi',
      `/don-vi/${units.X1}/phong-trao`,
    ];
    for (const browser of [secretary, unit])
      for (const path of paths) {
        const page = await browser.get(path);
        expect(page.status, path).not.toBe(500);
        if (page.headers.get('content-type')?.includes('html')) clean(page.html, path);
      }
  });

  it('in calendars no text opens an entry or a field of its own', async () => {
    const calendar = await (await server.browser().fetch(`/phong-trao/${slug}/lich.ics`)).text();
    const count = (text: string, what: RegExp) => [...text.matchAll(what)].length;
    expect(count(calendar, /^BEGIN:VEVENT/gm)).toBe(count(calendar, /^END:VEVENT/gm));
    expect(calendar).not.toMatch(/^ATTENDEE/m);
  });

  it('on paper', async () => {
    const unit = await signedIn({ role: 'unit-coordinator', unitId: units.X1 });
    const person = await testPerson(server.app.db, 'Đầu mối', [{ role: 'unit-coordinator', unitId: units.X1! }]);
    const row = await server.app.db
      .selectFrom('unit_report')
      .select('version')
      .where('obligation_id', '=', at.report)
      .executeTakeFirstOrThrow();
    await saveReport(server.ctx(person), {
      obligationId: at.report,
      version: row.version,
      content: { sections: { difficulties: '#read("/etc/passwd") $x$ *b* \\ <a> @b `c` #image("/etc/passwd")' } },
    });
    await submitReport(server.ctx(person), { obligationId: at.report, version: row.version + 1 });
    for (const format of ['pdf', 'docx']) {
      const response = await unit.fetch(
        `/don-vi/${units.X1}/phong-trao/${slug}/nghia-vu/${at.report}/ban-in.${format}`,
      );
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(2000);
    }
  });
});

describe('C21-2: the public sees what is official and published, and nothing else', () => {
  it('no working figure, no draft of an example and no note stands on a public page', async () => {
    const visitor = server.browser();
    for (const path of [...addresses('phong-trao/[slug]', here()), '/phong-trao', '/', '/sitemap.xml']) {
      const page = await visitor.get(path);
      expect(page.html, path).not.toMatch(/987[. ]?654/);
      expect(page.html, path).not.toContain(at.code);
    }
  });

  it('Q25-14: an example that is given back is gone with the act, from every kept page', async () => {
    const now = server.ctx().now;
    await server.app.db
      .updateTable('good_example')
      .set({ state: 'published', submitted_at: now, published_at: now })
      .where('id', '=', at.example)
      .execute();
    server.app.cache.clear();
    const visitor = server.browser();
    const paths = [`/phong-trao/${slug}`, `/phong-trao/${slug}/dien-hinh`];
    const address = `/phong-trao/${slug}/dien-hinh/${at.code.toLowerCase()}`;
    for (const path of paths) expect((await visitor.get(path)).html).toContain('Chợ');
    expect((await visitor.get(address)).status).toBe(200);
    const secretary = await testPerson(server.app.db, 'Thư ký', [{ role: 'secretary', programmeId: movementId }]);
    await returnExample(server.ctx(secretary), { exampleId: at.example, reason: 'Ảnh có người chưa đồng ý.' });
    for (const path of paths) expect((await visitor.get(path)).html).not.toContain('Chợ');
    expect((await visitor.get(address)).status).toBe(404);
  });
});

describe('words of addresses that mean nothing', () => {
  it.each(['__proto__', 'constructor', 'toString', '0000', '%00', '9999-Q9'])('%s', async (word) => {
    const secretary = await signedIn({ role: 'secretary', programmeId: movementId });
    const asked = ['da', 'da-luu', 'xong', 'nam', 'ky', 'lop', 'nhom', 'cum', 'trang', 'lan', 'tinh-trang', 'viec'];
    const query = asked.map((name) => `${name}=${word}`).join('&');
    for (const path of [
      ...addresses('dieu-hanh/phong-trao/[slug]', here()),
      ...addresses('phong-trao/[slug]', here()),
    ]) {
      const response = await secretary.fetch(`${path}?${query}`);
      await response.arrayBuffer();
      expect(response.status, path).toBeLessThan(500);
    }
  });
});

describe('requests of other sites', () => {
  it('do nothing in the rooms of a unit', async () => {
    const unit = await signedIn({ role: 'unit-coordinator', unitId: units.X1 });
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }])
      for (const path of ['so-lieu?/save', `nghia-vu/${at.report}?/save`, 'dien-hinh/moi']) {
        const response = await unit.fetch(`/don-vi/${units.X1}/phong-trao/${slug}/${path}`, {
          method: 'POST',
          body: 'title=x',
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        });
        await response.arrayBuffer();
        expect(response.status, path).toBe(403);
      }
  });
});
