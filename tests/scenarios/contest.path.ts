import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '#lib/domain/kernel/random.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { textSource } from '../../src/cli/season/texts.ts';
import type { Browser } from '../support/http.ts';
import { samplePdf } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { enter, refine } from './contest.author.ts';
import {
  appoint,
  assignAndOpen,
  confirmEntry,
  judgeRound,
  newAccount,
  sendFile,
  setUp,
  slug,
} from './contest.support.ts';

/**
 * The whole path of a contest, from an empty installation to certificates that anyone verifies, each role through its own
 * pages; the steps share one server and one clock.
 * @param browsers what people sit at: a browser without scripts, or Chromium with them
 */
export function contestPath(browsers: (server: TestServer) => Promise<() => Browser>): void {
  let server: TestServer;
  let admin: Browser;
  let unitId = '';
  let programmeId = '';
  const people: Record<string, Browser> = {};
  const paths: Record<string, string> = {};
  const root = `/cuoc-thi/${slug}`;

  beforeAll(async () => {
    server = await startTestServer({ at: '2026-01-12T08:00:00+07:00' });
    server.browser = await browsers(server);
  });
  afterAll(() => server?.stop());

  describe('January and February: the contest is set up', () => {
    it('K26-6a: the first administrator creates the contest from its file, decides what the plan leaves open, publishes', async () => {
      admin = await setUp(server);
      expect((await server.browser().get(root)).text).toContain('Ý tưởng số - Lan tỏa sức mạnh số');
    });

    it('K26-6a: organisers, jury, secretariat, coordinator and auditor are invited into their roles and accept by mail', async () => {
      const unit = await server.app.db
        .selectFrom('unit')
        .select('id')
        .where('code', '=', '03808')
        .executeTakeFirstOrThrow();
      unitId = unit.id;
      programmeId = (await server.app.db.selectFrom('programme').select('id').executeTakeFirstOrThrow()).id;
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
      for (const [key, fullName, role] of roles)
        people[key] = await appoint(server, admin, { fullName, email: `${key}@example.test`, role });
      people.coordinator = await appoint(server, admin, {
        fullName: 'Lường Mai Anh',
        email: 'coordinator@example.test',
        role: 'unit-coordinator',
        unitId: unit.id,
      });
      const names = await server.app.db.selectFrom('role_grant').select('role').execute();
      expect(names.map((row) => row.role).sort()).toEqual(
        [...roles.map((row) => row[2]), 'unit-coordinator', 'admin'].sort(),
      );
    });
  });

  describe('March to June: intake', () => {
    it('K26-2a, K26-4b: new authors register, confirm their address by mail, and enter with shares, form, video and explanation', async () => {
      server.moveTo('2026-04-02T08:00:00+07:00');
      people.author = await newAccount(server, 'Lò Thị Mây', 'tacgia@example.test');
      people.coAuthor = await newAccount(server, 'Mùa A Sử', 'dongtacgia@example.test');
      people.other = await newAccount(server, 'Đinh Thị Thơm', 'tacgia2@example.test');
      const texts = textSource(contest2026Demo, ['Xã Mường La'], seeded('contest'));
      paths.author = await enter(server, people.author, {
        unitId,
        texts: texts('school', 'Sổ liên lạc'),
        coAuthor: { fullName: 'Mùa A Sử', email: 'dongtacgia@example.test', browser: people.coAuthor },
      });
      paths.other = await enter(server, people.other, {
        unitId,
        texts: texts('commune', 'Nhật ký điện tử'),
      });
      const states = await server.app.db.selectFrom('entry').select(['code', 'state']).orderBy('code').execute();
      expect(states).toEqual([
        { code: 'CDS26-00001', state: 'with-unit' },
        { code: 'CDS26-00002', state: 'with-unit' },
      ]);
    });

    it('K26-4a: the unit accepts, ranks, and forwards the entries with its letter', async () => {
      server.moveTo('2026-05-20T09:00:00+07:00');
      const { coordinator } = people as { coordinator: Browser };
      await coordinator.get(`/don-vi/${unitId}/bai-du-thi`);
      const paths = coordinator.page.html.matchAll(new RegExp(`/don-vi/${unitId}/bai-du-thi/[0-9a-f-]{36}`, 'g'));
      for (const path of new Set([...paths].map((found) => found[0]))) {
        await coordinator.get(path);
        await coordinator.submit({ comment: 'Sản phẩm thiết thực' }, { action: '?/accept' });
        expect(coordinator.page.url, coordinator.page.text.slice(0, 400)).toContain('da=accept');
      }
      await coordinator.get(`/don-vi/${unitId}/bai-du-thi?buoc=accepted`);
      const fields = coordinator.form({ action: '?/ranks' }).fields.filter((field) => field.name.startsWith('rank.'));
      expect(fields).toHaveLength(2);
      await coordinator.submit(Object.fromEntries(fields.map((f) => [f.name, '1'])), { action: '?/ranks' });
      expect(coordinator.page.text).toContain('trùng');
      await coordinator.submit(Object.fromEntries(fields.map((f, i) => [f.name, String(i + 1)])), {
        action: '?/ranks',
      });
      await coordinator.get(`/don-vi/${unitId}/gui-ve-tinh`);
      const letter = new File([new Uint8Array(samplePdf('Cong van 15/CV'))], 'cong-van.pdf', {
        type: 'application/pdf',
      });
      await sendFile(
        server,
        coordinator,
        { purpose: 'letter', programmeId, unitId, next: coordinator.page.url },
        letter,
      );
      await coordinator.get(`/don-vi/${unitId}/gui-ve-tinh`);
      await coordinator.submit({ letterNumber: '15/CV-UBND', letterDate: '20/05/2026' }, { action: '?/forward' });
      expect(coordinator.page.url, coordinator.page.text.slice(0, 600)).toContain('da=gui');
      const rows = await server.app.db.selectFrom('entry').select('state').execute();
      expect(rows.map((row) => row.state)).toEqual(['submitted', 'submitted']);
    });

    it('the secretariat checks each finding and confirms the entries', async () => {
      server.moveTo('2026-06-10T09:00:00+07:00');
      const { secretary } = people as { secretary: Browser };
      const entries = await server.app.db.selectFrom('entry').select('id').orderBy('code').execute();
      for (const { id } of entries) await confirmEntry(secretary, id);
      const states = await server.app.db.selectFrom('entry').select('state').execute();
      expect(states.map((row) => row.state)).toEqual(['eligible', 'eligible']);
    });

    it('K26-2b: an author is not appointed, and a judge is not taken as co-author; each refusal names the other side', async () => {
      await admin.get('/quan-tri/nguoi/moi');
      await admin.submit(
        { fullName: 'Lò Thị Mây', email: 'tacgia@example.test', role: 'judge', programmeId },
        { action: '?/invite' },
      );
      expect(admin.page.status).toBe(422);
      expect(admin.page.text).toContain('CDS26-00001');
      const author = people.other!;
      await author.get(`${paths.other}/tac-gia`);
      await author.submit(
        {
          'authors.0.share': '50',
          'authors.1.fullName': 'Bạc Cầm Thắng',
          'authors.1.email': 'judge1@example.test',
          'authors.1.share': '50',
        },
        { action: '?/save' },
      );
      expect(author.page.status).toBe(422);
      expect(author.page.text).toContain('Ban Giám khảo');
    });

    it('K26-3: what is typed when the deadline passes is refused to the second, and kept as a late draft', async () => {
      server.moveTo('2026-06-30T23:50:00+07:00');
      const late = await newAccount(server, 'Quàng Văn Chậm', 'tre@example.test');
      await late.get(`/bai-du-thi/moi/${slug}`);
      await late.submit({ title: 'Nộp vào phút cuối', pillar: 'society' });
      const path = late.page.url;
      await late.get(`${path}/thong-tin`);
      server.moveTo('2026-06-30T23:59:58+07:00');
      await late.submit({ 'f.problem': 'Còn hai giây' });
      expect(late.page.url).toContain('xong=da-luu');
      await late.get(`${path}/thong-tin`);
      server.moveTo('2026-07-01T00:00:00+07:00');
      await late.submit({ 'f.problem': 'Gõ xong thì hết giờ' });
      expect(late.page.status).toBe(422);
      expect(late.page.text).toContain('bản nháp muộn');
      expect(late.page.html).toContain('Gõ xong thì hết giờ');
      const row = await server.app.db
        .selectFrom('entry')
        .select(['late_draft', 'form'])
        .where('id', '=', path.split('/').at(-1)!)
        .executeTakeFirstOrThrow();
      expect(JSON.stringify(row.late_draft)).toContain('Gõ xong thì hết giờ');
      expect(JSON.stringify(row.form)).toContain('Còn hai giây');
      const begin = await server.browser().get(root);
      expect(begin.html).not.toContain(`/bai-du-thi/moi/${slug}`);
    });
  });

  describe('July: the preliminary round', () => {
    it('K26-4c: the secretariat assigns and opens; a judge in conflict is replaced; all sheets are scored blind and signed', async () => {
      server.moveTo('2026-07-02T08:00:00+07:00');
      const { secretary, judge2 } = people as Record<string, Browser>;
      await assignAndOpen(secretary!, 'preliminary');
      const judges = ['judge1', 'judge2', 'judge3', 'judge4', 'judge5'];
      // The first judge who has a sheet declares a conflict with it; the secretariat plans again.
      let gone = '';
      for (const key of judges) {
        const judge = people[key]!;
        await judge.get(`/cham-thi/${slug}/preliminary`);
        const box = judge.page.forms
          .find((form) => form.action.includes('?/conflict'))
          ?.fields.find((field) => field.name === 'assignmentId');
        if (!box) continue;
        await judge.submit(
          { assignmentId: box.value, conflictReason: 'Tác giả là em họ của tôi' },
          { action: '?/conflict' },
        );
        expect(judge.page.url).toContain('da-luu=xung-dot');
        gone = key;
        break;
      }
      expect(gone).not.toBe('');
      await secretary!.get(`/dieu-hanh/${slug}/phan-cong?vong=preliminary`);
      await secretary!.submit({}, { fields: ['hat-giong'] });
      await secretary!.submit({}, { action: '?/confirm' });
      let signed = 0;
      for (const key of judges) {
        const judge = people[key]!;
        const done = await judgeRound(judge, 'preliminary', (text) => (text.includes('Sổ liên lạc') ? 0.9 : 0.7));
        expect(judge.page.text).not.toContain('Lò Thị Mây');
        signed += done.signed;
      }
      expect(signed).toBe(6);
      expect(judge2).toBeDefined();
    });

    it('K26-4c: the chair closes and proposes; the organisers decide and publish the finalists', async () => {
      server.moveTo('2026-07-28T09:00:00+07:00');
      const { chair, organiser } = people as Record<string, Browser>;
      const page = `/cham-thi/${slug}/preliminary/chu-tich`;
      await chair!.get(page);
      await chair!.submit({}, { action: '?/close' });
      expect(chair!.page.url, chair!.page.text.slice(0, 600)).toContain('da-luu=ket-thuc');
      await chair!.submit({}, { action: '?/propose' });
      expect(chair!.page.url, chair!.page.text.slice(0, 600)).toContain('da-luu=de-nghi');
      await organiser!.get(`/dieu-hanh/${slug}/quyet-dinh/chung-khao`);
      await organiser!.submit(
        { number: '12-QĐ/BTC', date: '28/07/2026', signer: 'Hoàng Quốc Trị' },
        { action: '?/decide' },
      );
      expect(organiser!.page.url, organiser!.page.text.slice(0, 600)).toContain('da-luu=quyet-dinh');
      expect((await server.browser().get(`${root}/chung-khao`)).text).not.toContain('Sổ liên lạc');
      await organiser!.submit({}, { action: '?/publish' });
      expect(organiser!.page.url).toContain('da-luu=cong-bo');
      expect((await server.browser().get(`${root}/chung-khao`)).text).toContain('Sổ liên lạc');
    });
  });

  describe('August and September: refinement, the final, prizes, certificates', () => {
    it('K26-4d: the finalists hand in what they completed', async () => {
      server.moveTo('2026-08-20T20:00:00+07:00');
      for (const key of ['author', 'other']) await refine(server, people[key]!, paths[key]!);
      const rows = await server.app.db.selectFrom('entry').select('refined_at').where('code', 'is not', null).execute();
      expect(rows.every((row) => row.refined_at !== null)).toBe(true);
    });

    it('K26-4e: the order is drawn in the open, the final is scored on the spot, the jury proposes', async () => {
      const { secretary, chair } = people as Record<string, Browser>;
      server.moveTo('2026-09-14T08:00:00+07:00');
      await chair!.get(`/cham-thi/${slug}/final/chu-tich?muc=boc-tham`);
      await chair!.submit({}, { action: '?/prepare' });
      expect(chair!.page.url, chair!.page.text.slice(0, 500)).toContain('da-luu=cam-ket');
      await chair!.submit({ words: 'Ba chín hai bảy' }, { action: '?/draw' });
      expect(chair!.page.url, chair!.page.text.slice(0, 500)).toContain('da-luu=boc-tham');
      server.moveTo('2026-09-15T07:30:00+07:00');
      await assignAndOpen(secretary!, 'final');
      for (const key of ['judge1', 'judge2', 'judge3', 'judge4', 'judge5'])
        await judgeRound(people[key]!, 'final', (text) => (text.includes('Sổ liên lạc') ? 0.95 : 0.6));
      await chair!.get(`/cham-thi/${slug}/final/chu-tich`);
      await chair!.submit({}, { action: '?/close' });
      expect(chair!.page.url, chair!.page.text.slice(0, 600)).toContain('da-luu=ket-thuc');
      await chair!.submit({}, { action: '?/propose' });
      expect(chair!.page.url, chair!.page.text.slice(0, 600)).toContain('da-luu=de-nghi');
    });

    it('K26-5a: the organisers give the prizes and publish; authors download certificates that anyone can verify', async () => {
      server.moveTo('2026-09-25T09:00:00+07:00');
      const { organiser, secretary, author } = people as Record<string, Browser>;
      await organiser!.get(`/dieu-hanh/${slug}/quyet-dinh/giai`);
      await organiser!.submit({}, { action: '?/follow' });
      await organiser!.submit(
        {
          number: '15-QĐ/BTC',
          date: '25/09/2026',
          signer: 'Hoàng Quốc Trị',
          note: 'Chỉ có hai sản phẩm vào Chung khảo nên các giải còn lại không trao.',
        },
        { action: '?/publish' },
      );
      expect(organiser!.page.url, organiser!.page.text.slice(0, 600)).toContain('da-luu=cong-bo');
      const visitor = server.browser();
      const results = await visitor.get(`${root}/ket-qua`);
      expect(results.text).toContain('Sổ liên lạc');
      expect(results.html).not.toContain('<script');
      await secretary!.get(`/dieu-hanh/${slug}/giay-chung-nhan`);
      await secretary!.submit({}, { action: '?/issue' });
      const { code } = await server.app.db
        .selectFrom('certificate')
        .select('code')
        .where('recipient', '=', 'Lò Thị Mây')
        .executeTakeFirstOrThrow();
      const paper = await author!.fetch(`/giay-chung-nhan/${code}.pdf`);
      expect(paper.headers.get('content-type')).toBe('application/pdf');
      expect(
        Buffer.from(await paper.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
      expect((await visitor.fetch(`/giay-chung-nhan/${code}.pdf`)).status).not.toBe(200);
      await visitor.get(`/xac-minh/${code}`);
      expect(visitor.page.text).toContain('còn giá trị');
      const money = await server.app.db
        .selectFrom('award')
        .select(['tier_id', 'amount'])
        .where('revoked_at', 'is', null)
        .orderBy('amount', 'desc')
        .execute();
      expect(money).toEqual([
        { tier_id: 'first', amount: 15_000_000 },
        { tier_id: 'second', amount: 10_000_000 },
      ]);
    });

    it('the auditor reads who did what, and everything still fits', async () => {
      const auditor = people.auditor!;
      await auditor.get('/quan-tri/nhat-ky');
      expect(auditor.page.status).toBe(200);
      expect(auditor.page.text).toContain('Hoàng Quốc Trị');
      const results = await checkInvariants(server.app);
      expect(results.filter((result) => !result.ok)).toEqual([]);
    });
  });
}
