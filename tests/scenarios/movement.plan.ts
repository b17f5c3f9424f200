import { expect, it } from 'vitest';
import { fillDocx } from '../support/docx.ts';
import { upload, writtenDocx } from '../support/office.ts';
import { appoint } from './movement.setup.ts';
import { download, mailsTo, press, publicText, room, root, runJob, type Stage, slug, who } from './movement.support.ts';
import { addSigned, dutyOf, fillRest, handIn, write, written } from './movement.writing.ts';

const idOf = (address: string): string => address.split('/').at(-1)!;

/** July: what every unit owes, who is reminded of it and how. */
export function reminders(stage: Stage): void {
  it('Q25-10, C21-7: with the communes comes what they owe: one plan each, and nothing for districts', async () => {
    const { server } = stage;
    await runJob(stage, 'obligation.generate');
    await runJob(stage, 'obligation.generate');
    const rows = await server.app.db
      .selectFrom('obligation as o')
      .innerJoin('unit as u', 'u.id', 'o.unit_id')
      .innerJoin('programme as p', 'p.id', 'o.programme_id')
      .select(['o.rule_id', 'o.period', 'u.kind', 'o.due_at'])
      .where('p.slug', '=', slug)
      .execute();
    const plans = rows.filter((row) => row.rule_id === 'plan-commune');
    expect(plans).toHaveLength(75);
    expect(plans.every((row) => row.kind === 'commune' || row.kind === 'ward')).toBe(true);
    expect(new Set(plans.map((row) => row.due_at.toISOString()))).toEqual(new Set(['2025-07-29T16:59:59.999Z']));
    expect(rows.some((row) => row.kind === 'district')).toBe(false);
    expect(rows.filter((row) => row.rule_id === 'report' && row.period === '2025').length).toBeGreaterThan(75);
    await appoint(
      stage,
      'mung',
      { fullName: 'Lò Văn Mung', role: 'unit-coordinator', unit: '04123' },
      server.browser(),
    );
    await appoint(stage, 'bu', { fullName: 'Hà Thị Bú', role: 'unit-coordinator', unit: '03847' }, server.browser());
    stage.at.plan = await dutyOf(stage, '04123', 'plan-commune');
    const mung = who(stage, 'mung');
    await mung.get(`/don-vi/${stage.units['04123']}/phong-trao`);
    expect(mung.page.text).toContain('Văn bản triển khai phong trào thi đua của xã, phường');
    expect(mung.page.text).toContain('29/07/2025');
    expect(mung.page.text).toContain('còn 28 ngày');
  });

  it('Q25-10: fourteen, seven and one day before, the coordinator gets one mail that says what, until when and where', async () => {
    const mails = () => mailsTo(stage, 'mung@example.test', 'obligation.reminder');
    const days: [string, string, number][] = [
      ['2025-07-14T07:40:00+07:00', '', 0],
      ['2025-07-15T07:40:00+07:00', 'còn 14 ngày', 1],
      ['2025-07-16T07:40:00+07:00', '', 1],
      ['2025-07-22T07:40:00+07:00', 'còn 7 ngày', 2],
      ['2025-07-28T07:40:00+07:00', 'còn 1 ngày', 3],
    ];
    for (const [at, says, count] of days) {
      stage.server.moveTo(at);
      await runJob(stage, 'obligation.remind');
      await runJob(stage, 'obligation.remind');
      const sent = await mails();
      expect(sent, at).toHaveLength(count);
      if (!says) continue;
      const { subject, body } = sent[0]!;
      expect(subject).toContain('1 việc của đơn vị phải nộp');
      expect(body).toContain('Xã Chiềng Mung: Văn bản triển khai phong trào thi đua của xã, phường');
      expect(body).toContain(`hạn thứ Ba 29/07/2025, ${says}`);
      expect(body).toContain('Mục VI.1');
      expect(body).toContain(`/don-vi/${stage.units['04123']}/phong-trao`);
    }
  });
}

