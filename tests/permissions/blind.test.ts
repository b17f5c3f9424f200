import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold } from '#lib/domain/kernel/text.ts';
import { type Cast, castInProgramme, type Member } from '../support/cast.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await startTestServer();
  cast = await castInProgramme(server);
});
afterAll(() => server?.stop());

interface Answer {
  path: string;
  status: number;
  /** body and headers, as far as they are text */
  said: string;
}

/** Follows every link from a page, as far as they lead, and keeps everything that came back. */
async function everythingFrom(member: Member, start: string[], within = /^\//): Promise<Answer[]> {
  const browser = await cast.browser(member);
  const waiting = [...start];
  const known = new Set(waiting);
  const answers: Answer[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const response = await browser.fetch(path, { headers: { accept: 'text/html' } });
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    // a PDF made by us holds its text in streams; what it says is asked of the documents' own tests
    const body = /text|json|xml|javascript/.test(type) ? bytes.toString('utf8') : '';
    const headers = [...response.headers].map(([name, value]) => `${name}: ${safeDecode(value)}`).join('\n');
    answers.push({ path, status: response.status, said: `${headers}\n${body}` });
    const found = [...body.matchAll(/(?:href|src|action)="([^"]+)"/g)].map((match) =>
      match[1]!.replaceAll('&amp;', '&'),
    );
    for (const link of [...found, response.headers.get('location') ?? '']) {
      const url = new URL(link, server.url + path);
      const next = url.pathname + url.search;
      // the own account holds the own name; assets are the same for all
      if (
        url.origin !== server.url ||
        known.has(next) ||
        !within.test(next) ||
        /^\/(_app|tai-khoan|dang-|api\/health)/.test(next)
      )
        continue;
      known.add(next);
      waiting.push(next);
    }
    if (answers.length > 300) throw new Error('the crawl does not end');
  }
  return answers;
}

const safeDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** "Quàng Thị Sao Khuê on /cham-thi", in any case and without its marks too. */
function leaks(answers: Answer[], bait: string[]): string[] {
  return answers.flatMap(({ path, said }) => {
    const folded = fold(said);
    return bait
      .filter((word) => said.includes(word) || folded.includes(fold(word)))
      .map((word) => `${word} on ${path}`);
  });
}

describe('K26-4d: a blind judge', () => {
  it('meets no name, unit, address, file name or id of the authors on any page, link or header', async () => {
    const sheet = `/cham-thi/phieu/${cast.entries.eligible.assignment}`;
    const answers = await everythingFrom('judge', ['/cham-thi', sheet, `${sheet}/__data.json`, `${sheet}/ky`]);
    const read = answers.filter(({ status }) => status === 200).map(({ path }) => path);
    expect(read).toContain(`/cham-thi/${cast.slug}/preliminary`);
    expect(read).toContain(sheet);
    expect(read.some((path) => path.startsWith(`${sheet}/tep/`))).toBe(true);
    expect(leaks(answers, cast.bait)).toEqual([]);
  });

  it('the chair judges as blindly: nothing in the judging room names the authors', async () => {
    const room = `/cham-thi/${cast.slug}/preliminary/chu-tich`;
    const answers = await everythingFrom('chair', [room, `${room}/bai/${cast.entries.eligible.id}`], /^\/cham-thi/);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(3);
    expect(leaks(answers, cast.bait)).toEqual([]);
  });

  it('finds the bait with the same eyes where it may be: the secretariat sees who the authors are', async () => {
    const answers = await everythingFrom('author', [`/tep/${cast.entries.eligible.files.explanation}`, '/tai-khoan']);
    const own = await (await cast.browser('author')).get('/tai-khoan/ho-so');
    expect(leaks([{ path: '/tai-khoan/ho-so', status: 200, said: own.html }], cast.bait)).not.toEqual([]);
    expect(answers.length).toBeGreaterThan(0);
  });

  it('is not let in by guessing: the author pages, the unit, the secretariat and the plain file address stay shut', async () => {
    const browser = await cast.browser('judge');
    const { eligible } = cast.entries;
    for (const path of [
      `/bai-du-thi/${eligible.id}`,
      `/don-vi/${cast.units.own}`,
      `/dieu-hanh/${cast.slug}/bai-du-thi/${eligible.id}`,
      `/tep/${eligible.files.explanation}`,
      `/tep/${eligible.files.video}`,
      `/cham-thi/phieu/${eligible.assignment}/tep/${eligible.files.evidence}`,
    ])
      expect([path, (await browser.fetch(path)).status]).toEqual([path, 404]);
  });

  it('learns nothing from looking the code up', async () => {
    const browser = await cast.browser('judge');
    const answers: Answer[] = [];
    for (const path of [`/tra-cuu?ma=${cast.entries.eligible.code}`, `/tra-cuu/${cast.entries.eligible.code}`]) {
      const response = await browser.fetch(path);
      answers.push({ path, status: response.status, said: await response.text() });
    }
    expect(leaks(answers, cast.bait)).toEqual([]);
  });
});
