import type { Browser as Chromium, Locator, Page as Tab } from 'playwright-core';
import { Browser, type Form, type Page, readPage } from './http.ts';

/** How long a page may take to answer, in milliseconds; a busy machine needs its time. */
const patience = 30_000;

/** Boxes that hold what was typed or picked. */
const typedBoxes = ':is(input:not([type=checkbox], [type=radio], [type=hidden], [type=file]), textarea, select)';

type Value = string | string[] | boolean | File;

/**
 * The same person at a real Chromium with scripts: pages are opened, fields filled in and buttons pressed as with a hand.
 * What a scenario asks of a browser without scripts it can ask of this one.
 */
export class ChromiumBrowser extends Browser {
  private readonly chromium: Chromium;
  private tab: Promise<Tab> | null = null;
  private status = 200;
  private headers = new Headers();
  /** where the forms of the page that is open stand in it */
  private places = new WeakMap<Form, number>();

  constructor(chromium: Chromium, base: string) {
    super(base);
    this.chromium = chromium;
  }

  private open(): Promise<Tab> {
    this.tab ??= (async () => {
      const context = await this.chromium.newContext({
        viewport: { width: 1280, height: 900 },
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
        reducedMotion: 'reduce',
      });
      const tab = await context.newPage();
      tab.setDefaultTimeout(patience);
      tab.on('dialog', (dialog) => dialog.accept());
      tab.on('response', (response) => {
        const request = response.request();
        if (!request.isNavigationRequest() || request.frame() !== tab.mainFrame()) return;
        this.status = response.status();
        this.headers = new Headers(response.headers());
      });
      return tab;
    })();
    return this.tab;
  }

  /** Requests beside the page (downloads) carry the cookies of the window. */
  override async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const tab = await this.open();
    this.cookies.clear();
    for (const cookie of await tab.context().cookies(this.base)) this.cookies.set(cookie.name, cookie.value);
    return super.fetch(path, init);
  }

  private async look(): Promise<Page> {
    const tab = await this.open();
    const url = new URL(tab.url());
    this.page = readPage(await tab.content(), {
      status: this.status,
      url: url.pathname + url.search,
      headers: this.headers,
    });
    await this.readTexts(tab);
    this.places = new WeakMap(this.page.forms.map((form, place) => [form, place]));
    return this.page;
  }

  /** What stands in a box is no part of the markup once scripts have taken hold of it. */
  private async readTexts(tab: Tab): Promise<void> {
    const texts = await tab
      .locator('form')
      .evaluateAll(
        (forms, boxes) =>
          forms.map((form) =>
            [...form.querySelectorAll<HTMLInputElement>(boxes)].map(({ name, value }) => ({ name, value })),
          ),
        typedBoxes,
      );
    for (const [i, form] of this.page.forms.entries())
      for (const field of form.fields.filter((one) => !['checkbox', 'radio', 'hidden', 'submit'].includes(one.type)))
        field.value = texts[i]?.find((one) => one.name === field.name)?.value ?? field.value;
  }

  override async get(path: string): Promise<Page> {
    const tab = await this.open();
    await tab.goto(new URL(path, this.base).href, { waitUntil: 'load' });
    // scripts of the page take hold after it is shown; a person is slower than they are, this browser is not
    if ((await tab.locator('script').count()) > 0) await tab.waitForLoadState('networkidle');
    return this.look();
  }

  override async submit(
    values: Record<string, Value>,
    needs: { fields?: string[]; action?: string } = {},
  ): Promise<Page> {
    const tab = await this.open();
    const wanted = this.form({
      fields: needs.fields ?? Object.keys(values),
      ...(needs.action ? { action: needs.action } : {}),
    });
    const place = this.places.get(wanted);
    const form = tab.locator('form').nth(place ?? 0);
    const gone = place === undefined || new URL(tab.url()).pathname !== new URL(this.page.url, this.base).pathname;
    // What is no longer on the screen, or has no button, nobody can press: it is sent as the second press of a double click
    // or a page that stood open would send it.
    const button = gone ? null : await buttonOf(form, wanted.action, values);
    if (!button) {
      await this.fetch('/api/health');
      return super.submit(values, needs);
    }
    // a page that sends a chosen file by itself has no button
    const byItself = (await button.evaluate((element) => element.tagName)) === 'INPUT';
    for (const [name, value] of Object.entries(values)) {
      const field = form.locator(`:is(input, select, textarea)[name="${name}"]:not([type=hidden])`);
      if ((await field.count()) > 0) await fill(field, value);
    }
    if (byItself) await uploaded(tab);
    else await this.press(tab, button);
    return this.look();
  }

  /** Presses a button that belongs to no form, and waits until the words stand on the page that this brings. */
  async click(button: string, brings: string): Promise<Page> {
    const tab = await this.open();
    await tab.getByRole('button', { name: button, exact: true }).click();
    await tab.getByText(brings).first().waitFor();
    return this.look();
  }

  /** Plays the video of the page that is open for so long. */
  async watch(seconds: number): Promise<void> {
    const tab = await this.open();
    await tab.locator('video').evaluate((video: HTMLVideoElement) => {
      video.muted = true;
      return video.play();
    });
    await tab.waitForTimeout((seconds + 1) * 1000);
  }

  /** Presses, and waits for the answer: a new page, or what the page's own scripts were told. */
  private async press(tab: Tab, button: Locator): Promise<void> {
    const answered = Promise.race([
      tab.waitForEvent('load'),
      tab
        .waitForResponse(
          (response) => response.request().method() === 'POST' && !response.request().isNavigationRequest(),
        )
        .then(() => tab.waitForTimeout(500)),
    ]);
    answered.catch(() => {});
    await button.evaluate((element) => (element as HTMLButtonElement).click());
    await answered;
  }
}

