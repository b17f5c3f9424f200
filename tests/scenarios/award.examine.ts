import { expect, it } from 'vitest';
import { fillDossier, handIn } from './award.dossier.ts';
import { callRoom, follow, last, nominating, stepList, together } from './award.support.ts';
import { download, mailsTo, press, type Stage, who } from './movement.support.ts';

const dossiers = (stage: Stage) => [stage.at.group!, stage.at.person!, stage.at.other!];
const page = (stage: Stage, dossier: string) => `${callRoom(stage)}/ho-so/${last(dossier)}`;

/** Sở Khoa học và Công nghệ compiles and proposes. */
export function compilation(stage: Stage): void {
  const science = () => who(stage, 'science');

  it('Q25-12: the compiling office finds what waits and until when; it ranks the list and writes to each', async () => {
    await science().get('/xet-khen');
    expect(science().page.text).toContain('3 hồ sơ cần xử lý ở bước “Sở Khoa học và Công nghệ tổng hợp, đề xuất”');
    await follow(science(), 'Mở danh sách');
    await follow(science(), 'Xếp thứ tự');
    const ranks = Object.fromEntries(dossiers(stage).map((one, i) => [`rank.${last(one)}`, String(i + 1)]));
    await press(
      science(),
      { ...ranks, [`note.${last(stage.at.group!)}`]: 'Đề nghị khen, kết quả rõ.' },
      { fields: Object.keys(ranks) },
      'da-luu',
    );
    const { bytes } = await download(science(), `${callRoom(stage)}/ho-so/to-trinh.docx?buoc=tong-hop`);
    expect(bytes.length).toBeGreaterThan(4000);
  });

  it('Q25-12: one dossier goes back with a reason; the unit reads it, mends the dossier and hands it in again', async () => {
    await science().get(page(stage, stage.at.person!));
    await science().submit({ backReason: '' }, { action: '?/back' });
    expect(science().page.status).toBe(422);
    expect(science().page.html).toContain('id="f-backReason"');
    const reason = 'Báo cáo cần nêu số bản đã phủ sóng nhờ việc làm của ông Thạo.';
    await press(science(), { backReason: reason }, { action: '?/back' }, '');
    expect(science().page.text).toContain('Đã trả lại');
    const commune = who(stage, 'commune');
    await commune.get('/xet-khen');
    expect(commune.page.text).toContain('Bổ sung 1 hồ sơ');
    await commune.get(stage.at.person!);
    expect(commune.page.text).toContain(reason);
    await fillDossier(commune, stage.at.person!, 'Đã đưa sóng di động về 4 bản.');
    await handIn(commune, nominating(stage, '03808'), [stage.at.person!]);
    expect(commune.page.url).toContain('da-luu=gui');
    await science().get(page(stage, stage.at.person!));
    expect(science().page.text).toContain(reason);
  });

  it('Q25-12: the list goes on to Sở Nội vụ, and its officers hear of it', async () => {
    const shown = await together(stage, science(), { step: 'tong-hop', act: 'forward', dossiers: dossiers(stage) });
    expect(shown).toContain('3 hồ sơ làm được');
    expect(shown).toContain('Sở Nội vụ thẩm định');
    expect(await mailsTo(stage, 'home@example.test', 'award.arrived')).not.toEqual([]);
  });
}

