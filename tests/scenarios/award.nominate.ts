import { expect, it } from 'vitest';
import { confirmByMail, fillDossier, fillPapers, handIn, nominate } from './award.dossier.ts';
import { follow, nominating } from './award.support.ts';
import { download, fieldOf, mailsTo, press, type Stage, who } from './movement.support.ts';

const group = 'Tổ công nghệ số cộng đồng bản Hua Nặm';
/** "Cán bộ văn hóa xã" in TCVN3, as it comes out of old Word files */
const oldFont = 'C¸n bé v¨n hãa x·';

/** What the communes hand in. */
export function nominations(stage: Stage): void {
  const commune = () => who(stage, 'commune');
  const list = () => nominating(stage, '03808');

  it('Q25-6, Q25-8: a commune nominates a collective; the page says at every moment what is missing', async () => {
    await commune().get('/xet-khen');
    expect(commune().page.text).toContain('Lập và gửi đề nghị khen thưởng của Xã Mường La');
    await follow(commune(), 'Mở đợt');
    expect(commune().page.url).toBe(list());
    expect(commune().page.text).toContain('mỗi xã, phường chọn 02 trường hợp');
    stage.at.group = await nominate(commune(), list(), 'collective', {
      name: group,
      people: '10',
      women: '7',
      address: 'Bản Hua Nặm, xã Mường La',
    });
    expect(commune().page.text).toContain('Thiếu');
    await fillDossier(commune(), stage.at.group!, 'Đã có thành tích xuất sắc trong chuyển đổi số ở bản.');
    await commune().get(stage.at.group!);
    expect(commune().page.text).toContain('Hồ sơ đã đủ');
  });

  it('Q25-12: 12/13/1980 is refused beside the field, and nothing typed is lost', async () => {
    await commune().get(`${list()}/them?loai=individual`);
    await commune().submit(
      { name: 'LÒ VĂN THẠO'.normalize('NFD'), birthDate: '12/13/1980', gender: 'male', position: oldFont },
      { fields: ['birthDate'] },
    );
    const { page } = commune();
    expect(page.status).toBe(422);
    expect(page.text).toContain('không có tháng 13');
    expect(fieldOf(commune(), 'name')).toBe('LÒ VĂN THẠO');
    expect(fieldOf(commune(), 'birthDate')).toBe('12/13/1980');
    expect(fieldOf(commune(), 'position')).toBe('Cán bộ văn hóa xã');
  });

  it('Q25-12: a name in capitals and NFD and a post in an old font are read, shown and confirmed by a person', async () => {
    await commune().submit({ birthDate: '12/3/1980' }, { fields: ['birthDate'] });
    expect(commune().page.text).toContain('Dùng “Lò Văn Thạo”');
    expect(commune().page.text).toContain('Hãy xem lại các chỗ sau');
    await press(commune(), {}, { fields: ['useProposed'] }, '?da-luu=moi');
    stage.at.person = commune().page.url.split('?')[0]!;
    expect(commune().page.text).toContain('Lò Văn Thạo');
    await fillDossier(commune(), stage.at.person!, 'Đã có thành tích xuất sắc trong phong trào thi đua.');
    const row = await stage.server.app.db
      .selectFrom('award_dossier')
      .select(['subject_name', 'details'])
      .where('id', '=', stage.at.person!.split('/').at(-1)!)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      subject_name: 'Lò Văn Thạo',
      details: { birthDate: '1980-03-12', position: 'Cán bộ văn hóa xã' },
    });
  });

  it('Q25-12: minutes with votes, letter and signed files; the drafts of both papers come out of what is there', async () => {
    stage.at.third = await nominate(commune(), list(), 'individual', { name: 'Cà Thị Thêm', birthDate: '1985' });
    await fillDossier(commune(), stage.at.third!, 'Đã có thành tích trong phong trào thi đua.');
    await fillPapers(stage, commune(), list(), {
      meetingOn: '14/6/2027',
      letterNumber: '45/TTr-UBND',
      letterDate: '15/6/2027',
      signer: 'Lò Văn Chủ',
    });
    for (const paper of ['to-trinh.docx', 'to-trinh.pdf', 'bien-ban.docx', 'bien-ban.pdf']) {
      const { bytes } = await download(commune(), `${list()}/giay/${paper}`);
      expect(bytes.length, paper).toBeGreaterThan(4000);
    }
    await commune().get(list());
    expect(commune().page.text).toContain('Đủ để gửi');
  });

  it('Q25-2: the nominee reads the own data by a mailed link and confirms them; the link of another opens nothing', async () => {
    const nominee = await confirmByMail(stage, commune(), stage.at.person!, 'lovanthao@example.test');
    expect(nominee.page.text).toContain('Lò Văn Thạo');
    expect(nominee.page.text).toContain('12/03/1980');
    await press(nominee, { answer: 'confirm' }, { fields: ['answer'] }, '?xong');
    expect(nominee.page.text).toContain('Đã nhận câu trả lời');
    await commune().get(list());
    expect(commune().page.text).toContain('Đã xác nhận');
  });

  it('Q25-8: a third nominee exceeds the quota: refused with what is left, nothing is handed in', async () => {
    await handIn(commune(), list(), [stage.at.group!, stage.at.person!, stage.at.third!]);
    expect(commune().page.status).toBe(422);
    expect(commune().page.text).toContain('mỗi xã, phường chọn 02 trường hợp');
    expect(commune().page.text).toMatch(/còn 2|chỉ còn/i);
    await commune().get(stage.at.third!);
    await press(commune(), {}, { action: '?/withdraw' }, 'da-luu=rut');
    await handIn(commune(), list(), [stage.at.group!, stage.at.person!]);
    expect(commune().page.url).toContain('da-luu=gui');
    expect(commune().page.text).toContain('Đã gửi');
    const { type } = await download(commune(), `${list()}/giay/bien-nhan.pdf`);
    expect(type).toContain('pdf');
    expect(await mailsTo(stage, 'science@example.test', 'award.arrived')).not.toEqual([]);
  });

  it('Q25-12: another commune nominates one person; neither sees the dossiers of the other', async () => {
    const neighbour = who(stage, 'neighbour');
    const its = nominating(stage, '04123');
    stage.at.other = await nominate(neighbour, its, 'individual', {
      name: 'Quàng Thị Hoa',
      birthDate: '20/10/1990',
      gender: 'female',
      position: 'Công chức văn hóa - xã hội',
    });
    await fillDossier(neighbour, stage.at.other!, 'Đã có thành tích xuất sắc trong phong trào thi đua.');
    await fillPapers(stage, neighbour, its, {
      meetingOn: '21/6/2027',
      letterNumber: '60/TTr-UBND',
      letterDate: '22/6/2027',
      signer: 'Hà Văn Chủ',
    });
    await handIn(neighbour, its, [stage.at.other!]);
    expect(neighbour.page.url).toContain('da-luu=gui');
    await neighbour.get(stage.at.group!);
    expect(neighbour.page.status).toBe(404);
    await commune().get(stage.at.other!);
    expect(commune().page.status).toBe(404);
  });
}
