import { expect, it } from 'vitest';
import { makeSlips } from '#lib/server/council/tellers.ts';
import { actorOfSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import type { ChromiumBrowser } from '../support/chromiumBrowser.ts';
import type { Browser } from '../support/http.ts';
import { callRoom, last, putFile } from './award.support.ts';
import { newAccount } from './contest.support.ts';
import { download, mailsTo, press, publicText, type Stage, who } from './movement.support.ts';

/** Members of the province's council: key and office */
const members: [string, string, string][] = [
  ['chairman', 'chair', 'Chủ tịch Ủy ban nhân dân tỉnh'],
  ['home', 'standing', 'Phó Giám đốc Sở Nội vụ'],
  ['science', 'member', 'Sở Khoa học và Công nghệ'],
  ['front', 'member', 'Ủy ban Mặt trận Tổ quốc tỉnh'],
  ['union', 'member', 'Liên đoàn Lao động tỉnh'],
];
const away = 'union';

/** A council of a unit with members, each by the address of the own account. */
export async function foundCouncil(
  secretary: Browser,
  council: { unitId: string; name: string; from: string },
  list: readonly (readonly [string, string, string])[],
): Promise<void> {
  await secretary.get('/xet-khen/hoi-dong');
  await press(
    secretary,
    {
      unitId: council.unitId,
      name: council.name,
      quorum: '2/3',
      quorumSource: 'Quy chế hoạt động của Hội đồng',
      validFrom: council.from,
    },
    { action: '?/create' },
    '/xet-khen/hoi-dong/',
  );
  const page = secretary.page.url.split('?')[0]!;
  for (const [key, role, position] of list) {
    await secretary.get(page);
    await press(
      secretary,
      { email: `${key}@example.test`, role, position, from: council.from },
      { action: '?/add' },
      'xong=add',
    );
  }
}

/** Plans a meeting on all that waits at the council's step and invites its members. @returns its address */
export async function planMeeting(
  stage: Stage,
  secretary: Browser,
  at: { call: string; startsAt: string; place: string },
): Promise<string> {
  await secretary.get(`${callRoom(stage, at.call)}/hoi-dong`);
  await press(secretary, { startsAt: at.startsAt, place: at.place }, { action: '?/plan' }, 'xong=plan');
  const page = secretary.page.url.split('?')[0]!;
  await press(secretary, {}, { action: '?/invite' }, 'xong=invite');
  return page;
}

/** The member's answer to the invitation. */
export async function reply(member: Browser, meeting: string, answer: string, reason = ''): Promise<void> {
  await member.get('/hoi-dong');
  await member.get(`/hoi-dong/${last(meeting)}`);
  await press(member, { reply: answer, reason }, { action: '?/reply' }, '?xong');
}

/** The names of the fields of a paper are the page's own. */
async function fillPaper(browser: Browser, answers: string[]): Promise<Record<string, string>> {
  const names = [
    ...new Set(
      browser.page.forms.flatMap((form) => form.fields.filter((field) => field.type === 'radio').map((f) => f.name)),
    ),
  ];
  expect(names.length, browser.page.text.slice(0, 500)).toBe(answers.length);
  return Object.fromEntries(names.map((name, i) => [name, answers[i]!]));
}

/** On the own device: takes a paper that the server signs without seeing it, fills it in and casts it. */
async function voteOnDevice(browser: ChromiumBrowser, paper: string, answers: string[]): Promise<void> {
  await browser.get(paper);
  await browser.click('Nhận phiếu', 'Bỏ phiếu vào hòm');
  const values = await fillPaper(browser, answers);
  await browser.submit(values, { fields: Object.keys(values) });
  expect(browser.page.text).toContain('Đã bỏ phiếu vào hòm');
}

/** The code of a slip and nothing else: no account, no scripts. */
async function voteBySlip(stage: Stage, code: string, answers: string[]): Promise<Browser> {
  const anyone = stage.server.browser();
  await anyone.get('/bo-phieu');
  await anyone.submit({ code: code.toLowerCase() }, { action: '?/open' });
  const values = await fillPaper(anyone, answers);
  await anyone.submit(values, { action: '?/cast' });
  return anyone;
}

/** The Chairman's council votes in secret. */
export function provincialCouncil(stage: Stage): void {
  const home = () => who(stage, 'home');
  const paperOf = () => `/hoi-dong/${last(stage.at.meeting!)}/phieu/${stage.at.ballot}`;

  it('Q25-12: a council with members and its quorum; a meeting with its agenda and papers; members are invited', async () => {
    for (const [key, name] of [
      ['front', 'Lò Văn Trận'],
      ['union', 'Mùa Thị Đoàn'],
    ] as const)
      stage.people[key] = await newAccount(stage.server, name, `${key}@example.test`);
    await foundCouncil(
      home(),
      { unitId: stage.units.SNV!, name: 'Hội đồng Thi đua - Khen thưởng tỉnh', from: '2027-01-01' },
      members,
    );
    stage.at.meeting = await planMeeting(stage, home(), {
      call: 'call',
      startsAt: '2027-08-17T08:00',
      place: 'Phòng họp tầng 3',
    });
    await putFile(stage, home(), stage.at.meeting!, 'paper');
    expect(await mailsTo(stage, 'front@example.test', 'council.invitation')).not.toEqual([]);
  });

  it('Q25-12: members read dossiers and reply; who is away says that the vote comes in writing', async () => {
    for (const [key] of members.filter(([one]) => one !== away))
      await reply(who(stage, key), stage.at.meeting!, 'comes');
    await reply(who(stage, away), stage.at.meeting!, 'absent', 'Đi công tác');
    const front = who(stage, 'front');
    await front.get(`/hoi-dong/${last(stage.at.meeting!)}/ho-so/${last(stage.at.person!)}`);
    expect(front.page.text).toContain('Đã đưa sóng di động về 4 bản.');
    await who(stage, 'commune').get(`/hoi-dong/${last(stage.at.meeting!)}`);
    expect(who(stage, 'commune').page.status).toBe(404);
  });

  it('Q25-12: the roll is called, the quorum is there, and a secret ballot opens', async () => {
    stage.server.moveTo('2027-08-17T08:05:00+07:00');
    await home().get(stage.at.meeting!);
    await press(home(), { tellers: 'Lò Văn Trận, Ủy viên' }, { action: '?/start' }, 'xong=start');
    expect(home().page.text).toContain('4 có mặt');
    await press(home(), { secret: 'yes' }, { action: '?/ballot' }, 'xong=ballot');
    const { id } = await stage.server.app.db
      .selectFrom('ballot')
      .select('id')
      .where('meeting_id', '=', last(stage.at.meeting!))
      .executeTakeFirstOrThrow();
    stage.at.ballot = id;
  });

  it('Q25-12: three vote on the own device or by a slip, one only by a slip; each code works once', async () => {
    const devices = stage.scripts ? ['chairman', 'home', 'science'] : [];
    for (const key of devices)
      await voteOnDevice(who(stage, key) as ChromiumBrowser, paperOf(), [
        'yes',
        'yes',
        key === 'science' ? 'no' : 'yes',
      ]);
    const drawing = members.map(([key]) => key).filter((key) => key !== away && !devices.includes(key));
    await home().get(stage.at.meeting!);
    const printed = await home().fetch(`${stage.at.meeting}/phieu-rut/${stage.at.ballot}`, { method: 'POST' });
    expect(printed.headers.get('content-type')).toContain('pdf');
    // The codes stand on paper only: whoever reads the paper is stood in for by the print itself.
    const actor = await actorOfSession(stage.server.app.db, home().cookies.get(sessionCookie)!);
    const { codes } = await makeSlips(stage.server.ctx(actor!), {
      slug: stage.at.call!,
      meetingId: last(stage.at.meeting!),
      ballotId: stage.at.ballot!,
    });
    for (const [i, key] of drawing.entries()) {
      await home().get(stage.at.meeting!);
      const { id } = await stage.server.app.db
        .selectFrom('council_member as m')
        .innerJoin('person as p', 'p.id', 'm.person_id')
        .select('m.id')
        .where('p.email', '=', `${key}@example.test`)
        .executeTakeFirstOrThrow();
      const form = home().page.forms.find(
        (one) => one.action.includes('?/slip') && one.fields.some((field) => field.value === id),
      )!;
      home().page.forms = [form];
      await press(home(), { drew: 'yes' }, { action: '?/slip' }, 'xong=slip');
      const voter = await voteBySlip(stage, codes[i]!, ['yes', 'yes', key === 'science' ? 'no' : 'yes']);
      expect(voter.page.text).toContain('Đã bỏ phiếu vào hòm');
    }
    const again = stage.server.browser();
    await again.get('/bo-phieu');
    await again.submit({ code: codes[0]! }, { action: '?/open' });
    expect(again.page.status).toBeGreaterThanOrEqual(400);
    stage.at.spare = codes.at(-1)!;
  });

  it('Q25-12: after the count a vote is refused; members see every paper, nobody whose it is', async () => {
    await home().get(stage.at.meeting!);
    await press(home(), {}, { action: '?/close' }, 'xong=close');
    const late = stage.server.browser();
    await late.get('/bo-phieu');
    await late.submit({ code: stage.at.spare! }, { action: '?/open' });
    expect(late.page.status).toBeGreaterThanOrEqual(400);
    const science = who(stage, 'science');
    await science.get(paperOf());
    expect(science.page.text).toContain('Kết quả');
    expect(science.page.text).toContain('4');
    const ballot = await stage.server.app.db
      .selectFrom('ballot')
      .select(['box', 'private_key'])
      .where('id', '=', stage.at.ballot!)
      .executeTakeFirstOrThrow();
    expect(ballot.box).toHaveLength(4);
    expect(ballot.private_key).toBeNull();
  });

  it('Q25-12: the conclusion follows the count; minutes come as Word and PDF and their signed copy is kept', async () => {
    await home().get(stage.at.meeting!);
    await press(
      home(),
      { conclusion: 'Hội đồng thống nhất đề nghị Chủ tịch khen thưởng.' },
      { action: '?/conclude' },
      'xong=conclude',
    );
    for (const format of ['docx', 'pdf']) {
      const { bytes } = await download(home(), `${stage.at.meeting}/bien-ban.${format}`);
      expect(bytes.length).toBeGreaterThan(4000);
    }
    await putFile(stage, home(), stage.at.meeting!, 'signed');
    const rows = await stage.server.app.db
      .selectFrom('award_dossier')
      .select('step_id')
      .where('state', '=', 'in-progress')
      .execute();
    expect(rows.filter((row) => row.step_id === 'quyet-dinh')).toHaveLength(3);
    expect(await publicText(stage, '/khen-thuong')).not.toContain('Lò Văn Thạo');
  });
}
