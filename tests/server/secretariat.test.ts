import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold } from '#lib/domain/kernel/text.ts';
import { readFilter, writeFilter } from '#lib/domain/screening/filter.ts';
import { countQueries } from '#lib/server/platform/db/sql.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import {
  acceptEntries,
  acceptEntry,
  decideFinding,
  disqualifyEntry,
  previewAccept,
  reinstateEntry,
  reopenEntry,
  returnEntry,
  takeOver,
} from '#lib/server/screening/check.ts';
import { readDossier } from '#lib/server/screening/dossier.ts';
import { checksOf } from '#lib/server/screening/facts.ts';
import { entryExport, entryList, neighbours } from '#lib/server/screening/list.ts';
import { overview } from '#lib/server/screening/overview.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { refusal } from '../support/refusal.ts';
import { handInAgain, mailsTo, type Stage, stage, stateOf } from './screening.support.ts';

let t: TestApp;
let s: Stage;
let secretary: Actor & { id: string };
let support: Actor & { id: string };
let judge: Actor & { id: string };
const during = '2026-06-15T09:00:00+07:00';
const after = '2026-07-02T09:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  s = await stage(t);
  secretary = await t.person('Lò Thị Thư', [{ role: 'secretary', programmeId: s.programmeId }]);
  support = await t.person('Hà Văn Giúp', [{ role: 'support', programmeId: s.programmeId }]);
  judge = await t.person('Bạc Cầm Khảo', [{ role: 'judge', programmeId: s.programmeId }]);
});
afterAll(() => t?.close());

const programme = async () => (await programmeById(t.app.db, s.programmeId))!;
const finding = async (entryId: string, rule: string, at = during) =>
  (await checksOf(t.app.db, await programme(), [entryId], new Date(at))).get(entryId)!.find((f) => f.rule === rule)!;
const filter = (query = '') => readFilter(new URLSearchParams(query));
const clearRegister = () => t.app.db.deleteFrom('initiative').execute();
const register = (title: string, authors: string) =>
  t.app.db
    .insertInto('initiative')
    .values({
      title,
      folded: fold(title),
      authors,
      authors_folded: fold(authors),
      year: 2024,
      decision_number: '12/QĐ',
      created_at: new Date(during),
    })
    .execute();
const pass = (entryId: string, rule: string, note = 'Đã xem.') =>
  decideFinding(t.ctx(secretary, during), { entryId, rule, verdict: 'pass', note });
/** The register is empty in most tests, which a person has to note. */
const submitted = async (more: Parameters<Stage['entry']>[0] = {}) => {
  const entry = await s.entry({ state: 'submitted', ...more });
  await pass(entry.id, 'recognised');
  return entry;
};

