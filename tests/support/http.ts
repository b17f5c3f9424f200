/** What came back: a page as a browser without scripts would have it. */
export interface Page {
  status: number;
  url: string;
  headers: Headers;
  html: string;
  /** visible text, entities decoded, spaces collapsed */
  text: string;
  forms: Form[];
}

export interface Form {
  action: string;
  method: string;
  enctype: string;
  fields: { name: string; value: string; type: string; checked: boolean }[];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const decode = (s: string) =>
  s.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) =>
    name.startsWith('#')
      ? String.fromCodePoint(Number(name[1] === 'x' ? `0x${name.slice(2)}` : name.slice(1)))
      : (entities[name] ?? whole),
  );
const attribute = (tag: string, name: string): string | null => {
  const m = new RegExp(`\\s${name}(?:=(?:"([^"]*)"|'([^']*)'|([^\\s>]+)))?(?=[\\s/>])`, 'i').exec(tag);
  return m ? decode(m[1] ?? m[2] ?? m[3] ?? '') : null;
};

// a ">" may stand in the value of an attribute
const visibleText = (html: string): string =>
  decode(
    html
      .replace(/<!--.*?-->/gs, '')
      .replace(/<(script|style|head)\b.*?<\/\1>/gs, ' ')
      .replace(/<(?:"[^"]*"|[^>"])+>/g, ' '),
  )
    .replace(/\s+/g, ' ')
    .trim();

function parseForms(html: string): Form[] {
  const forms: Form[] = [];
  const field = (tag: string, inner: string | null): Form['fields'][number] | null => {
    const name = attribute(tag, 'name');
    if (!name || attribute(tag, 'disabled') !== null) return null;
    const kind = /^<(\w+)/.exec(tag)?.[1]?.toLowerCase();
    if (kind === 'textarea')
      return { name, value: decode(inner ?? '').replace(/^\n/, ''), type: 'textarea', checked: true };
    if (kind === 'select') {
      const options = [...(inner ?? '').matchAll(/<option\b(?:"[^"]*"|[^>"])*>/g)].map((o) => `${o[0]} `);
      const chosen = options.find((o) => attribute(o, 'selected') !== null) ?? options[0] ?? '';
      return { name, value: attribute(chosen, 'value') ?? '', type: 'select', checked: true };
    }
    const type = (attribute(tag, 'type') ?? (kind === 'button' ? 'submit' : 'text')).toLowerCase();
    const isBox = type === 'checkbox' || type === 'radio';
    return {
      name,
      value: attribute(tag, 'value') ?? (isBox ? 'on' : ''),
      type,
      checked: isBox ? attribute(tag, 'checked') !== null : type !== 'submit' && type !== 'button',
    };
  };
  const fieldsOf = (body: string) =>
    [
      ...body.matchAll(/<(?:input|button)\b(?:"[^"]*"|[^>"])*>|<(textarea|select)\b(?:"[^"]*"|[^>"])*>(.*?)<\/\1>/gs),
    ].map((m) => {
      const tag = /^<(?:"[^"]*"|[^>"])*>/.exec(m[0])?.[0] ?? m[0];
      return { tag, field: field(tag, m[2] ?? null) };
    });
  for (const m of html.matchAll(/(<form\b(?:"[^"]*"|[^>"])*>)(.*?)<\/form>/gs)) {
    const tag = m[1] as string;
    forms.push({
      action: attribute(tag, 'action') ?? '',
      method: (attribute(tag, 'method') ?? 'get').toLowerCase(),
      enctype: attribute(tag, 'enctype') ?? 'application/x-www-form-urlencoded',
      fields: fieldsOf(m[2] as string).flatMap((f) => (f.field ? [f.field] : [])),
    });
  }
  return forms;
}

/** What a person finds on a page: its text and its forms. */
export const readPage = (html: string, from: Pick<Page, 'status' | 'url' | 'headers'>): Page => ({
  ...from,
  html,
  text: visibleText(html),
  forms: parseForms(html),
});

