import { describe, expect, it } from 'vitest';
import { checkProgramme, publicationBlockers, resultBlockers, roundBlockers } from '#lib/domain/programme/validate.ts';
import { contest2024, contest2024Demo, demoProgrammes, programmes } from './index.ts';

const clause = (id: string): string => contest2024.clauses.find((c) => c.id === id)!.text;
const amountOf = (text: string): number => Number(/(\d{1,3}(?:\.\d{3})+) đồng/.exec(text)![1]!.replaceAll('.', ''));
const video = contest2024.dossier[0]!.files[0]!;

describe('contest 2024, as printed', () => {
  it('K24-1: theme and content are those of II; an entry is a video and nothing else', () => {
    expect(clause('II.1')).toContain(`“${contest2024.theme}”`);
    expect(contest2024.clauses[0]!.text).toContain(contest2024.name);
    expect(contest2024.dossier.map((stage) => stage.files.map((file) => file.accept))).toEqual([[['video']]]);
    const forms = contest2024.dossier[0]!.fields.find((f) => f.id === 'videoForm')!.options!.map((o) => o.label);
    for (const form of forms.slice(0, 3)) expect(clause('II.2')).toContain(form.toLocaleLowerCase('vi'));
    for (const topic of contest2024.topics.items.slice(1))
      expect(clause('II.2')).toContain(topic.name.toLocaleLowerCase('vi'));
    expect(contest2024.pillars.items).toEqual([]);
  });

  it('K24-2: entrants and those shut out in the words of III.1', () => {
    for (const entrant of contest2024.eligibility.entrants) expect(clause('III.1')).toContain(entrant);
    expect(clause('III.1')).toContain(contest2024.eligibility.excludedNote);
    expect(contest2024.eligibility.excludedRoles).toEqual(['organiser', 'judge', 'jury-chair', 'secretary', 'support']);
    expect(contest2024.eligibility.recognisedProducts).toBeUndefined();
  });

  it('K24-3: the standing agency screens with a checklist, then one round of the jury', () => {
    expect(contest2024.screening.enabled).toBe(false);
    expect(clause('III.2')).toContain(`Cơ quan Thường trực Cuộc thi (${contest2024.screening.agency!.name})`);
    expect(contest2024.screening.agency!.periodId).toBe('screening');
    expect(contest2024.screening.agency!.checklist.map((c) => c.id)).toEqual([
      'theme',
      'content',
      'form',
      'quality',
      'original',
      'new',
      'lawful',
    ]);
    expect(contest2024.rounds.map((r) => [r.id, r.kind, r.name])).toEqual([['final', 'final', 'Vòng Chung kết']]);
  });

  it('K24-4: the finalists are shown with the agreement of their authors', () => {
    const { gallery } = contest2024;
    expect(gallery!.video).toEqual({ stage: 'submission', requirementId: video.id });
    expect(gallery!.consents.filter((c) => c.needed).map((c) => c.id)).toEqual(['gallery']);
    expect(clause('III.2')).toContain('được đăng tải trên trang Fanpage');
  });

  it('K24-5: three works a person, and three a group', () => {
    expect(clause('III.3')).toContain('không quá 03 tác phẩm');
    expect(contest2024.eligibility.maxEntriesPerPerson).toMatchObject({ value: 3, source: 'plan' });
    expect(contest2024.eligibility.maxEntriesPerGroup).toMatchObject({ value: 3, source: 'plan' });
  });

  it('K24-6: MP4, HD or Full HD, four to five minutes', () => {
    expect(clause('III.4')).toContain('định dạng HD hoặc Full HD (MP4)');
    expect(clause('III.4')).toContain('thời lượng từ 4 - 5 phút');
    expect(video.video).toEqual({
      minSeconds: 4 * 60,
      maxSeconds: 5 * 60,
      toleranceSeconds: 0,
      containers: ['mp4'],
      sizes: [
        { width: 1280, height: 720 },
        { width: 1920, height: 1080 },
      ],
      portrait: false,
    });
    expect(video.maxBytes).toBe(1024 ** 3);
  });

  it('K24-7: originality, novelty and law are promised in boxes of their own', () => {
    const { declarations } = contest2024.dossier[0]!;
    expect(declarations.filter((d) => d.required).map((d) => d.id)).toEqual([
      'originality',
      'not-published',
      'lawful',
      'consent',
    ]);
    expect(clause('III.4')).toContain(
      'chưa được công bố trên các phương tiện thông tin đại chúng và mạng xã hội trước thời điểm tổ chức phát động Cuộc thi',
    );
    expect(declarations.find((d) => d.id === 'not-published')!.text).toContain(
      'trước thời điểm tổ chức phát động Cuộc thi',
    );
  });

  it('K24-8: seven periods whose ends are the dates of IV', () => {
    expect(contest2024.timeline.map((p) => [p.kind, p.from.slice(0, 10), p.to.slice(0, 23)])).toEqual([
      ['setup', '2024-05-01', '2024-05-31T23:59:59.999'],
      ['intake', '2024-06-01', '2024-07-31T23:59:59.999'],
      ['screening', '2024-08-01', '2024-08-10T23:59:59.999'],
      ['final', '2024-08-11', '2024-08-30T23:59:59.999'],
      ['interaction', '2024-08-31', '2024-09-10T23:59:59.999'],
      ['decision', '2024-09-11', '2024-09-15T23:59:59.999'],
      ['ceremony', '2024-09-16', '2024-10-10T23:59:59.999'],
    ]);
    for (const period of contest2024.timeline.filter((p) => p.id !== 'setup' && p.id !== 'intake')) {
      const [, month, day] = period.to.slice(0, 10).split('-').map(Number);
      expect(clause(period.clause)).toContain(`${day}/${month}`);
    }
    expect(clause('IV.3')).toContain('Ngày 31/7/2024: Chốt số lượng, danh sách tác phẩm dự thi');
    expect(contest2024.interaction!.freezeAt).toBe('2024-09-10T23:59:59.999+07:00');
  });

  it('K24-9: the amounts of V.1, the Bằng khen, and no number that the plan does not give', () => {
    const lines = clause('V.1').split('\n');
    const byScore = contest2024.prizes.tiers.filter((tier) => !tier.basis);
    expect(byScore.map((tier) => [tier.name, tier.amount, tier.count])).toEqual(
      lines.map((line) => [/^- (Giải [^:]+):/.exec(line)![1], amountOf(line), null]),
    );
    expect(lines[0]).toContain(contest2024.prizes.tiers[0]!.honours);
    expect(resultBlockers(contest2024).map((f) => f.path)).toEqual(
      expect.arrayContaining(byScore.map((tier) => `prizes.tiers[${tier.id}].count`)),
    );
  });

  it('K24-10: one side prize by interactions', () => {
    const side = contest2024.prizes.tiers.filter((tier) => tier.basis === 'interactions');
    expect(side).toMatchObject([{ count: 1, amount: amountOf(clause('V.2')), clause: 'V.2' }]);
    expect(clause('V.2')).toContain('trao 01 giải cho tác phẩm có lượng tương tác cao');
  });

  it('K24-11: every duty of VI with its agency, nothing added and nothing left out', () => {
    for (const id of ['VI.1', 'VI.2', 'VI.3', 'VI.4', 'VI.5', 'VI.6', 'VI.7']) {
      const section = contest2024.clauses.find((c) => c.id === id)!;
      const own = contest2024.tasks!.filter((task) => task.clause === id);
      expect(own.map((task) => task.agency)).toEqual(own.map(() => section.title));
      let rest = section.text.toLocaleLowerCase('vi');
      for (const task of own) {
        const words = task.text.toLocaleLowerCase('vi').replace(/\.$/, '');
        expect(rest).toContain(words);
        rest = rest.replace(words, '');
      }
      expect(rest.replace(/[\s.;-]/g, '')).toBe('');
    }
    for (const { due, clause: cited } of contest2024.tasks!)
      if (due.value !== null) expect(clause(cited === 'VI.1' ? 'IV.8' : cited)).toContain('10/10/2024');
  });

  it('⚠ nothing is decided in the plan as printed, and no value is made up', () => {
    expect(contest2024.questions.every((q) => q.decision === null)).toBe(true);
    expect(JSON.stringify({ ...contest2024, questions: [] })).not.toMatch(/"(source|tieSource)":"(demo|decided)"/);
    expect(publicationBlockers(contest2024).map((f) => f.path)).toEqual([
      'questions[launch-date]',
      'questions[what-counts]',
    ]);
  });

  it('every clause of the plan is there, spelled as printed', () => {
    const numbered = (roman: string, n: number) => Array.from({ length: n }, (_, i) => `${roman}.${i + 1}`);
    expect(contest2024.clauses.map((c) => c.id)).toEqual([
      'preamble',
      'I',
      ...numbered('II', 2),
      ...numbered('III', 5),
      ...numbered('IV', 8),
      ...numbered('V', 2),
      ...numbered('VI', 7),
    ]);
    const all = contest2024.clauses.map((c) => c.text).join('\n');
    for (const slip of [
      'đăng tải trên lên Trang thông tin điện tử',
      'Hội Ban Tổ chức Cuộc thi xét trao giải',
      'Tỉnh uỷ',
      'Tỉnh ủy',
    ])
      expect(all).toContain(slip);
    expect(all).toBe(all.normalize('NFC'));
    expect(all).not.toContain('*');
  });
});

describe('contest 2024 for the demonstration', () => {
  it('answers every question, marked as made up; nothing keeps it from going on', () => {
    expect(contest2024Demo.questions.map((q) => q.decision?.demo)).toEqual(contest2024.questions.map(() => true));
    expect(JSON.stringify({ ...contest2024Demo, questions: [] })).not.toContain('"source":"decided"');
    expect(checkProgramme(contest2024Demo).filter((f) => f.severity === 'error')).toEqual([]);
    expect(roundBlockers(contest2024Demo, 'final')).toEqual([]);
    expect(resultBlockers(contest2024Demo)).toEqual([]);
    expect(programmes).toContain(contest2024);
    expect(demoProgrammes).toContain(contest2024Demo);
  });
});