describe('findings with verdicts', () => {
  it('K26-2a: shows shares that do not add up as a broken rule, which stands against confirming', async () => {
    const { id } = await submitted({
      authors: [
        { name: 'Lò A', share: '40' },
        { name: 'Lò B', share: '40' },
      ],
    });
    expect(await finding(id, 'authors')).toMatchObject({ level: 'block', clause: 'Mục II.2' });
    const refused = await refusal(acceptEntry(t.ctx(secretary, during), { entryId: id }));
    expect(refused.issues[0]!.message).toContain('Tổng tỷ lệ đóng góp là 80%');
    expect(await stateOf(t, id)).toBe('submitted');
  });

  it('K26-2b: names an author who is on the jury, also when the role came after the entry', async () => {
    const { id } = await submitted({
      authors: [{ name: 'Bạc Cầm Khảo', share: '100', personId: judge.id, email: judge.email }],
    });
    const found = await finding(id, 'exclusion');
    expect(found.level).toBe('block');
    expect(found.message).toContain('Bạc Cầm Khảo là thành viên Ban Giám khảo');
    expect(found.open).not.toBeNull();
    await expect(refusal(acceptEntry(t.ctx(secretary, during), { entryId: id }))).resolves.toMatchObject({
      code: 'check.open',
    });
  });

  it('K26-2c: looks the product up in the register of recognised initiatives', async () => {
    const title = 'Sổ tay số cho tổ công nghệ cộng đồng';
    const { id } = await s.entry({ state: 'submitted', title, authors: [{ name: 'Vì Văn Sáng', share: '100' }] });
    expect(await finding(id, 'recognised')).toMatchObject({ level: 'ask', open: expect.stringContaining('còn trống') });
    await register('Số tay sổ cho Tổ Công nghệ cộng đồng', 'Vì Văn Sáng, Lò Thị Mai');
    await register('Nuôi cá lồng trên hồ thủy điện', 'Người Khác');
    const found = await finding(id, 'recognised');
    expect(found.level).toBe('block');
    expect(found.details).toHaveLength(1);
    expect(found.details[0]).toContain('cùng tác giả Vì Văn Sáng');
    await clearRegister();
  });

  it('K26-2c: a product without the declaration is a broken rule', async () => {
    const { id } = await s.entry({ state: 'submitted', declared: false });
    expect(await finding(id, 'recognised')).toMatchObject({
      level: 'block',
      message: expect.stringContaining('chưa cam kết'),
    });
  });

  it('K26-4b: says which file is missing', async () => {
    const { id } = await s.entry({ state: 'submitted', files: false });
    expect(await finding(id, 'file:video')).toMatchObject({ level: 'warn' });
    expect(await finding(id, 'file:explanation')).toMatchObject({ level: 'warn' });
  });

  it('K26-3: shows a submission after the deadline with its second', async () => {
    const { id } = await s.entry({ state: 'submitted', at: '2026-07-01T00:00:00+07:00' });
    expect((await finding(id, 'on-time')).message).toContain('sau hạn 23:59:59, thứ Ba 30/06/2026');
  });

  it('a verdict against a finding needs words; an unknown rule is none', async () => {
    const { id } = await s.entry({ state: 'submitted', files: false });
    const ctx = t.ctx(secretary, during);
    const bare = await refusal(decideFinding(ctx, { entryId: id, rule: 'file:video', verdict: 'pass', note: '' }));
    expect(bare).toMatchObject({ code: 'check.note-required', field: 'note.file:video' });
    expect(
      await refusal(decideFinding(ctx, { entryId: id, rule: 'made-up', verdict: 'pass', note: 'x' })),
    ).toMatchObject({ status: 404 });
    await decideFinding(ctx, { entryId: id, rule: 'file:video', verdict: 'fail', note: 'Không có video.' });
    expect(await finding(id, 'file:video')).toMatchObject({
      decision: { verdict: 'fail', note: 'Không có video.', byName: 'Lò Thị Thư', outdated: false },
      open: expect.stringContaining('không đạt'),
    });
  });

  it('a verdict about an earlier submission counts no more', async () => {
    const { id } = await submitted();
    expect((await finding(id, 'recognised')).open).toBeNull();
    await handInAgain(t, id, '2026-06-16T08:00:00+07:00', 'submitted');
    expect(await finding(id, 'recognised', '2026-06-16T09:00:00+07:00')).toMatchObject({
      decision: { outdated: true },
      open: expect.stringContaining('còn trống'),
    });
  });

  it('findings of 3 and of 30 entries take the same number of queries', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 30; i++) ids.push((await s.entry({ state: 'submitted' })).id);
    const doc = await programme();
    const count = async (n: number) =>
      (await countQueries(t.app.db, (db) => checksOf(db, doc, ids.slice(0, n), new Date(during)))).queries;
    expect(await count(30)).toBe(await count(3));
  });
});

