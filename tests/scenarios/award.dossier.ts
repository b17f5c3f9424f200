import { expect } from 'vitest';
import type { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { last, putFile } from './award.support.ts';
import { press, type Stage } from './movement.support.ts';

/** A nominee is added to the list of a unit. @returns the address of the dossier */
export async function nominate(
  browser: Browser,
  list: string,
  kind: 'collective' | 'individual',
  values: Record<string, string>,
): Promise<string> {
  await browser.get(`${list}/them`);
  await browser.submit({ loai: kind });
  await press(browser, values, { fields: ['name'] }, '?da-luu=moi');
  return browser.page.url.split('?')[0]!;
}

/** The report, and every criterion of the class (Q25-6); forms of movements without criteria for the class have no such page. */
export async function fillDossier(browser: Browser, dossier: string, citation: string): Promise<void> {
  await browser.get(`${dossier}/bao-cao`);
  await press(
    browser,
    {
      background: 'Trưởng thành từ phong trào ở bản, được nhân dân tin cậy.',
      achievements: 'Hướng dẫn 412 người dân nộp hồ sơ trực tuyến; mở 3 lớp bình dân học vụ số.',
      citation,
    },
    { fields: ['citation'] },
    'bao-cao?da-luu=1',
  );
  await browser.get(dossier);
  if (!browser.page.html.includes(`${dossier}/tieu-chi`)) return;
  await browser.get(`${dossier}/tieu-chi`);
  const ids = [...new Set(browser.page.forms.flatMap((form) => form.fields.map((field) => field.name)))].flatMap(
    (name) => (name.startsWith('criterion-') ? [name.slice('criterion-'.length)] : []),
  );
  expect(ids.length).toBeGreaterThan(0);
  await press(
    browser,
    Object.fromEntries(
      ids.flatMap((id, i) => [
        [`self-${id}`, i === 0 ? 'partly' : 'full'],
        [`criterion-${id}`, `Đã làm được việc thứ ${i + 1} theo tiêu chí này.`],
      ]),
    ),
    { fields: [`criterion-${ids[0]}`] },
    'tieu-chi?da-luu=1',
  );
}

/** The minutes of the unit's council with the votes on every dossier, and the letter, both signed. */
export async function fillPapers(
  stage: Stage,
  browser: Browser,
  list: string,
  papers: { meetingOn: string; letterNumber: string; letterDate: string; signer: string },
): Promise<void> {
  await browser.get(`${list}/bien-ban`);
  const votes = browser
    .form({ fields: ['meetingOn'] })
    .fields.filter((field) => field.name.startsWith('yes-'))
    .map((field) => [field.name, '7']);
  await press(
    browser,
    { meetingOn: papers.meetingOn, membersTotal: '9', membersPresent: '8', ...Object.fromEntries(votes) },
    { action: '?/save' },
    'bien-ban?da-luu=1',
  );
  await putFile(stage, browser, `${list}/bien-ban`, 'minutes');
  await browser.get(`${list}/to-trinh`);
  await press(
    browser,
    { letterNumber: papers.letterNumber, letterDate: papers.letterDate, signer: papers.signer },
    { action: '?/save' },
    'to-trinh?da-luu=1',
  );
  await putFile(stage, browser, `${list}/to-trinh`, 'letter');
}

/** The nominee gets a link by mail, reads the own data and says that they are right. */
export async function confirmByMail(stage: Stage, unit: Browser, dossier: string, email: string): Promise<Browser> {
  await unit.get(`${dossier}/xac-nhan`);
  await press(unit, { email }, { action: '?/mail' }, 'xac-nhan?da-luu=mail');
  const nominee = stage.server.browser();
  await nominee.get(await mailed(stage.server, email, 'xac-nhan-ho-so'));
  return nominee;
}

/** Hands these dossiers in; the others stay with the unit. */
export async function handIn(browser: Browser, list: string, dossiers: string[]): Promise<void> {
  await browser.get(`${list}/gui`);
  await browser.submit({ dossierId: dossiers.map(last) }, { fields: ['dossierId'] });
}
