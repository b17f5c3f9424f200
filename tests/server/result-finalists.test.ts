import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextStep } from '#lib/domain/entry/progress.ts';
import { publishedDecisions } from '#lib/server/publication/contestPage.ts';
import { decideFinalists, finalistsBoard, publicFinalists, publishFinalists } from '#lib/server/result/finalists.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { refusal } from '../support/refusal.ts';
import { after, type Judged, judgedContest } from './result.support.ts';

const rounds = contest2026Demo.rounds.map((round) =>
  round.kind === 'preliminary' ? { ...round, advance: { value: 4, source: 'decided' as const } } : round,
);

let c: Judged;
let ids: string[];
const at = after.preliminary;
const decide = (entryIds: string[], more: { note?: string; date?: string } = {}, who = c.organiser) =>
  decideFinalists(c.t.ctx(who, at), { programmeId: c.programmeId, entryIds, ...more });
const mails = (kind: string) =>
  c.t.app.db.selectFrom('message').select(['to_address', 'body']).where('kind', '=', kind).execute();
const pick = (...places: number[]) => places.map((place) => ids[place - 1]!);

describe('finalists', () => {
  beforeAll(async () => {
    c = await judgedContest({ rounds });
    ids = [];
    for (let no = 1; no <= 8; no++) ids.push(await c.entry(no, 'eligible'));
    // 1, 2, 3, then two entries share rank 4, then 6, 7; the eighth has no score
    const rank = [1, 2, 3, 4, 4, 6, 7];
    await c.t.app.db
      .insertInto('round_state')
      .values({ programme_id: c.programmeId, round_id: 'preliminary', state: 'open' })
      .execute();
    expect((await refusal(decide(pick(1, 2, 3, 4), { note: 'Chọn sớm khi chưa chấm xong' }))).code).toBe(
      'result.round-open',
    );
    await c.t.app.db.deleteFrom('round_state').execute();
    await c.close(
      'preliminary',
      rank.map((r, i) => ({ entryId: ids[i]!, rank: r, score: String(90 - r), tied: r === 4 })),
    );
  });
  afterAll(() => c?.t.close());

  it('K26-4c: the board proposes by rank and leaves a tie across the line to people', async () => {
    const board = await finalistsBoard(c.t.ctx(c.organiser, at), await c.stored());
    expect(board?.rows.filter((row) => row.proposed).map((row) => row.code)).toEqual([
      'CDS26-00001',
      'CDS26-00002',
      'CDS26-00003',
    ]);
    expect(board?.rows.filter((row) => row.undecided).map((row) => row.rank)).toEqual([4, 4]);
    expect(board?.rows.at(-1)).toMatchObject({ code: 'CDS26-00008', rank: null, score: null });
    expect(board?.rows[0]?.authors).toEqual(['Nguyễn Thị Tác', 'Lò Văn 1']);
  });

  it('K26-4c: only the organisers decide; the secretariat and the auditor read; outsiders find nothing', async () => {
    expect(await refusal(decide(pick(1, 2, 3, 4), {}, c.secretary))).toMatchObject({ status: 403 });
    expect(await refusal(decide(pick(1, 2, 3, 4), {}, c.auditor))).toMatchObject({ status: 403 });
    expect(await refusal(decide(pick(1, 2, 3, 4), {}, c.author))).toMatchObject({ status: 404 });
    const programme = await c.stored();
    const board = await finalistsBoard(c.t.ctx(c.secretary, at), programme);
    expect(board?.can.decide).toMatchObject({ allow: false, reason: expect.stringContaining('Ban Tổ chức') });
    expect(await refusal(finalistsBoard(c.t.ctx(c.author, at), programme))).toMatchObject({ status: 404 });
  });

  it('K26-4c: exactly the number that goes on, only scored entries, a reason to cut a tie or to jump over', async () => {
    expect((await refusal(decide(pick(1, 2, 3)))).code).toBe('result.advance-count');
    expect((await refusal(decide(pick(1, 2, 3, 4, 5)))).code).toBe('result.advance-count');
    expect((await refusal(decide(pick(1, 2, 3, 8)))).code).toBe('result.no-score');
    expect(await refusal(decide(pick(1, 2, 3, 5)))).toMatchObject({ code: 'result.reason', field: 'note' });
    const jump = await refusal(decide(pick(1, 2, 3, 6)));
    expect(jump.message).toContain('CDS26-00006');
    expect(await refusal(decide(pick(1, 2, 3, 5), { note: 'Bốc thăm công khai', date: '31/02/2026' }))).toMatchObject({
      code: 'result.decision-date',
    });
    expect(await refusal(decide(pick(1, 2, 3, 5), { note: 'Bốc thăm công khai', date: '2026-12-01' }))).toMatchObject({
      code: 'result.decision-date',
    });
    expect(await c.stateOf(ids[0]!)).toBe('eligible');
  });

  it('K26-4c: what is decided stays inside until it is published', async () => {
    await decide(pick(1, 2, 3, 5), { note: 'Ban Tổ chức bốc thăm giữa hai bài bằng điểm' });
    expect(await Promise.all(ids.map(c.stateOf))).toEqual([
      'shortlisted',
      'shortlisted',
      'shortlisted',
      'not-shortlisted',
      'shortlisted',
      'not-shortlisted',
      'not-shortlisted',
      'not-shortlisted',
    ]);
    expect(await publicFinalists(c.t.visitor(at), c.programmeId)).toMatchObject({ published: false });
    expect(await mails('result.finalist')).toEqual([]);
    // bait: the history, which authors read, has no line of it
    expect(await c.t.app.db.selectFrom('entry_event').selectAll().execute()).toEqual([]);
    const published = await publishedDecisions(c.t.app.db, c.programmeId);
    const step = nextStep((await c.stored()).doc, { state: 'shortlisted' }, new Date(at), published);
    expect(step.where).toBe('Đủ điều kiện dự thi');
  });

  it('K26-4c: the organisers may choose again before publication', async () => {
    await decide(pick(1, 2, 3, 4), { note: 'Bốc thăm lại vì lần trước thiếu người chứng kiến' });
    expect([await c.stateOf(ids[3]!), await c.stateOf(ids[4]!)]).toEqual(['shortlisted', 'not-shortlisted']);
  });

  it('K26-4c: publication shows the list, writes to every author and clears what visitors had been shown', async () => {
    c.t.app.cache.put('x', { madeAt: performance.now() } as never);
    await publishFinalists(c.t.ctx(c.organiser, at), {
      programmeId: c.programmeId,
      number: '12-QĐ/BTC',
      date: '29/7/2026',
    });
    expect(c.t.app.cache.get('x')).toBeNull();
    const list = await publicFinalists(c.t.visitor(at), c.programmeId);
    expect(list).toMatchObject({ published: true, number: '12-QĐ/BTC', date: '2026-07-29' });
    expect(list.published && list.entries.map((entry) => entry.code)).toEqual([
      'CDS26-00001',
      'CDS26-00002',
      'CDS26-00003',
      'CDS26-00004',
    ]);
    // names and unit, never addresses, telephone numbers or scores
    expect(JSON.stringify(list)).not.toMatch(/@|score|rank/);
    expect((await mails('result.finalist')).map((m) => m.to_address).sort()).toEqual(
      [1, 2, 3, 4].flatMap((no) => [c.author.email, `ban${no}@example.test`]).sort(),
    );
    expect(await mails('result.not-finalist')).toHaveLength(8);
    const history = await c.t.app.db
      .selectFrom('entry_event')
      .select(['from_state', 'to_state'])
      .where('entry_id', '=', ids[3]!)
      .execute();
    expect(history).toEqual([{ from_state: 'eligible', to_state: 'shortlisted' }]);
    expect((await refusal(publishFinalists(c.t.ctx(c.organiser, at), { programmeId: c.programmeId }))).code).toBe(
      'result.published',
    );
  });

  it('K26-4c: a published list changes only with a reason, at once and for those concerned', async () => {
    expect((await refusal(decide(pick(1, 2, 3, 4)))).code).toBe('result.reason');
    await decide(pick(1, 2, 3, 5), { note: 'Bài số 4 xin rút, bài bằng điểm thay thế' });
    const list = await publicFinalists(c.t.visitor(at), c.programmeId);
    expect(list.published && list.entries.map((entry) => entry.code)).toContain('CDS26-00005');
    expect(await mails('result.finalist')).toHaveLength(10);
    await c.t.app.db
      .insertInto('round_state')
      .values({ programme_id: c.programmeId, round_id: 'final', state: 'open' })
      .execute();
    expect((await refusal(decide(pick(1, 2, 3, 4), { note: 'Đổi lại như cũ lần nữa' }))).code).toBe(
      'result.final-opened',
    );
  });
});

