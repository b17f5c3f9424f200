import { expect, it } from 'vitest';
import type { Browser } from '../support/http.ts';
import { callRoom, follow, last, putFile } from './award.support.ts';
import { download, fieldOf, mailsTo, press, type Stage, who } from './movement.support.ts';

const money = (text: string): string => text.replaceAll('\u00a0', ' ');

/** All that waits at the step of decision becomes a draft. @returns its address */
export async function draftDecision(stage: Stage, officer: Browser, call: string, signer: string): Promise<string> {
  await officer.get(`${callRoom(stage, call)}/quyet-dinh`);
  await press(officer, {}, { action: '?/create' }, '/quyet-dinh/');
  const page = officer.page.url.split('?')[0]!;
  await officer.get(`${page}/noi-dung`);
  await press(officer, { signer }, { action: '?/save' }, 'xong=saved');
  return page;
}

/** Number and day, the signed copy, and out it goes. */
export async function issue(
  stage: Stage,
  officer: Browser,
  page: string,
  paper: { number: string; date: string },
): Promise<void> {
  await officer.get(page);
  await press(officer, paper, { action: '?/number' }, 'xong=number');
  await putFile(stage, officer, page, 'signed');
  await officer.get(page);
  expect(officer.page.text).toContain('SHA-256');
  await press(officer, {}, { action: '?/issue' }, 'xong=issue');
}

/** A draft is handed to whoever decides, and approved. */
export async function approve(officer: Browser, leader: Browser, page: string): Promise<void> {
  await officer.get(page);
  await press(officer, {}, { action: '?/submit' }, 'xong=submit');
  await leader.get('/xet-khen');
  await follow(leader, 'Xem dự thảo');
  await press(leader, {}, { action: '?/approve' }, 'xong=approve');
}

/** The Chairman decides; a second decision shows that a number is used once. */
export function decisions(stage: Stage): void {
  const [home, chairman] = [() => who(stage, 'home'), () => who(stage, 'chairman')];

  it('Q25-12: a decision is drafted with its list; one dossier is taken out, put back, and taken out again', async () => {
    stage.at.decision = await draftDecision(stage, home(), 'call', 'Hà Trung Quyết');
    expect(home().page.text).toContain('01 tập thể và 02 cá nhân');
    const takeOut = async () => {
      await home().get(`${stage.at.decision}/dong/${last(stage.at.other!)}`);
      await press(home(), {}, { action: '?/remove' }, 'xong=out');
    };
    await takeOut();
    expect(home().page.text).toContain('01 tập thể và 01 cá nhân');
    await press(home(), {}, { action: '?/add' }, 'xong=add');
    expect(home().page.text).toContain('01 tập thể và 02 cá nhân');
    await takeOut();
  });

  it('Q25-12: the Chairman sends the draft back with a reason, and approves it when it comes again', async () => {
    await home().get(stage.at.decision!);
    expect(home().page.forms.some((form) => form.action.includes('?/approve'))).toBe(false);
    await press(home(), {}, { action: '?/submit' }, 'xong=submit');
    await chairman().get(stage.at.decision!);
    const reason = 'Xếp cá nhân sau tập thể và rà lại chức vụ.';
    await press(chairman(), { reason }, { action: '?/return' }, 'xong=return');
    await home().get(stage.at.decision!);
    expect(home().page.text).toContain(reason);
    await approve(home(), chairman(), stage.at.decision!);
  });

  it('Q25-12: number, day and signed copy; issued with the bonus of the base salary of that day', async () => {
    await home().get(stage.at.decision!);
    await home().submit({ number: '2150/QĐ-UBND', date: '31/6/2027' }, { action: '?/number' });
    expect(home().page.status).toBe(422);
    expect(fieldOf(home(), 'number')).toBe('2150/QĐ-UBND');
    await issue(stage, home(), stage.at.decision!, { number: '2150/QĐ-UBND', date: '20/8/2027' });
    const text = money(home().page.text);
    expect(text).toContain('2.530.000');
    expect(text).toContain('7.590.000');
    expect(text).toContain('3.800.000');
    expect(text).toContain('Số sổ vàng');
    for (const format of ['docx', 'pdf']) {
      const { bytes } = await download(home(), `${stage.at.decision}/quyet-dinh.${format}`);
      expect(bytes.length).toBeGreaterThan(4000);
    }
    const mails = await stage.server.app.db
      .selectFrom('message')
      .select('subject')
      .where('to_address', '=', 'commune@example.test')
      .orderBy('created_at', 'desc')
      .execute();
    expect(mails[0]?.subject).toContain('2150/QĐ-UBND');
    expect(await mailsTo(stage, 'neighbour@example.test', 'award.issued')).toEqual([]);
  });

  it('Q25-12: a number is used once: the second decision is refused beside the field and takes another', async () => {
    stage.server.moveTo('2027-08-23T09:00:00+07:00');
    stage.at.second = await draftDecision(stage, home(), 'call', 'Hà Trung Quyết');
    await approve(home(), chairman(), stage.at.second!);
    await home().get(stage.at.second!);
    await home().submit({ number: '2150/qđ-ubnd', date: '23/8/2027' }, { action: '?/number' });
    expect(home().page.status, home().page.text.slice(0, 400)).toBeGreaterThanOrEqual(409);
    expect(home().page.text).toContain('2150/QĐ-UBND');
    expect(fieldOf(home(), 'date')).toBe('23/8/2027');
    await issue(stage, home(), stage.at.second!, { number: '2163/QĐ-UBND', date: '23/8/2027' });
  });

  it('Q25-12: payments with a list to sign; certificates of all as one file', async () => {
    await home().get(`${callRoom(stage)}/chi-thuong?quyet-dinh=${last(stage.at.decision!)}`);
    expect(money(home().page.text)).toContain('11.390.000');
    for (const format of ['pdf', 'docx', 'xlsx']) {
      const { bytes } = await download(
        home(),
        `${callRoom(stage)}/chi-thuong/danh-sach.${format}?quyet-dinh=${last(stage.at.decision!)}`,
      );
      expect(bytes.length, format).toBeGreaterThan(3000);
    }
    const ids = home()
      .form({ action: '/paid' })
      .fields.flatMap((field) => (field.name === 'ids' ? [field.value] : []));
    await press(home(), { ids, day: '23/8/2027' }, { action: '/paid' }, 'chi-thuong');
    expect(home().page.text).toContain('Không còn khoản nào chờ chi');
    await home().get(`${callRoom(stage)}/giay?quyet-dinh=${last(stage.at.second!)}`);
    expect(home().page.text).toContain('Tải 1 giấy');
    stage.at.code = /KT-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(home().page.text)![0];
    const printed = await home().fetch(`${callRoom(stage)}/giay/${last(stage.at.decision!)}.pdf`, { method: 'POST' });
    expect(printed.headers.get('content-type')).toContain('pdf');
    const bytes = Buffer.from(await printed.arrayBuffer());
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });
}
