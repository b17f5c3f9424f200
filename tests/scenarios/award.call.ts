import { expect, it } from 'vitest';
import { callRoom, change, last, savePart } from './award.support.ts';
import { hasField, pick } from './contest.support.ts';
import { fieldOf, press, type Stage, slug, who } from './movement.support.ts';

/** The Chairman's Bằng khen at the mid-term review: made from the plan, completed by Sở Nội vụ, opened. */
export function call(stage: Stage): void {
  const home = () => who(stage, 'home');
  const part = (name: string) => home().get(`${callRoom(stage)}/sua/${name}`);

  it('Q25-7, C21-6: Sở Nội vụ makes the call from the plan: forms of this occasion only, days to be filled in', async () => {
    await home().get(`/xet-khen/mo-dot?phong-trao=${slug}`);
    expect(home().page.text).toContain('sơ kết');
    const origin = /<option value="([^"]*q25-so-ket-2027[^"]*)"/.exec(home().page.html)![1]!;
    await home().submit({ tu: origin });
    expect(home().page.text).toContain('Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Sơn La');
    expect(home().page.text).not.toContain('Huân chương Lao động: Sơ kết');
    await home().submit({ opensOn: '31/02/2027', closesOn: '31/7/2027' });
    expect(home().page.status).toBe(422);
    expect(home().page.text).toContain('hãy nhập ngày có thật');
    expect(fieldOf(home(), 'closesOn')).toBe('31/7/2027');
    await press(home(), { opensOn: '17/5/2027' }, { fields: ['opensOn'] }, '/thiet-lap?xong=soan');
    stage.at.call = last(home().page.url.replace('/thiet-lap', ''));
  });

  it('Q25-8: what the plan leaves open blocks the opening until a person decides it', async () => {
    await home().get(callRoom(stage));
    expect(home().page.text).toContain('Cần quyết định');
    expect(home().page.forms.some((form) => form.action.includes('?/open'))).toBe(false);
    for (const [question, words] of [
      ['huong-dan', 'Hướng dẫn số 88/HD-SNV ngày 10/5/2027 của Sở Nội vụ.'],
      ['chi-tieu', 'Theo Mục III Hướng dẫn số 88/HD-SNV.'],
    ] as const) {
      await home().get(`${callRoom(stage)}/thiet-lap`);
      pick(home(), hasField('questionId', question));
      await press(home(), { [`answer-${question}`]: words }, { action: '?/answer' }, 'xong=quyet-dinh');
    }
  });

  it('Q25-8: guidance, quotas and days are typed into the editor', async () => {
    await part('basics');
    await change(home(), 'on:guidance');
    await savePart(home(), 'basics', {
      'guidance.number': '88/HD-SNV',
      'guidance.date': '2027-05-10',
      'guidance.issuer': 'Sở Nội vụ',
    });
    await part('quotas');
    await change(home(), 'add:quotas');
    await change(home(), 'add:quotas.0.limits', {
      'quotas.0.printed': 'mỗi xã, phường chọn 02 trường hợp (tập thể hoặc cá nhân)',
      'quotas.0.classIds': ['communes'],
    });
    await change(home(), 'add:quotas', {
      'quotas.0.limits.0.subjects': ['collective', 'individual'],
      'quotas.0.limits.0.max': '2',
    });
    await change(home(), 'add:quotas.1.limits', {
      'quotas.1.printed': 'không quá 01 tập thể, 03 cá nhân',
      'quotas.1.classIds': ['agencies'],
    });
    await change(home(), 'add:quotas.1.limits', {
      'quotas.1.limits.0.subjects': ['collective'],
      'quotas.1.limits.0.max': '1',
    });
    await savePart(home(), 'quotas', { 'quotas.1.limits.1.subjects': ['individual'], 'quotas.1.limits.1.max': '3' });
    await part('path');
    await savePart(home(), 'path', {
      'path.0.days.value': '10',
      'path.0.returnDays.value': '5',
      'path.1.days.value': '20',
      'path.1.returnDays.value': '5',
      'path.2.days.value': '15',
      'path.2.publicDays.value': '10',
      'path.3.days.value': '10',
      'path.4.days.value': '10',
    });
  });

  it('Q25-8, Q25-12: the call opens; the units that may nominate hear of it, others find nothing', async () => {
    await home().get(callRoom(stage));
    await press(home(), {}, { action: '?/open' }, 'xong=open');
    const mails = await stage.server.app.db
      .selectFrom('message')
      .select('to_address')
      .where('to_address', '=', 'commune@example.test')
      .where('subject', 'like', '%khen%')
      .execute();
    expect(mails.length).toBeGreaterThan(0);
    stage.server.moveTo('2027-05-18T08:00:00+07:00');
    const commune = who(stage, 'commune');
    await commune.get(`/xet-khen/don-vi/${stage.units['03808']}`);
    expect(commune.page.text).toContain('Bằng khen của Chủ tịch UBND tỉnh, sơ kết phong trào năm 2027');
    expect(commune.page.text).toContain('31/07/2027');
    await commune.get(callRoom(stage));
    expect(commune.page.status).toBe(404);
    await commune.get(`/xet-khen/don-vi/${stage.units['04123']}/${stage.at.call}`);
    expect(commune.page.status).toBe(404);
  });
}