describe('finalists proposed by the jury', () => {
  it('K26-4c: leaving a proposed entry out needs a reason; a disqualified one is never chosen', async () => {
    c = await judgedContest({
      rounds: contest2026Demo.rounds.map((round) => ({ ...round, advance: { value: null, source: 'open' as const } })),
    });
    try {
      ids = [];
      for (let no = 1; no <= 5; no++) ids.push(await c.entry(no, no === 5 ? 'disqualified' : 'eligible'));
      await c.close(
        'preliminary',
        ids.map((entryId, i) => ({ entryId, rank: i + 1, score: String(90 - i) })),
      );
      await c.propose(
        'finalist',
        pick(1, 2, 5).map((entryId) => ({ entryId })),
      );
      expect((await refusal(decide(pick(1, 5), { note: 'Vẫn muốn bài này vào vòng sau' }))).code).toBe(
        'result.not-candidate',
      );
      expect((await refusal(decide(pick(1, 3)))).code).toBe('result.reason');
      await decide(pick(1, 2));
      expect(await Promise.all(ids.map(c.stateOf))).toEqual([
        'shortlisted',
        'shortlisted',
        'not-shortlisted',
        'not-shortlisted',
        'disqualified',
      ]);
    } finally {
      await c.t.close();
    }
  });
});
