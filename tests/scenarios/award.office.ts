import { expect, it } from 'vitest';
import { foundCouncil, planMeeting, reply } from './award.council.ts';
import { approve, draftDecision, issue } from './award.decide.ts';
import { fillDossier, fillPapers, handIn, nominate } from './award.dossier.ts';
import { callRoom, change, last, nominating, putFile, savePart, together } from './award.support.ts';
import { hasField, pick } from './contest.support.ts';
import { download, officeSlug, press, publicText, type Stage, who } from './movement.support.ts';

const initiative = 'Số hóa quy trình phát hành văn bản';
const members = [
  ['chief', 'chair', 'Chánh Văn phòng'],
  ['personnel', 'secretary', 'Phòng Tổ chức - Hành chính - Quản trị'],
  ['economy', 'member', 'Phòng Kinh tế'],
] as const;

/** The Chief's Giấy khen: a shorter path, an open ballot; the same engine, other data (V26-4). */
export function officePath(stage: Stage): void {
  const [personnel, economy, chief] = [
    () => who(stage, 'personnel'),
    () => who(stage, 'economy'),
    () => who(stage, 'chief'),
  ];
  const list = () => nominating(stage, 'VPUB-KT', 'office');

  it('V26-4: the Office makes the call of the year from its own plan: three steps, nobody outside the Office', async () => {
    await personnel().get(`/xet-khen/mo-dot?phong-trao=${officeSlug}`);
    const origin = /<option value="([^"]*v26-hang-nam[^"]*)"/.exec(personnel().page.html)![1]!;
    await personnel().submit({ tu: origin });
    expect(personnel().page.text).toContain('Giấy khen của Chánh Văn phòng Ủy ban nhân dân tỉnh Sơn La');
    expect(personnel().page.text).not.toContain('Sở Nội vụ thẩm định');
    await press(
      personnel(),
      { opensOn: '2/11/2026', closesOn: '30/11/2026' },
      { fields: ['opensOn'] },
      '/thiet-lap?xong=soan',
    );
    stage.at.office = last(personnel().page.url.replace('/thiet-lap', ''));
    pick(personnel(), hasField('questionId', 'chi-tieu'));
    const words = 'Mỗi phòng 01 tập thể, 02 cá nhân, theo ý kiến của Chánh Văn phòng.';
    await press(personnel(), { 'answer-chi-tieu': words }, { action: '?/answer' }, 'xong=quyet-dinh');
    await personnel().get(`${callRoom(stage, 'office')}/sua/quotas`);
    await change(personnel(), 'add:quotas');
    await change(personnel(), 'add:quotas.0.limits', { 'quotas.0.printed': 'mỗi phòng 01 tập thể, 02 cá nhân' });
    await change(personnel(), 'add:quotas.0.limits', {
      'quotas.0.limits.0.subjects': ['collective'],
      'quotas.0.limits.0.max': '1',
    });
    await savePart(personnel(), 'quotas', {
      'quotas.0.limits.1.subjects': ['individual'],
      'quotas.0.limits.1.max': '2',
    });
    await personnel().get(`${callRoom(stage, 'office')}/sua/path`);
    await savePart(personnel(), 'path', {
      'path.0.days.value': '5',
      'path.0.returnDays.value': '2',
      'path.1.days.value': '5',
      'path.2.days.value': '5',
    });
    await personnel().get(callRoom(stage, 'office'));
    await press(personnel(), {}, { action: '?/open' }, 'xong=open');
    await who(stage, 'home').get(callRoom(stage, 'office'));
    expect(who(stage, 'home').page.status).toBe(404);
  });

  it('V26-5: a room nominates itself and a person, with a recognised initiative of that person in the report', async () => {
    const { admin } = stage;
    stage.server.moveTo('2026-11-06T08:00:00+07:00');
    await admin.get('/quan-tri/sang-kien');
    const table = `Tên sáng kiến,Tác giả,Cơ quan công nhận,Số quyết định,Ngày công nhận\n${initiative},Lò Thị Kinh,Hội đồng sáng kiến tỉnh,15/QĐ-HĐSK,2026-05-20\n`;
    await admin.submit({ file: new File([table], 'sang-kien.csv', { type: 'text/csv' }) }, { action: '?/import' });
    expect(admin.page.status, admin.page.text.slice(-600)).toBe(200);
    stage.at.room = await nominate(economy(), list(), 'collective', {
      subjectUnitId: stage.units['VPUB-KT']!,
      name: '',
      people: '9',
      women: '5',
    });
    await fillDossier(economy(), stage.at.room!, 'Hoàn thành xuất sắc việc tham mưu trên môi trường số.');
    stage.at.clerk = await nominate(economy(), list(), 'individual', {
      name: 'Lò Thị Kinh',
      birthDate: '5/6/1992',
      gender: 'female',
      position: 'Chuyên viên',
    });
    await fillDossier(economy(), stage.at.clerk!, 'Có sáng kiến số hóa quy trình phát hành văn bản.');
    await economy().get(`${stage.at.clerk}/minh-chung?tim=so+hoa+quy+trinh`);
    expect(economy().page.text).toContain(initiative);
    const form = economy().form({ action: '?/save' });
    const ids = form.fields.flatMap((field) => (field.name === 'initiatives' ? [field.value] : []));
    await press(economy(), { initiatives: ids }, { action: '?/save' }, 'minh-chung?da-luu=1');
    await fillPapers(stage, economy(), list(), {
      meetingOn: '4/11/2026',
      letterNumber: '07/TTr-KT',
      letterDate: '5/11/2026',
      signer: 'Bạc Văn Kinh',
    });
    await handIn(economy(), list(), [stage.at.room!, stage.at.clerk!]);
    expect(economy().page.url, economy().page.text.slice(0, 900)).toContain('da-luu=gui');
  });

  it('V26-4, V26-5: one room appraises and sees the initiative; the dossiers go straight to the Office’s council', async () => {
    const both = [stage.at.room!, stage.at.clerk!];
    await personnel().get(`${callRoom(stage, 'office')}/ho-so/${last(stage.at.clerk!)}`);
    expect(personnel().page.text).toContain(initiative);
    const lines = ['parts', 'subject', 'standard', 'once', 'clear'];
    await together(stage, personnel(), { step: 'tong-hop', act: 'met', dossiers: both, call: 'office' }, { lines });
    const shown = await together(stage, personnel(), {
      step: 'tong-hop',
      act: 'forward',
      dossiers: both,
      call: 'office',
    });
    expect(shown).toContain('Hội đồng Thi đua - Khen thưởng Văn phòng xét');
  });

  it('V26-4: an open ballot: each member votes on the own page and may change it until the count; names stand in the minutes', async () => {
    await foundCouncil(
      personnel(),
      {
        unitId: stage.units['VPUB-TCHCQT']!,
        name: 'Hội đồng Thi đua - Khen thưởng Văn phòng',
        from: '2026-01-01',
      },
      members,
    );
    const meeting = await planMeeting(stage, personnel(), {
      call: 'office',
      startsAt: '2026-12-07T14:00',
      place: 'Phòng họp Văn phòng',
    });
    for (const [key] of members) await reply(who(stage, key), meeting, 'comes');
    stage.server.moveTo('2026-12-07T14:05:00+07:00');
    await personnel().get(meeting);
    await press(personnel(), {}, { action: '?/start' }, 'xong=start');
    await press(personnel(), { secret: 'no' }, { action: '?/ballot' }, 'xong=ballot');
    for (const [key] of members) {
      const member = who(stage, key);
      await member.get('/hoi-dong');
      await member.get(`/hoi-dong/${last(meeting)}`);
      const paper = /href="([^"]*\/phieu\/[\w-]+)"/.exec(member.page.html)![1]!;
      const votes = Object.fromEntries([stage.at.room!, stage.at.clerk!].map((one) => [`choice-${last(one)}`, 'yes']));
      await member.get(paper);
      await press(member, votes, { action: '?/vote' }, 'xong=vote');
      stage.at.paper = paper;
    }
    await chief().get(stage.at.paper!);
    await press(chief(), { note: 'Nhân rộng sáng kiến.' }, { action: '?/vote' }, 'xong=vote');
    await personnel().get(meeting);
    await press(personnel(), {}, { action: '?/close' }, 'xong=close');
    await economy().get(stage.at.paper!);
    expect(economy().page.forms.some((form) => form.action.includes('?/vote'))).toBe(false);
    const late = await economy().fetch(`${stage.at.paper}?/vote`, { method: 'POST', body: new URLSearchParams() });
    expect(late.status).toBeGreaterThanOrEqual(400);
    await personnel().get(meeting);
    await press(personnel(), { conclusion: 'Hội đồng thống nhất.' }, { action: '?/conclude' }, 'xong=conclude');
    const { bytes } = await download(personnel(), `${meeting}/bien-ban.docx`);
    expect(bytes.length).toBeGreaterThan(4000);
    await putFile(stage, personnel(), meeting, 'signed');
  });

  it('V26-4: the Chief of Office decides; everyone finds the Giấy khen, those who read the register its number', async () => {
    const decision = await draftDecision(stage, personnel(), 'office', 'Đèo Văn Chánh');
    await approve(personnel(), chief(), decision);
    await issue(stage, personnel(), decision, { number: '88/QĐ-VPUB', date: '7/12/2026' });
    const text = personnel().page.text.replaceAll('\u00a0', ' ');
    expect(text).toContain('0,3 × lương cơ sở');
    expect(text).toContain('0,6 × lương cơ sở');
    expect(await publicText(stage, '/khen-thuong?q=lo+thi+kinh')).toContain('88/QĐ-VPUB');
    await personnel().get(callRoom(stage, 'office'));
    const reason = 'Đã xét xong mọi hồ sơ của năm.';
    await press(personnel(), { reason }, { action: '?/close' }, 'xong=close');
  });
}
