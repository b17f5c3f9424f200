import { expect, it } from 'vitest';
import { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { appoint, newAccount, setUp } from './contest.support.ts';
import {
  agree,
  beginWork,
  describeWork,
  enterWork,
  handIn,
  keep,
  promise,
  sendShortVideo,
  sendVideo,
  shareWork,
} from './video.author.ts';
import { answers, contest, press, root, type Stage, slug, viewSeconds } from './video.support.ts';

const roles: [string, string, string][] = [
  ['organiser', 'Hoàng Quốc Trị', 'organiser'],
  ['chair', 'Cầm Minh Nguyệt', 'jury-chair'],
  ['secretary', 'Trần Bảo Châu', 'secretary'],
  ['auditor', 'Đinh Chính Trực', 'auditor'],
  ['judge1', 'Bạc Cầm Thắng', 'judge'],
  ['judge2', 'Vũ Hải Đăng', 'judge'],
  ['judge3', 'Lò Thu Thủy', 'judge'],
  ['judge4', 'Ngô Đức Minh', 'judge'],
  ['judge5', 'Sùng A Páo', 'judge'],
];

/** From the plan's file to a published contest with its people. */
export function setup(stage: Stage): void {
  const { people } = stage;

  it('K24-1: the administrator creates the contest from its file, decides what the plan leaves open, publishes', async () => {
    const { server } = stage;
    const admin = await setUp(server, slug, answers);
    stage.admin = admin;
    await admin.get(`/quan-tri/chuong-trinh/${slug}/interaction`);
    await admin.submit({ 'interaction.view.seconds': String(viewSeconds) });
    await press(
      admin,
      { reason: 'Thống nhất tại cuộc họp của Ban Tổ chức' },
      { fields: ['reason'] },
      'da-luu=interaction',
    );
    const { text } = await server.browser().get(root);
    for (const part of [contest.name, contest.theme, 'dài 4 đến 5 phút', '1280×720 hoặc 1920×1080'])
      expect(text).toContain(part);
  });

  it('K24-2: organisers, jury, secretariat and auditor are invited into their roles and accept by mail', async () => {
    const { server, admin } = stage;
    // scripts have nothing new to show to the fifth judge
    const plain = new Set(['judge2', 'judge3', 'judge4', 'judge5', 'auditor']);
    for (const [key, fullName, role] of roles) {
      const browser = plain.has(key) ? new Browser(server.url) : server.browser();
      people[key] = await appoint(server, admin, { fullName, email: `${key}@example.test`, role }, browser);
    }
    const names = await stage.server.app.db.selectFrom('role_grant').select('role').execute();
    expect(names.map((row) => row.role).sort()).toEqual([...roles.map((row) => row[2]), 'admin'].sort());
  });
}

/** The works of June and July. */
export function intake(stage: Stage): void {
  const { people } = stage;

  it('K24-5, K24-7: an author registers, sees how many works they may enter, begins, and shares the work', async () => {
    const { server } = stage;
    server.moveTo('2024-06-05T08:00:00+07:00');
    people.may = await newAccount(server, 'Lò Thị Mây', 'may@example.test');
    people.su = await newAccount(server, 'Mùa A Sử', 'su@example.test');
    const { may } = people as Record<string, Browser>;
    await may!.get(`/bai-du-thi/moi/${slug}`);
    expect(may!.page.text).toContain('Bạn chưa có bài dự thi nào; mỗi người có nhiều nhất 3 bài');
    const path = await beginWork(may!, 'Chợ phiên không tiền mặt');
    keep(stage, 'market', path, '');
    await describeWork(may!, path, 'Một phiên chợ vùng cao trả tiền bằng điện thoại.', ['own-unit', 'practices']);
    await shareWork(stage, may!, path, { fullName: 'Mùa A Sử', email: 'su@example.test', browser: people.su });
  });

  it('K24-6: a video of 3:00 is refused with its reason, one of 4:10 is taken', async () => {
    const { may } = people as Record<string, Browser>;
    const { path } = stage.works.market!;
    await sendShortVideo(stage, may!, path);
    await sendVideo(stage, may!, path, 'video-4-10.mp4');
    await may!.get(`${path}/tep`);
    expect(may!.page.text).toContain('video-4-10.mp4');
    const { facts } = await stage.server.app.db
      .selectFrom('file')
      .select('facts')
      .where('state', '=', 'ready')
      .executeTakeFirstOrThrow();
    expect(facts).toMatchObject({ video: { width: 1280, height: 720 } });
  });

  it('K24-7, K24-4: each promise is ticked by itself, each purpose of publication answered; the work is handed in', async () => {
    const { may } = people as Record<string, Browser>;
    const { path } = stage.works.market!;
    await promise(may!, path);
    await agree(may!, path, '1990');
    keep(stage, 'market', path, await handIn(may!, path));
    await may!.get(path);
    expect(may!.page.text).toContain('Đủ đồng ý để đăng');
  });

  it('K24-4: a child enters; the work may be shown once the guardian agrees by the mailed link', async () => {
    const { server } = stage;
    people.an = await newAccount(server, 'Quàng Văn An', 'an@example.test');
    const { an } = people as Record<string, Browser>;
    await enterWork(stage, an!, {
      key: 'child',
      title: 'Bác Lả bán mận qua mạng',
      summary: 'Bác Lả học cách bán mận hậu trên sàn thương mại điện tử.',
      topics: ['skills'],
      birthYear: '2012',
    });
    const { path } = stage.works.child!;
    await an!.get(`${path}/cong-khai`);
    expect(an!.page.text).toContain('cần cả cha, mẹ hoặc người giám hộ đồng ý');
    await an!.submit(
      { guardianName: 'Lò Thị Pâng', guardianRelation: 'mẹ', guardianEmail: 'pang@example.test' },
      { fields: ['guardianEmail'] },
    );
    expect(an!.page.text).toContain('Đã gửi thư cho Lò Thị Pâng (mẹ)');
    const mother = server.browser();
    await mother.get(await mailed(server, 'pang@example.test', 'nguoi-giam-ho'));
    expect(mother.page.text).toContain('Bác Lả bán mận qua mạng');
    await mother.submit({ 'consent.gallery': 'yes', 'consent.fanpage': 'no', 'consent.broadcast': 'no' });
    expect(mother.page.text).toContain('Đã ghi ý kiến của Ông/Bà.');
    await an!.get(path);
    expect(an!.page.text).toContain('Đủ đồng ý để đăng');
  });

  it('K24-5: a fourth work of one person is refused, alone and in a group', async () => {
    const { server } = stage;
    const { may } = people as Record<string, Browser>;
    await beginWork(may!, 'Lớp học trên mây');
    await beginWork(may!, 'Bản em lên số');
    await may!.get(`/bai-du-thi/moi/${slug}`);
    expect(may!.page.text).toContain('Bạn đã có 3/3 bài dự thi, kể cả 2 bản nháp, không bắt đầu bài mới được');
    expect(may!.page.forms.some((form) => form.fields.some((field) => field.name === 'title'))).toBe(false);
    const sent = await may!.fetch(`/bai-du-thi/moi/${slug}`, {
      method: 'POST',
      body: new URLSearchParams({ title: 'Bài thứ tư' }),
    });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('nhiều nhất 3 bài');
    people.thom = await newAccount(server, 'Đinh Thị Thơm', 'thom@example.test');
    const { thom } = people as Record<string, Browser>;
    await enterWork(stage, thom!, {
      key: 'shop',
      title: 'Cửa hàng điện máy của tôi',
      summary: 'Giới thiệu cửa hàng và các chương trình giảm giá.',
      topics: ['own-unit'],
      birthYear: '1985',
    });
    await thom!.get(`${stage.works.shop!.path}/tac-gia`);
    await thom!.submit(
      {
        'authors.0.share': '50',
        'authors.1.fullName': 'Lò Thị Mây',
        'authors.1.email': 'may@example.test',
        'authors.1.share': '50',
      },
      { action: '?/save' },
    );
    expect(thom!.page.status).toBe(422);
    expect(thom!.page.text).toContain('Lò Thị Mây đã có 3/3 bài dự thi');
  });

  it('K24-2: who judges or serves the contest is no author, and an author is not appointed', async () => {
    const { server, admin } = stage;
    const { judge1, thom } = people as Record<string, Browser>;
    await judge1!.get(`/bai-du-thi/moi/${slug}`);
    expect(judge1!.page.text).toContain('Ban Giám khảo');
    expect(judge1!.page.text).toContain('Mục III.1');
    expect(judge1!.page.forms.some((form) => form.fields.some((field) => field.name === 'title'))).toBe(false);
    await thom!.get(`${stage.works.shop!.path}/tac-gia`);
    await thom!.submit(
      {
        'authors.0.share': '50',
        'authors.1.fullName': 'Bạc Cầm Thắng',
        'authors.1.email': 'judge1@example.test',
        'authors.1.share': '50',
      },
      { action: '?/save' },
    );
    expect(thom!.page.status).toBe(422);
    expect(thom!.page.text).toContain('Bạc Cầm Thắng là thành viên Ban Giám khảo');
    const { id: programmeId } = await server.app.db.selectFrom('programme').select('id').executeTakeFirstOrThrow();
    await admin.get('/quan-tri/nguoi/moi');
    await admin.submit(
      { fullName: 'Lò Thị Mây', email: 'may@example.test', role: 'judge', programmeId },
      { action: '?/invite' },
    );
    expect(admin.page.status).toBe(422);
    expect(admin.page.text).toContain(stage.works.market!.code);
  });

  it('K24-8: when 31 July is over nothing more is taken', async () => {
    const { server } = stage;
    const { an } = people as Record<string, Browser>;
    server.moveTo('2024-07-31T23:59:50+07:00');
    await an!.get(`/bai-du-thi/moi/${slug}`);
    expect(an!.page.forms.some((form) => form.fields.some((field) => field.name === 'title'))).toBe(true);
    server.moveTo('2024-08-01T00:00:00+07:00');
    await an!.submit({ title: 'Đến muộn' }, { fields: ['title'] });
    expect(an!.page.url).toContain('/moi/');
    expect(an!.page.text).toContain('31/07/2024');
    const rows = await server.app.db.selectFrom('entry').select('title').where('title', '=', 'Đến muộn').execute();
    expect(rows).toEqual([]);
    expect((await server.browser().get(root)).html).not.toContain(`/bai-du-thi/moi/${slug}`);
  });
}
