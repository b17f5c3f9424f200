import { expect } from 'vitest';
import { jobs } from '#lib/server/jobs.ts';
import type { Browser } from '../support/http.ts';
import type { TestServer } from '../support/server.ts';

/** The three movements of the path: the province's, that of one agency, that of the years before. */
export const slug = 'thi-dua-2025-2030';
export const officeSlug = 'thi-dua-van-phong-2026-2030';
export const pastSlug = 'thi-dua-2021-2025';
export const room = `/dieu-hanh/phong-trao/${slug}`;
export const root = `/phong-trao/${slug}`;

/** What the people of the path share: one server, one clock, and what each of them sits at. */
export interface Stage {
  server: TestServer;
  /** whether pages run their scripts */
  scripts: boolean;
  admin: Browser;
  people: Record<string, Browser>;
  /** ids of units by code */
  units: Record<string, string>;
  /** addresses of what was made on the way, by a short name */
  at: Record<string, string>;
  /** what was downloaded, by a short name */
  files: Record<string, Buffer>;
}

/** One of the stage's people. */
export const who = (stage: Stage, name: string): Browser => {
  const browser = stage.people[name];
  if (!browser) throw new Error(`nobody is called ${name}`);
  return browser;
};

/** The rooms of a unit in a movement. */
export const unitRoom = (stage: Stage, code: string, movement = slug): string =>
  `/don-vi/${stage.units[code]}/phong-trao/${movement}`;

/** Presses a button and reads where it led; the page's own words stand in a failure. */
export async function press(
  browser: Browser,
  values: Parameters<Browser['submit']>[0],
  needs: Parameters<Browser['submit']>[1],
  expected: string,
): Promise<void> {
  await browser.submit(values, needs);
  expect(browser.page.url, `${browser.page.status} ${browser.page.text.slice(0, 1200)}`).toContain(expected);
}

/** What everyone reads, as it stands now and not as it was kept for the next visitor. */
export async function publicText(stage: Stage, path: string): Promise<string> {
  stage.server.app.cache.clear();
  const { text, status } = await stage.server.browser().get(path);
  expect(status, path).toBe(200);
  return text;
}

/** What somebody downloads. */
export async function download(browser: Browser, path: string): Promise<{ type: string; bytes: Buffer }> {
  const answer = await browser.fetch(path);
  expect(answer.status, path).toBe(200);
  return { type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** A job of the clock runs now, as the worker would run it. */
export const runJob = async (stage: Stage, name: string): Promise<void> => {
  await jobs[name]!(stage.server.app, {}, new AbortController().signal);
};

/** Mails to somebody, the newest first. */
export const mailsTo = (stage: Stage, address: string, kind: string) =>
  stage.server.app.db
    .selectFrom('message')
    .select(['subject', 'body', 'created_at'])
    .where('to_address', '=', address)
    .where('kind', '=', kind)
    .orderBy('created_at', 'desc')
    .execute();

/** The value of a field on the page. */
export const fieldOf = (browser: Browser, name: string): string | undefined =>
  browser.page.forms.flatMap((form) => form.fields).find((field) => field.name === name)?.value;
