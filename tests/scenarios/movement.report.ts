import { expect, it } from 'vitest';
import { appoint } from './movement.setup.ts';
import { mailsTo, press, room, runJob, type Stage, who } from './movement.support.ts';
import { addSigned, dutyOf, fillRest, handIn, write, written } from './movement.writing.ts';

/** The report of the year 2025. */
export function yearReport(stage: Stage): void {
  const mine = () => stage.at.report!;

  it('Q25-10: the report offers what the accepted plan says, marked, and shows the figures as they stand', async () => {
    const { server } = stage;
    server.moveTo('2025-11-03T08:00:00+07:00');
    await appoint(
      stage,
      'mung2',
      { fullName: 'Quàng Thị Mung', role: 'unit-coordinator', unit: '04123' },
      server.browser(),
    );
    stage.at.report = await dutyOf(stage, '04123', 'report');
    const mung = who(stage, 'mung');
    await mung.get(`${mine()}?phan=so-lieu`);
    expect(mung.page.text).toContain('đăng ký: 62,5 %');
    expect(mung.page.text).toContain('70,0%');
    await mung.get(mine());
    const take = mung.form({ action: '?/take' }).fields.find((field) => field.name === 'take')!;
    await press(mung, { take: take.value }, { action: '?/take' }, 'da=lay');
    expect(mung.page.text).toContain('Cần rà soát');
    expect((await written(mung, mine(), 'noi-dung-b'))['contents.b']).toContain('mỗi lớp 30 học viên');
    expect(mung.page.text).toContain('Lấy từ kế hoạch năm 2025');
  });

  it('two people write one report at once: what lies apart is joined, what both changed is asked, nothing is lost', async () => {
    const [mung, other] = [who(stage, 'mung'), who(stage, 'mung2')];
    await mung.get(`${mine()}?phan=noi-dung-a`);
    await write(other, mine(), 'noi-dung-a', { 'contents.a': 'Bản của Thị Mung.' });
    await write(other, mine(), 'phan-khac', { 'sections.results': '120 người biết dùng dịch vụ công.' });
    await mung.submit({ 'contents.a': 'Bản của Văn Mung.' }, { action: '?/save' });
    expect(mung.page.status).toBe(409);
    for (const text of ['Bản của Thị Mung.', 'Bản của Văn Mung.', 'Quàng Thị Mung vừa sửa'])
      expect(mung.page.text).toContain(text);
    await mung.submit({ 'choice.contents.a': 'both' }, { action: '?/resolve' });
    expect((await written(mung, mine(), 'noi-dung-a'))['contents.a']).toBe('Bản của Thị Mung.\n\nBản của Văn Mung.');
    // on one page, in different boxes: joined
    await mung.get(`${mine()}?phan=phan-khac`);
    await write(other, mine(), 'phan-khac', { 'sections.examples': 'Chợ phiên không tiền mặt ở bản Mé.' });
    await mung.submit({ 'sections.difficulties': 'Đường truyền yếu.' }, { action: '?/save' });
    expect(mung.page.text).toContain('đã ghép phần người khác vừa sửa');
    expect(await written(mung, mine(), 'phan-khac')).toMatchObject({
      'sections.results': '120 người biết dùng dịch vụ công.',
      'sections.examples': 'Chợ phiên không tiền mặt ở bản Mé.',
      'sections.difficulties': 'Đường truyền yếu.',
    });
  });

  it('Q25-6, Q25-10: each criterion is answered, the report is handed in, accepted, and kept with its fingerprint', async () => {
    const [mung, secretary] = [who(stage, 'mung'), who(stage, 'secretary')];
    await addSigned(stage, mung, mine());
    await mung.get(`${mine()}?phan=nop`);
    expect(mung.page.text).toContain('lấy từ kế hoạch năm 2025: hãy sửa lại, hoặc đánh dấu đã rà soát');
    const criteria = Object.keys(await written(mung, mine(), 'tieu-chi')).filter((name) => name.endsWith('.self'));
    expect(criteria).toHaveLength(5);
    await fillRest(mung, mine(), 'Đã thực hiện theo kế hoạch.');
    await handIn(mung, mine());
    expect(mung.page.text).toContain('gửi đúng hạn');
    await secretary.get(`${room}/nghia-vu/${mine().split('/').at(-1)}`);
    expect(secretary.page.text).toContain('Chợ phiên không tiền mặt ở bản Mé.');
    expect(secretary.page.text).toContain('70,0%');
    await press(secretary, {}, { action: '?/accept' }, 'xong=accept');
    const science = who(stage, 'science');
    await science.get(`${room}/nghia-vu/${mine().split('/').at(-1)}`);
    expect(science.page.text).toContain('Chợ phiên không tiền mặt ở bản Mé.');
    expect(science.page.forms.some((one) => one.action.includes('?/accept'))).toBe(false);
  });

  it('V26-7: from the seventh day after the last one, those above hear of each unit that is still late; the list names it', async () => {
    const secretary = who(stage, 'secretary');
    const escalated = async () =>
      (await mailsTo(stage, 'secretary@example.test', 'obligation.reminder')).filter((mail) =>
        mail.body.includes('Báo cáo kết quả thực hiện phong trào thi đua hằng năm (năm 2025), quá hạn 7 ngày'),
      );
    stage.server.moveTo('2025-11-15T07:40:00+07:00');
    await runJob(stage, 'obligation.remind');
    expect(await escalated()).toHaveLength(0);
    stage.server.moveTo('2025-11-16T07:40:00+07:00');
    await runJob(stage, 'obligation.remind');
    await runJob(stage, 'obligation.remind');
    expect(await escalated()).toHaveLength(1);
    await secretary.get(`${room}/nghia-vu?viec=report&tinh-trang=overdue&q=${encodeURIComponent('Mường Bú')}`);
    expect(secretary.page.text).toContain('Xã Mường Bú');
    expect(secretary.page.text).toContain('quá hạn 7 ngày');
    await secretary.get(`${room}/nghia-vu?viec=report&tinh-trang=overdue&q=${encodeURIComponent('Chiềng Mung')}`);
    expect(secretary.page.text).not.toMatch(/Xã Chiềng Mung[^.]*quá hạn/);
    const bu = await mailsTo(stage, 'bu@example.test', 'obligation.reminder');
    expect(bu[0]!.body).toContain('quá hạn 7 ngày');
  });

  it('Q25-10: one unit is excused with a reason, after the effect was shown; it is late no more', async () => {
    const secretary = who(stage, 'secretary');
    await secretary.get(`${room}/nghia-vu?viec=report&tinh-trang=overdue&q=${encodeURIComponent('VNPT')}`);
    const id = /nghia-vu\/([0-9a-f-]{36})/.exec(secretary.page.html)![1]!;
    await secretary.get(`${room}/nghia-vu/xac-nhan?lam=exempt&id=${id}`);
    expect(secretary.page.text).toContain('VNPT Sơn La');
    await secretary.submit(
      { reason: 'Đơn vị báo cáo qua tập đoàn theo Công văn của Ủy ban nhân dân tỉnh.' },
      { fields: ['reason'] },
    );
    expect(secretary.page.status, secretary.page.text.slice(0, 900)).toBe(200);
    await secretary.get(`${room}/nghia-vu/${id}`);
    expect(secretary.page.text).toContain('Được miễn');
  });
}