/** Sở Nội vụ appraises, others give their opinion, somebody is complained of. */
export function appraisal(stage: Stage): void {
  const [home, inspector] = [() => who(stage, 'home'), () => who(stage, 'inspector')];

  it('Q25-12: the checklist is gone through; a dossier that was not looked at does not go on', async () => {
    await home().get(page(stage, stage.at.group!));
    expect(home().page.text).toContain('Chưa chuyển bước sau được');
    const lines = ['parts', 'subject', 'standard', 'once', 'clear'];
    await press(
      home(),
      { ...Object.fromEntries(lines.map((line) => [`ok.${line}`, 'yes'])), remark: 'Đủ điều kiện.' },
      { action: '?/check' },
      '',
    );
    expect(home().page.text).toContain('Đã lưu kết quả xem hồ sơ');
    await together(
      stage,
      home(),
      { step: 'tham-dinh', act: 'met', dossiers: [stage.at.person!, stage.at.other!] },
      { lines },
    );
    expect(home().page.text).toContain('Đã đánh dấu đạt cho 2 hồ sơ');
  });

  it('Q25-12: Thanh tra tỉnh is asked for an opinion on two dossiers and answers; others cannot read the question', async () => {
    await home().get(stepList(stage, 'tham-dinh'));
    const asked = [stage.at.person!, stage.at.other!].map(last);
    await home().get(`${callRoom(stage)}/y-kien/hoi?buoc=tham-dinh&${asked.map((id) => `hoSo=${id}`).join('&')}`);
    await press(home(), { units: [stage.units.TTRA!], days: '5' }, { fields: ['units'] }, 'da-hoi=1');
    await inspector().get('/xet-khen');
    await follow(inspector(), 'Cho ý kiến');
    stage.at.opinion = inspector().page.url;
    expect(inspector().page.text).toContain('Quàng Thị Hoa');
    await press(
      inspector(),
      {
        [`answer.${asked[0]}`]: 'agree',
        [`answer.${asked[1]}`]: 'agree',
        [`note.${asked[0]}`]: 'Không có đơn thư.',
      },
      { fields: [`answer.${asked[0]}`] },
      'da-gui',
    );
    await who(stage, 'neighbour').get(stage.at.opinion!);
    expect(who(stage, 'neighbour').page.status).toBe(404);
    await home().get(page(stage, stage.at.person!));
    expect(home().page.text).toContain('Không có đơn thư.');
  });

  it('Q25-12: a complaint that is being verified stops one dossier until Thanh tra ends it; nobody else learns what it is', async () => {
    await inspector().get('/xet-khen/truong-hop/moi');
    await inspector().submit({ q: 'quang thi hoa' });
    await follow(inspector(), 'Quàng Thị Hoa');
    await press(
      inspector(),
      { kind: 'complaint', basis: 'Đơn số 5 ngày 05/07/2027', fromOn: '5/7/2027' },
      { fields: ['basis'] },
      'da-nhap',
    );
    expect(inspector().page.text).toContain('1 hồ sơ khen thưởng đã dừng');
    stage.at.barrier = inspector().page.url.split('?')[0]!;
    await home().get(stepList(stage, 'tham-dinh'));
    await home().submit({ hoSo: dossiers(stage).map(last), viec: 'forward' }, { action: '/xu-ly' });
    expect(home().page.text).toContain('2 hồ sơ làm được, 1 hồ sơ giữ nguyên');
    await press(home(), {}, { fields: ['viec', 'hoSo'] }, 'xong=forward');
    const neighbour = who(stage, 'neighbour');
    await neighbour.get(stage.at.other!);
    expect(neighbour.page.text).not.toContain('Đơn số 5');
    await neighbour.get(stage.at.barrier!);
    expect(neighbour.page.status).toBe(404);
    await inspector().get(stage.at.barrier!);
    await press(
      inspector(),
      { how: 'no-case', reason: 'Kết luận số 12/KL-TTr: tố cáo không đúng.' },
      { action: '?/clear' },
      'da-ket-thuc',
    );
    await together(stage, home(), { step: 'tham-dinh', act: 'forward', dossiers: [stage.at.other!] });
  });
}

/** Everyone may read and comment. */
export function publicComment(stage: Stage): void {
  const home = () => who(stage, 'home');

  it('Q25-2: the list is made public as it will be read: no birthdays, no addresses', async () => {
    await home().get(`${callRoom(stage)}/lay-y-kien`);
    await press(home(), { from: '26/7/2027', days: '10' }, { action: '?/open' }, 'xong=mo');
    stage.at.list = new URL(home().page.url, 'http://x').searchParams.get('danh-sach')!;
    const visitor = stage.server.browser();
    stage.people.visitor = visitor;
    stage.server.moveTo('2027-07-26T08:00:00+07:00');
    await visitor.get('/khen-thuong/lay-y-kien');
    await follow(visitor, 'Danh sách đề nghị');
    expect(visitor.page.text).toContain('Lò Văn Thạo');
    expect(visitor.page.text).toContain('Đã đưa sóng di động về 4 bản.');
    expect(visitor.page.text).not.toContain('12/03/1980');
    expect(visitor.page.text).not.toContain('lovanthao@example.test');
  });

  it('Q25-2: a visitor comments without an account and gets a receipt; what is typed badly is not lost', async () => {
    const visitor = who(stage, 'visitor');
    const body = 'Tổ của bản tôi cùng làm việc này từ năm 2026, đề nghị xem xét.';
    await visitor.submit({ body, name: '', contact: '0912 000 111' }, { fields: ['body'] });
    expect(visitor.page.text).toContain(body.slice(0, 20));
    expect(visitor.page.forms.flatMap((form) => form.fields).find((field) => field.name === 'body')?.value).toBe(body);
    await press(visitor, { name: 'Lò Thị Góp', about: last(stage.at.group!) }, { fields: ['body'] }, 'bien-nhan=GY-');
    stage.at.receipt = /GY-[\w-]+/.exec(visitor.page.url)![0];
    expect(visitor.page.text).toContain(stage.at.receipt!);
  });

  it('Q25-2: Sở Nội vụ answers, closes the list after its last day, and the visitor reads the answer by the receipt', async () => {
    await home().get('/xet-khen');
    expect(home().page.text).toContain('Trả lời 1 ý kiến góp ý');
    await home().get(`${callRoom(stage)}/lay-y-kien`);
    const id = home()
      .form({ action: '/answer' })
      .fields.find((field) => field.name === 'commentId')!.value;
    const answer = 'Đã xác minh: hai tổ làm ở hai bản khác nhau.';
    await press(home(), { [`upheld.${id}`]: 'no', [`answer.${id}`]: answer }, { action: '/answer' }, 'xong=tra-loi');
    expect(home().page.forms.some((form) => form.action.includes('/close'))).toBe(false);
    const visitor = who(stage, 'visitor');
    await visitor.get(`/khen-thuong/lay-y-kien?ma=${stage.at.receipt}`);
    expect(visitor.page.text).toContain(answer);
    stage.server.moveTo('2027-08-10T08:00:00+07:00');
    await home().get(`${callRoom(stage)}/lay-y-kien`);
    await press(home(), {}, { action: '/close' }, 'xong=khep');
    await together(stage, home(), { step: 'cong-khai', act: 'forward', dossiers: dossiers(stage) });
  });
}
