import { expect } from 'vitest';
import type { Browser } from '../support/http.ts';
import { samplePdf } from '../support/samples.ts';
import { hasField, pick, untilChecked } from './contest.support.ts';
import { type Stage, slug, unitRoom } from './movement.support.ts';

/** Where the duty of a unit is written. */
export async function dutyOf(stage: Stage, unit: string, rule: string, period = '2025'): Promise<string> {
  const { id } = await stage.server.app.db
    .selectFrom('obligation as o')
    .innerJoin('programme as p', 'p.id', 'o.programme_id')
    .select('o.id')
    .where('p.slug', '=', slug)
    .where('o.unit_id', '=', stage.units[unit]!)
    .where('o.rule_id', '=', rule)
    .where('o.period', '=', period)
    .executeTakeFirstOrThrow();
  return `${unitRoom(stage, unit)}/nghia-vu/${id}`;
}

const fields = (browser: Browser) => browser.form({ action: '?/save' }).fields;

/** What stands in the boxes of one page of a plan or report. */
export async function written(browser: Browser, address: string, page: string): Promise<Record<string, string>> {
  await browser.get(`${address}?phan=${page}`);
  return Object.fromEntries(fields(browser).map((field) => [field.name, field.value]));
}

/** Writes one page and saves it. */
export async function write(browser: Browser, address: string, page: string, values: Record<string, string>) {
  await browser.get(`${address}?phan=${page}`);
  await browser.submit(values, { action: '?/save' });
}

/** Page by page: what is empty gets these words, what was taken over is said to be looked through, each criterion is answered. */
export async function fillRest(browser: Browser, address: string, words: string): Promise<void> {
  await browser.get(address);
  const pages = [...browser.page.html.matchAll(/\?phan=((?:noi-dung|tieu-chi|phan-khac)[\w-]*)"/g)].map((m) => m[1]!);
  for (const page of new Set(pages)) {
    await browser.get(`${address}?phan=${page}`);
    const all = fields(browser);
    const empty = all.filter((field) => field.type === 'textarea' && field.value === '');
    const reviewed = all.filter((field) => field.name === 'reviewed').map((field) => field.value);
    const answers = [...new Set(all.filter((field) => field.name.endsWith('.self')).map((field) => field.name))];
    await browser.submit(
      {
        ...Object.fromEntries(empty.map((field) => [field.name, words])),
        ...Object.fromEntries(answers.map((name, i) => [name, i === 0 ? 'partly' : 'full'])),
        ...(reviewed.length > 0 ? { reviewed } : {}),
      },
      { action: '?/save' },
    );
    expect(browser.page.url, browser.page.text.slice(0, 900)).toContain('da=luu');
  }
}

/** The signed copy as the scanner gives it. */
export async function addSigned(stage: Stage, browser: Browser, address: string): Promise<void> {
  await browser.get(`${address}?phan=tep`);
  pick(browser, hasField('requirementId', 'signed'));
  await browser.submit({ file: new File([new Uint8Array(samplePdf())], 'ban-ky.pdf', { type: 'application/pdf' }) });
  await untilChecked(stage.server);
}

/** Reads the last page and hands it in. */
export async function handIn(browser: Browser, address: string): Promise<void> {
  await browser.get(`${address}?phan=nop`);
  await browser.submit({}, { action: '?/submit' });
  expect(browser.page.url, browser.page.text.slice(0, 900)).toContain('da=nop');
}