/** The commune's plan from its Word file to its acceptance. */
export function plan(stage: Stage): void {
  const officer = () => `${room}/nghia-vu/${idOf(stage.at.plan!)}`;

  it('Q25-10, Q25-5: the template is downloaded, filled in Word, and shown as it was understood; nothing is saved yet', async () => {
    const mung = who(stage, 'mung');
    await mung.get(`${stage.at.plan}/tep`);
    const template = await download(mung, `${stage.at.plan}/tep/mau.docx`);
    expect(template.type).toContain('wordprocessingml');
    const filled = await fillDocx(template.bytes, {
      under: {
        'Nâng cao nhận thức': 'Tuyên truyền ở 12 bản.',
        'Học tập số': 'Mở 3 lớp bình dân học vụ số.',
        'Phân công chỉ đạo': 'Chủ tịch Ủy ban nhân dân xã chỉ đạo chung.',
      },
      rows: { 'Hồ sơ nộp trực tuyến trên tổng số hồ sơ': ['62,5', '70', '75', '', '', '90'] },
    });
    await mung.submit({ file: upload(filled, 'Kế hoạch xã Chiềng Mung.docx') }, { action: '?/upload' });
    const { text } = mung.page;
    expect(text).toContain('Chưa có gì được lưu vào bản soạn');
    expect(text).not.toContain('Tệp không theo mẫu của hệ thống');
    expect(text).toContain('Tuyên truyền ở 12 bản.');
    expect(text).toContain('62,5');
    expect((await written(mung, stage.at.plan!, 'noi-dung-a'))['contents.a']).toBe('');
    await mung.get(`${stage.at.plan}/tep`);
    await mung.get(/href="([^"]+\?tep=[^"]+)"/.exec(mung.page.html)![1]!);
    await press(mung, {}, { action: '?/take' }, 'da=tep');
    expect((await written(mung, stage.at.plan!, 'noi-dung-b'))['contents.b']).toBe('Mở 3 lớp bình dân học vụ số.');
    const targets = await written(mung, stage.at.plan!, 'chi-tieu');
    expect(targets[`targets.${stage.at.online}@2025`]).toBe('62,5');
  });

  it('Q25-10: a Word file of the commune’s own, with other headings: what is sure, what is guessed, what is left over', async () => {
    const mung = who(stage, 'mung');
    const own = await writtenDocx([
      { bold: 'ỦY BAN NHÂN DÂN XÃ CHIỀNG MUNG' },
      { bold: 'I. Hoàn thiện cơ chế, chính sách'.normalize('NFD') },
      'Ban hành quy chế khen thưởng.',
      { bold: 'II. Về phát triển hạ tầng số' },
      'Phủ sóng 4 bản còn lại.',
      { bold: 'III. Kinh phí' },
      'Từ ngân sách xã.',
      { bold: 'IV. Chính quyền số' },
      'Thành thạo dịch vụ công trực tuyến.',
    ]);
    await mung.get(`${stage.at.plan}/tep`);
    await mung.submit({ file: upload(own, 'ke-hoach-rieng.docx') }, { action: '?/upload' });
    expect(mung.page.text).toContain('Tệp không theo mẫu của hệ thống');
    expect(mung.page.text).toContain('Chắc chắn theo “I. Hoàn thiện cơ chế, chính sách” trong tệp');
    expect(mung.page.text).toContain('Đoán theo “II. Về phát triển hạ tầng số” trong tệp');
    const place = mung.form({ action: '?/take' }).fields.find((field) => field.name.startsWith('place.'));
    await press(mung, { [place!.name]: 'sections.measures' }, { action: '?/take' }, 'da=tep');
    expect((await written(mung, stage.at.plan!, 'noi-dung-a'))['contents.a']).toBe('Tuyên truyền ở 12 bản.');
    expect((await written(mung, stage.at.plan!, 'noi-dung-d'))['contents.d']).toBe('Phủ sóng 4 bản còn lại.');
  });

  it('Q25-10: what is missing is named, the rest is written, and the plan is handed in a day before its last', async () => {
    const mung = who(stage, 'mung');
    await mung.get(`${stage.at.plan}?phan=nop`);
    expect(mung.page.text).toContain('Chưa đính kèm bản đã ký, đóng dấu.');
    expect(mung.page.html).not.toContain('Nộp kế hoạch</button>');
    const version = /name="version" value="(\d+)"/.exec(mung.page.html)![1]!;
    const forced = await mung.fetch(`${stage.at.plan}?/submit`, {
      method: 'POST',
      body: new URLSearchParams({ version }),
    });
    expect(forced.status).toBe(422);
    await addSigned(stage, mung, stage.at.plan!);
    await fillRest(mung, stage.at.plan!, 'Giao công chức văn hóa - xã hội.');
    await handIn(mung, stage.at.plan!);
    expect(mung.page.text).toContain('gửi đúng hạn');
    expect(mung.page.text).toContain('Lần nộp');
  });

  it('Q25-10: Sở Nội vụ returns it with a reason; the coordinator is mailed; the neighbour sees nothing of it', async () => {
    const [secretary, bu] = [who(stage, 'secretary'), who(stage, 'bu')];
    stage.server.moveTo('2025-07-30T09:00:00+07:00');
    await secretary.get(officer());
    expect(secretary.page.text).toContain('Mở 3 lớp bình dân học vụ số.');
    await secretary.submit({ reason: 'Thiếu' }, { action: '?/return' });
    expect(secretary.page.text).toContain('20 ký tự');
    const reason = 'Mục b cần ghi rõ số học viên và thời gian của từng lớp.';
    await press(secretary, { reason }, { action: '?/return' }, 'xong=return');
    const [mail] = await mailsTo(stage, 'mung@example.test', 'obligation.returned');
    expect(mail!.body).toContain(reason);
    await bu.get(stage.at.plan!);
    expect(bu.page.status).toBe(404);
    await bu.get(officer());
    expect(bu.page.status).toBe(404);
  });

  it('Q25-10: the neighbour’s plan comes two days late, and says so', async () => {
    const bu = who(stage, 'bu');
    stage.server.moveTo('2025-07-31T10:00:00+07:00');
    const address = await dutyOf(stage, '03847', 'plan-commune');
    await addSigned(stage, bu, address);
    await fillRest(bu, address, 'Thực hiện theo kế hoạch của tỉnh.');
    await bu.get(`${address}?phan=nop`);
    expect(bu.page.text).toContain('Đã quá hạn (2 ngày)');
    await handIn(bu, address);
    expect(bu.page.text).toContain('gửi muộn 2 ngày');
  });

  it('Q25-10, V26-7: handed in again after the last day, the first hand-in decides: in time, mended in six days', async () => {
    const [mung, secretary] = [who(stage, 'mung'), who(stage, 'secretary')];
    stage.server.moveTo('2025-08-05T16:00:00+07:00');
    await mung.get(stage.at.plan!);
    expect(mung.page.text).toContain('Mục b cần ghi rõ số học viên');
    await write(mung, stage.at.plan!, 'noi-dung-b', { 'contents.b': 'Mở 3 lớp, mỗi lớp 30 học viên, trong tháng 9.' });
    await handIn(mung, stage.at.plan!);
    await secretary.get(officer());
    expect(secretary.page.text).toContain('gửi đúng hạn');
    expect(secretary.page.text).toContain('gửi lại sau 6 ngày');
    expect(secretary.page.text).toContain('1 phần khác lần trước');
    await press(secretary, {}, { action: '?/accept' }, 'xong=accept');
    const targets = await stage.server.app.db
      .selectFrom('unit_target')
      .select(['indicator_id', 'year', 'value'])
      .orderBy('year')
      .execute();
    expect(targets).toEqual(
      [
        [2025, '62.5'],
        [2026, '70'],
        [2027, '75'],
        [2030, '90'],
      ].map(([year, value]) => ({ indicator_id: stage.at.online, year, value })),
    );
  });

  it('Q25-10, V26-7: the list says who was late by how many days; those above hear of the ones who still are', async () => {
    const [secretary, leader] = [who(stage, 'secretary'), who(stage, 'leader')];
    stage.server.moveTo('2025-08-06T07:40:00+07:00');
    await secretary.get(`${room}/nghia-vu?q=${encodeURIComponent('Mường Bú')}`);
    expect(secretary.page.text).toContain('gửi muộn 2 ngày');
    await runJob(stage, 'obligation.remind');
    const [mail] = await mailsTo(stage, 'secretary@example.test', 'obligation.reminder');
    expect(mail!.body).toContain('Các việc sau đã chậm');
    expect(mail!.body).not.toContain('Xã Chiềng Mung');
    await leader.get(room);
    expect(leader.page.status).toBe(200);
    expect(await publicText(stage, root)).not.toContain('Thực hiện theo kế hoạch của tỉnh.');
  });
}