describe('what was handed in', () => {
  it('K26-3: what an author has typed since, without handing in again, is neither judged nor shown', async () => {
    const { id } = await s.entry({
      state: 'submitted',
      title: 'Đang sửa dở',
      authors: [{ name: 'Lò Văn Sửa', share: '100' }],
    });
    const author = await t.app.db
      .selectFrom('entry_author')
      .selectAll()
      .where('entry_id', '=', id)
      .executeTakeFirstOrThrow();
    const snapshot = {
      title: 'Bản đã nộp',
      pillar: 'economy',
      topics: ['ai'],
      values: { summary: 'Tóm tắt đã nộp' },
      files: [],
      authors: [
        {
          id: author.id,
          personId: null,
          fullName: 'Lò Văn Nộp',
          email: author.email,
          phone: null,
          job: null,
          workplace: null,
          share: '100',
          confirmedAt: null,
          confirmChannel: null,
        },
      ],
    };
    await t.app.db
      .updateTable('entry_submission')
      .set({ snapshot: JSON.stringify(snapshot) })
      .where('entry_id', '=', id)
      .execute();
    const dossier = await readDossier(t.app.db, id, async () => ({ contacts: false }));
    expect(dossier).toMatchObject({ title: 'Bản đã nộp', pillar: 'Kinh tế số' });
    expect(dossier.authors[0]).toMatchObject({ fullName: 'Lò Văn Nộp', confirmedAt: author.confirmed_at });
    expect(dossier.authors[0]!.email).not.toBe(author.email);
    expect(dossier.stages[0]!.files).toEqual([]);
    expect(dossier.stages[0]!.answers.find((a) => a.label === 'Tóm tắt sản phẩm')!.lines).toEqual(['Tóm tắt đã nộp']);
    expect(await finding(id, 'file:video')).toMatchObject({ level: 'warn' });
    expect((await finding(id, 'form')).level).not.toBe('ok');
  });

  it('a draft is its author’s own: to the secretariat it does not exist', async () => {
    const { id } = await s.entry({ state: 'draft' });
    expect(await refusal(readDossier(t.app.db, id, async () => ({ contacts: true })))).toMatchObject({ status: 404 });
    expect(await refusal(returnEntry(t.ctx(secretary, during), { entryId: id, reason: 'x' }))).toMatchObject({
      status: 404,
    });
  });
});

