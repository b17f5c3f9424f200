import { expect, it } from 'vitest';
import { mailsTo, press, room, type Stage, unitRoom, who } from './movement.support.ts';

const inPlan = ['plan', 'sent', 'report', 'head', 'tasks', 'learning', 'communication', 'commendation'];
const visits = `${room}/kiem-tra`;

/** A visit to the commune that is late, what was found there, and how it was put right (Q25-11). */
export function inspection(stage: Stage): void {
  it('Q25-11: a visit is planned after its days were shown; the unit is told who comes and why', async () => {
    const secretary = who(stage, 'secretary');
    stage.server.moveTo('2025-11-20T08:00:00+07:00');
    await secretary.get(`${visits}/moi`);
    expect(secretary.page.text).toContain('Xã Mường Bú');
    await secretary.submit(
      {
        title: 'Kiểm tra việc thực hiện phong trào',
        team: 'Vũ Thị Nội, Chuyên viên, Sở Nội vụ',
        first: '2025-11-27',
        unit: [stage.units['03847']!],
      },
      { action: '?/preview' },
    );
    expect(secretary.page.text, secretary.page.text.slice(0, 900)).toContain('Xã Mường Bú');
    await press(secretary, {}, { action: '?/plan' }, 'da-lap=1');
    const [mail] = await mailsTo(stage, 'bu@example.test', 'inspection.planned');
    expect(mail!.body).toContain('Vũ Thị Nội');
    const { id } = await stage.server.app.db.selectFrom('inspection').select('id').executeTakeFirstOrThrow();
    stage.at.visit = `${visits}/${id}`;
  });

  it('Q25-11: the checklist of the plan is answered on the spot; a finding goes to the unit with its day', async () => {
    const secretary = who(stage, 'secretary');
    stage.server.moveTo('2025-11-27T14:00:00+07:00');
    await secretary.get(`${stage.at.visit}/ghi`);
    expect(secretary.page.text).toContain('Báo cáo hằng năm đầy đủ, đúng hạn');
    const lines = secretary
      .form({ fields: ['conclusion'] })
      .fields.filter((field) => field.name === 'line')
      .map((field) => field.value);
    expect(lines.length).toBeGreaterThanOrEqual(8);
    const fine = lines.filter((id) => inPlan.includes(id) && id !== 'report');
    await press(
      secretary,
      {
        ...Object.fromEntries(fine.map((id) => [`answer-${id}`, 'ok'])),
        heldOn: '2025-11-27',
        begins: '08:00',
        ends: '11:00',
        place: 'Trụ sở Ủy ban nhân dân xã Mường Bú',
        attendees: 'Quàng Văn Chính, Chủ tịch',
        conclusion: 'Xã đã triển khai, chưa gửi báo cáo năm.',
        'answer-report': 'gap',
        'note-report': 'Chưa gửi báo cáo năm 2025.',
      },
      { fields: ['conclusion'] },
      'xong=held',
    );
    await press(
      secretary,
      {
        text: 'Gửi báo cáo năm 2025 và phân công người theo dõi.',
        clause: 'Mục VI.1',
        ownerId: stage.units['03847']!,
        dueOn: '2025-12-10',
      },
      { action: '?/find' },
      'xong=find',
    );
    const [mail] = await mailsTo(stage, 'bu@example.test', 'inspection.finding');
    expect(mail!.body).toContain('Gửi báo cáo năm 2025 và phân công người theo dõi.');
    const minutes = await secretary.fetch(`${stage.at.visit}/bien-ban.pdf`);
    expect(minutes.headers.get('content-type')).toBe('application/pdf');
  });

  it('Q25-11: the unit answers, is asked to go on, answers again; the finding is closed, then the visit', async () => {
    const [secretary, bu, mung] = [who(stage, 'secretary'), who(stage, 'bu'), who(stage, 'mung')];
    const { id } = await stage.server.app.db.selectFrom('inspection_finding').select('id').executeTakeFirstOrThrow();
    const own = `${unitRoom(stage, '03847')}/kiem-tra/${id}`;
    const followed = `${visits}/kien-nghi/${id}`;
    await mung.get(own);
    expect(mung.page.status).toBe(404);
    const answer = async (text: string) => {
      await bu.get(own);
      await press(bu, { answer: text }, { action: '?/answer' }, 'xong=answer');
    };
    await answer('Đã phân công công chức văn hóa - xã hội theo dõi.');
    await secretary.get(followed);
    await press(
      secretary,
      { reason: 'Báo cáo năm 2025 vẫn chưa gửi, đề nghị gửi trước.' },
      { action: '?/return' },
      'xong=return',
    );
    await answer('Đã phân công người; báo cáo năm gửi trong ngày 05/12/2025.');
    await secretary.get(followed);
    await press(secretary, { reason: 'Đã nhận báo cáo và quyết định phân công.' }, { action: '?/close' }, 'xong=close');
    await secretary.get(stage.at.visit!);
    await press(secretary, {}, { action: '?/close' }, 'xong=close');
  });
}
