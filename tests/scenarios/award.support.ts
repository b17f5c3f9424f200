import { expect } from 'vitest';
import type { Browser } from '../support/http.ts';
import { samplePdf } from '../support/samples.ts';
import { hasField, pick, untilChecked } from './contest.support.ts';
import { press, type Stage } from './movement.support.ts';

/** The room of a call whose address is kept under this name. */
export const callRoom = (stage: Stage, name = 'call'): string => `/xet-khen/dot/${stage.at[name]}`;

/** The rooms of a unit in a call. */
export const nominating = (stage: Stage, unit: string, name = 'call'): string =>
  `/xet-khen/don-vi/${stage.units[unit]}/${stage.at[name]}`;

/** Presses a button of the editor that adds or takes away a line; what is typed goes along. */
export async function change(browser: Browser, op: string, values: Record<string, string | string[]> = {}) {
  const form = browser.form({ fields: ['op', ...Object.keys(values)] });
  form.action = '?/change';
  browser.page.forms = [form];
  await browser.submit({ ...values, op }, { action: '?/change' });
  expect(browser.page.status, browser.page.text.slice(0, 800)).toBe(200);
}

/** Sees what would change, and saves a part of a call. */
export async function savePart(
  browser: Browser,
  part: string,
  values: Record<string, string | string[]> = {},
  reason = '',
) {
  await browser.submit(values, { action: '?/preview' });
  expect(browser.page.text, browser.page.url).toContain('Xem lại trước khi lưu');
  await press(browser, { reason }, { action: '?/save' }, `da-luu=${part}`);
}

/** A file goes where the page asks for it. */
export async function putFile(stage: Stage, browser: Browser, page: string, role: string): Promise<void> {
  await browser.get(page);
  pick(browser, (form) => hasField('role', role)(form) && hasField('file')(form));
  await browser.submit({ file: new File([new Uint8Array(samplePdf())], `${role}.pdf`, { type: 'application/pdf' }) });
  await untilChecked(stage.server);
}

/** The value of a hidden field, or of the address, that a person would not see. */
export const last = (address: string): string => address.split('?')[0]!.split('/').at(-1)!;

/** The address behind the words of a link. */
function linkTo(browser: Browser, words: string): string {
  for (const [, href, inner] of browser.page.html.matchAll(/<a\b[^>]*?\bhref="([^"]+)"[^>]*>(.*?)<\/a>/gs)) {
    if (
      inner!
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .includes(words)
    )
      return new URL(href!.replaceAll('&amp;', '&'), `http://x${browser.page.url}`).href.slice('http://x'.length);
  }
  throw new Error(`no link “${words}” on ${browser.page.url}: ${browser.page.text.slice(0, 800)}`);
}

/** Follows a link by its words, as a person would. */
export const follow = (browser: Browser, words: string) => browser.get(linkTo(browser, words));

/** The list of dossiers at a step of a call. */
export const stepList = (stage: Stage, step: string, name = 'call'): string =>
  `${callRoom(stage, name)}/ho-so?buoc=${step}`;

/**
 * Ticks dossiers in the list of a step, presses what is to happen with them, looks at what it would do and does it.
 * @returns the text of what was shown before anything was changed
 */
export async function together(
  stage: Stage,
  browser: Browser,
  at: { step: string; act: 'met' | 'forward' | 'back'; dossiers: string[]; call?: string },
  values: Record<string, string | string[]> = {},
): Promise<string> {
  await browser.get(stepList(stage, at.step, at.call));
  await browser.submit({ hoSo: at.dossiers.map(last), viec: at.act }, { action: '/xu-ly' });
  const shown = browser.page.text;
  await press(browser, values, { fields: ['viec', 'hoSo'] }, `xong=${at.act}`);
  return shown;
}