describe('confirming', () => {
  it('confirms what has no open finding, tells the author and writes the history', async () => {
    const { id } = await submitted();
    await acceptEntry(t.ctx(secretary, during), { entryId: id });
    expect(await stateOf(t, id)).toBe('eligible');
    expect((await mailsTo(t, id)).map((m) => m.kind)).toEqual(['entry.eligible']);
  });

  it('many at once: each row for itself, the preview says the same and changes nothing', async () => {
    const [good, bad, gone] = [
      await submitted(),
      await s.entry({ state: 'submitted', files: false }),
      await s.entry({ state: 'withdrawn' }),
    ];
    const args = { programmeId: s.programmeId, entryIds: [good.id, bad.id, gone.id] };
    const preview = await previewAccept(t.ctx(secretary, during), args);
    expect(await stateOf(t, good.id)).toBe('submitted');
    const results = await acceptEntries(t.ctx(secretary, during), args);
    const say = (rows: typeof results) => Object.fromEntries(rows.map((r) => [r.code, r.accepted]));
    expect(say(results)).toEqual(say(preview));
    expect(say(results)).toEqual({ [good.code]: true, [bad.code]: false, [gone.code]: false });
    expect(results.find((r) => r.code === bad.code)!.reasons.join(' ')).toContain('Video');
    expect(await stateOf(t, bad.id)).toBe('submitted');
  });

  it('pressed twice at the same moment, it confirms once and sends one mail', async () => {
    const { id } = await submitted();
    const both = await Promise.allSettled([1, 2].map(() => acceptEntry(t.ctx(secretary, during), { entryId: id })));
    expect(both.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    expect(await mailsTo(t, id)).toHaveLength(1);
  });

  it('a confirmation can be taken back with a reason', async () => {
    const { id } = await submitted();
    await acceptEntry(t.ctx(secretary, during), { entryId: id });
    await reopenEntry(t.ctx(secretary, during), { entryId: id, reason: 'Cần xem lại video.' });
    expect(await stateOf(t, id)).toBe('submitted');
  });

  it('support staff note verdicts but do not decide; judges and outsiders do not even find the entry', async () => {
    const { id } = await s.entry({ state: 'submitted' });
    await decideFinding(t.ctx(support, during), { entryId: id, rule: 'recognised', verdict: 'pass', note: 'Đã hỏi.' });
    expect(await refusal(acceptEntry(t.ctx(support, during), { entryId: id }))).toMatchObject({ status: 403 });
    expect(await refusal(acceptEntry(t.ctx(judge, during), { entryId: id }))).toMatchObject({ status: 404 });
    expect(await refusal(acceptEntry(t.visitor(during), { entryId: id }))).toMatchObject({ status: 404 });
    const author = await t.person('Người dự thi');
    expect(await refusal(acceptEntry(t.ctx(author, during), { entryId: id }))).toMatchObject({ status: 404 });
  });
});

describe('returning, taking over, disqualifying', () => {
  it('K26-3: returns only while the author can hand in again', async () => {
    const { id } = await s.entry({ state: 'submitted' });
    const late = await refusal(returnEntry(t.ctx(secretary, after), { entryId: id, reason: 'Thiếu thuyết minh.' }));
    expect(late.message).toContain('kết thúc lúc 23:59:59, thứ Ba 30/06/2026');
    await returnEntry(t.ctx(secretary, during), { entryId: id, reason: 'Thiếu thuyết minh.' });
    expect(await stateOf(t, id)).toBe('returned');
    expect((await mailsTo(t, id))[0]!.body).toContain('Thiếu thuyết minh.');
  });

  it('K26-4a: takes over an entry that the unit never forwarded, also after intake', async () => {
    const { id } = await s.entry({ state: 'with-unit' });
    await takeOver(t.ctx(secretary, after), { entryId: id, reason: 'Đơn vị không gửi dù tác giả nộp đúng hạn.' });
    expect(await stateOf(t, id)).toBe('submitted');
    expect((await mailsTo(t, id)).map((m) => m.kind)).toEqual(['entry.taken-over']);
  });

  it('disqualifies with a clause of the programme and a reason of 20 characters; the author reads both', async () => {
    const { id } = await s.entry({ state: 'submitted' });
    const ctx = t.ctx(secretary, during);
    expect(await refusal(disqualifyEntry(ctx, { entryId: id, clause: 'II.2', reason: 'Vi phạm' }))).toMatchObject({
      field: 'reason',
    });
    const reason = 'Sản phẩm đã được công nhận sáng kiến năm 2024 theo QĐ 12.';
    expect(await refusal(disqualifyEntry(ctx, { entryId: id, clause: 'X.9', reason }))).toMatchObject({
      field: 'clause',
    });
    await disqualifyEntry(ctx, { entryId: id, clause: 'II.2', reason });
    expect(await stateOf(t, id)).toBe('disqualified');
    const [mail] = await mailsTo(t, id);
    expect(mail!.body).toContain('Mục II.2');
    expect(mail!.body).toContain(reason);
    const event = await t.app.db
      .selectFrom('entry_event')
      .selectAll()
      .where('entry_id', '=', id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(event).toMatchObject({ clause: 'Mục II.2', reason, by_name: 'Lò Thị Thư' });
    await reinstateEntry(ctx, { entryId: id, reason: 'Quyết định 12 là của sản phẩm khác.' });
    expect(await stateOf(t, id)).toBe('submitted');
  });

  it('refuses what was decided about an older version', async () => {
    const { id } = await s.entry({ state: 'submitted' });
    await handInAgain(t, id, '2026-06-14T08:00:00+07:00', 'submitted');
    expect(
      await refusal(returnEntry(t.ctx(secretary, during), { entryId: id, reason: 'x', version: 1 })),
    ).toMatchObject({ status: 409 });
  });
});

describe('the list', () => {
  const names = async (query: string) =>
    (await entryList(t.app.db, { programmeId: s.programmeId, filter: filter(query) })).rows.map((r) => r.title);

  it('finds with and without diacritics, by title, code and author', async () => {
    const { code } = await s.entry({
      title: 'Bản đồ số hoá di sản Mường La',
      state: 'submitted',
      authors: [{ name: 'Đèo Thị Nụ' }],
    });
    for (const q of ['bản đồ số hóa', 'ban do so hoa', 'BẢN ĐỒ', code.toLowerCase(), 'đèo thị nụ', 'deo thi nu'])
      expect(await names(`?q=${encodeURIComponent(q)}`)).toEqual(['Bản đồ số hoá di sản Mường La']);
    expect(await names('?q=100%25')).toEqual([]);
  });

  it('K26-1: filters by pillar, topic, state, unit with the units below it, and check', async () => {
    const { id } = await s.entry({
      title: 'Riêng một mình',
      pillar: 'economy',
      topics: ['ai', 'e-commerce'],
      unitId: s.units.room,
      state: 'submitted',
    });
    const only = async (query: string) => expect(await names(query)).toEqual(['Riêng một mình']);
    await only('?tru-cot=economy');
    await only('?noi-dung=e-commerce');
    await only(`?don-vi=${s.units.room}`);
    await only(`?q=rieng&trang-thai=submitted&don-vi=${s.units.department}`);
    await only('?q=rieng&kiem-tra=todo');
    await decideFinding(t.ctx(secretary, during), { entryId: id, rule: 'on-time', verdict: 'ask', note: 'Hỏi lại.' });
    await only('?q=rieng&kiem-tra=doing');
    await only('?q=rieng&kiem-tra=problem');
    expect(await names('?q=rieng&kiem-tra=done')).toEqual([]);
    expect(await names('?q=rieng&trang-thai=eligible')).toEqual([]);
  });

  it('leaves drafts out and takes the same number of queries at 3 and at 30 rows', async () => {
    await t.app.db.updateTable('entry').set({ state: 'draft' }).where('title', '=', 'Riêng một mình').execute();
    expect(await names('?q=rieng')).toEqual([]);
    for (let i = 0; i < 30; i++) await s.entry({ title: i < 3 ? 'Đếm ba dòng' : 'Đếm nhiều dòng', state: 'submitted' });
    const count = async (q: string) => {
      const { result, queries } = await countQueries(t.app.db, (db) =>
        entryList(db, { programmeId: s.programmeId, filter: filter(`?q=${q}`) }),
      );
      return { rows: result.rows.length, queries };
    };
    expect(await count('dem ba')).toEqual({ rows: 3, queries: 1 });
    expect(await count('dem')).toEqual({ rows: 30, queries: 1 });
  });

  it('walks from record to record in the order of the list', async () => {
    const f = filter('?q=dem%20ba&xep=-code');
    const scope = { programmeId: s.programmeId, filter: f };
    const { rows } = await entryList(t.app.db, scope);
    const middle = await neighbours(t.app.db, { ...scope, entryId: rows[1]!.id });
    expect(middle).toEqual({ previous: rows[0]!.id, next: rows[2]!.id, place: 2, total: 3 });
    expect(await neighbours(t.app.db, { ...scope, entryId: s.programmeId })).toBeNull();
  });

  it('the address of a filter reads back as the filter; nonsense counts as not said', () => {
    const f = filter(
      `?q=s%E1%BB%91&trang-thai=submitted&trang-thai=eligible&tru-cot=society&kiem-tra=todo&xep=-score&trang=3&don-vi=none`,
    );
    expect(readFilter(new URLSearchParams(writeFilter(f)))).toEqual(f);
    expect(filter("?trang-thai=x&kiem-tra=y&xep=z&trang=-1&don-vi=1'or'1&ngay=hom-nay")).toEqual(filter(''));
    expect(writeFilter(filter(''))).toBe('');
  });

  it('exports all rows of the filter with every author', async () => {
    await s.entry({
      title: 'Xuất ra tệp',
      state: 'submitted',
      authors: [
        { name: 'Lò A', share: '50' },
        { name: 'Lò B', share: '50' },
      ],
    });
    const [row] = await entryExport(t.app.db, { programmeId: s.programmeId, filter: filter('?q=xuat') });
    expect(row!.authors.map((a) => [a.name, a.share])).toEqual([
      ['Lò A', '50.00'],
      ['Lò B', '50.00'],
    ]);
  });
});

describe('overview', () => {
  it('K26-1: counts by pillar, topic, unit, day and state', async () => {
    const before = await overview(t.app.db, await programme(), new Date(during));
    await s.entry({
      state: 'with-unit',
      pillar: 'government',
      topics: ['data', 'platform'],
      unitId: s.units.commune,
      at: '2026-05-05T23:30:00+07:00',
    });
    const now = await overview(t.app.db, await programme(), new Date(during));
    const grew = (pick: (o: typeof now) => number) => pick(now) - pick(before);
    expect(grew((o) => o.byPillar.find((p) => p.id === 'government')!.count)).toBe(1);
    expect(grew((o) => o.byTopic.find((x) => x.id === 'data')!.count)).toBe(1);
    expect(grew((o) => o.byTopic.find((x) => x.id === 'platform')!.count)).toBe(1);
    expect(grew((o) => o.byDay.find((d) => d.day === '2026-05-05')!.count)).toBe(1);
    expect(grew((o) => o.byUnit.find((u) => u.unitId === s.units.commune)?.withUnit ?? 0)).toBe(1);
    expect(grew((o) => o.todo.withUnits)).toBe(1);
    expect(grew((o) => o.submitted)).toBe(1);
    expect(now.byDay[0]!.day).toBe('2026-03-01');
    expect(now.byDay.at(-1)!.day).toBe('2026-06-15');
  });
});