/** A browser without scripts: keeps cookies, follows redirects, fills in and sends the forms that a page really has. */
export class Browser {
  readonly base: string;
  readonly cookies = new Map<string, string>();
  page: Page = { status: 0, url: '/', headers: new Headers(), html: '', text: '', forms: [] };

  constructor(base: string) {
    this.base = base;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    // without it SvelteKit answers a form's POST as data for its scripts
    if (!headers.has('accept')) headers.set('accept', 'text/html,application/xhtml+xml,*/*;q=0.8');
    if (this.cookies.size > 0) headers.set('cookie', [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '));
    if (init.method && init.method !== 'GET' && !headers.has('origin')) headers.set('origin', this.base);
    const response = await fetch(new URL(path, this.base), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const gone = attributes.some((a) => /max-age=0|expires=Thu, 01 Jan 1970/i.test(a.trim()));
      if (gone) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  private async load(path: string, init: RequestInit = {}): Promise<Page> {
    let response = await this.fetch(path, init);
    let where = new URL(path, this.base);
    for (let hops = 0; response.status >= 300 && response.status < 400 && response.headers.has('location'); hops++) {
      if (hops > 8) throw new Error(`too many redirects from ${path}`);
      where = new URL(response.headers.get('location') as string, where);
      await response.arrayBuffer();
      response = await this.fetch(where.href);
    }
    const type = response.headers.get('content-type') ?? '';
    const bytes = Buffer.from(await response.arrayBuffer());
    const html = type.includes('text') || type.includes('json') ? bytes.toString('utf8') : '';
    this.page = readPage(html, {
      status: response.status,
      url: where.pathname + where.search,
      headers: response.headers,
    });
    return this.page;
  }

  get(path: string): Promise<Page> {
    return this.load(path);
  }

  /** The form of this page that has all the named fields (or whose action contains `action`). */
  form(needs: { fields?: string[]; action?: string }): Form {
    const found = this.page.forms.find(
      (f) =>
        (needs.action === undefined || f.action.includes(needs.action)) &&
        (needs.fields ?? []).every((n) => f.fields.some((field) => field.name === n)),
    );
    if (!found) {
      const have = this.page.forms
        .map((f) => `${f.method} ${f.action} [${f.fields.map((x) => x.name).join(', ')}]`)
        .join('\n  ');
      throw new Error(
        `no such form (${JSON.stringify(needs)}) on ${this.page.url} (${this.page.status}):\n  ${have}\n${this.page.text.slice(0, 600)}`,
      );
    }
    return found;
  }

  /**
   * Fills a form of the current page in and sends it as a browser would: hidden fields and defaults go along; fields that
   * the page does not have are an error, because a person could not send them either.
   */
  submit(
    values: Record<string, string | string[] | boolean | File>,
    needs: { fields?: string[]; action?: string } = {},
  ): Promise<Page> {
    const names = Object.keys(values);
    const form = this.form({
      fields: needs.fields ?? names,
      ...(needs.action === undefined ? {} : { action: needs.action }),
    });
    const pairs: [string, string | File][] = [];
    for (const f of form.fields) {
      if (!(f.name in values) && f.checked && f.type !== 'file' && f.type !== 'submit') pairs.push([f.name, f.value]);
    }
    for (const [name, value] of Object.entries(values)) {
      if (value === false) continue;
      for (const v of Array.isArray(value) ? value : [value]) {
        pairs.push([name, v === true ? (form.fields.find((f) => f.name === name)?.value ?? 'on') : v]);
      }
    }
    const target = new URL(form.action || this.page.url, new URL(this.page.url, this.base));
    if (form.action.startsWith('?')) target.pathname = new URL(this.page.url, this.base).pathname;
    if (form.method === 'get') {
      target.search = new URLSearchParams(pairs as [string, string][]).toString();
      return this.load(target.pathname + target.search);
    }
    if (form.enctype === 'multipart/form-data') {
      const data = new FormData();
      for (const [k, v] of pairs) data.append(k, v);
      return this.load(target.pathname + target.search, { method: 'POST', body: data });
    }
    return this.load(target.pathname + target.search, {
      method: 'POST',
      body: new URLSearchParams(pairs as [string, string][]).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }
}