/** The button that sends the form where it is wanted; a value may be the button's own. null when the form has none. */
async function buttonOf(form: Locator, action: string, values: Record<string, Value>): Promise<Locator | null> {
  const candidates = [
    ...Object.entries(values).map(([name, value]) => `button[name="${name}"][value="${String(value)}"]`),
    `button[formaction="${action}"]`,
    // a button with a name does something besides, and is pressed by that name only
    'button:not([type=button]):not([formaction]):not([name]):not([aria-hidden])',
    'button:not([type=button]):not([formaction])',
    'input[type=file]',
  ];
  for (const candidate of candidates) {
    const found = form.locator(candidate).first();
    if ((await found.count()) > 0) return found;
  }
  return null;
}

async function fill(field: Locator, value: Value): Promise<void> {
  if (value instanceof File) {
    const buffer = Buffer.from(await value.arrayBuffer());
    return field.first().setInputFiles({ name: value.name, mimeType: value.type, buffer });
  }
  // What stands in a closed part of the page is opened by a person first; filling works on it all the same.
  if (typeof value === 'boolean')
    return field.first().evaluate((box, on) => {
      if ((box as HTMLInputElement).checked !== on) (box as HTMLInputElement).click();
    }, value);
  const texts = Array.isArray(value) ? value : [value];
  await field.evaluateAll((elements, chosen) => {
    for (const element of elements as (HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]) {
      if (element instanceof HTMLInputElement && (element.type === 'checkbox' || element.type === 'radio')) {
        if (element.checked !== chosen.includes(element.value)) element.click();
        continue;
      }
      element.value = chosen[0] ?? '';
      element.dispatchEvent(new Event('input', { bubbles: true }));
      element.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }, texts);
}

/** The upload of the page goes to its end: received, or refused with a reason, perhaps before it has begun. */
async function uploaded(tab: Tab): Promise<void> {
  await tab
    .locator('[role=status], [aria-live]')
    .filter({ hasText: /Đã nhận|không nhận|Chưa/ })
    .or(tab.getByRole('alert'))
    .first()
    .waitFor();
}
