import { describe, expect, it } from 'vitest';
import { contest2024, contest2024Demo, contest2026, contest2026Demo } from '../../../../programmes/son-la/index.ts';
import { fieldName } from './labels.ts';
import { parseProgramme } from './parse.ts';
import { applySet } from './paths.ts';
import { checkProgramme, publicationBlockers, resultBlockers, roundBlockers } from './validate.ts';

const codes = (path: string, value: unknown) =>
  checkProgramme(applySet(contest2026Demo, path, value))
    .filter((f) => f.severity === 'error' || f.blocks)
    .map((f) => f.code.replace('programme.', ''));

describe('parseProgramme', () => {
  it('takes a programme through JSON unchanged', () => {
    const parsed = parseProgramme(JSON.parse(JSON.stringify(contest2026)));
    expect(parsed).toEqual({ ok: true, programme: contest2026 });
  });

  it.each([
    ['theme', undefined, 'theme', 'Thiếu mục này.'],
    ['timeline[intake].to', '2026-02-31T00:00:00+07:00', 'timeline[intake].to', 'Ngày giờ này không có thật.'],
    ['timeline[intake].to', '30/6/2026', 'timeline[intake].to', 'Phải là thời điểm có múi giờ'],
    ['documents[plan].date', '2026-02-30', 'documents[plan].date', 'không có thật'],
    ['rounds[final].kind', 'semi', 'rounds[final].kind', 'Chỉ nhận một trong các giá trị'],
    ['prizes.tiers[first].amount', 1.5, 'prizes.tiers[first].amount', 'Phải là số nguyên.'],
    ['eligibility.minShare', 0, 'eligibility.minShare', 'Không được nhỏ hơn 1.'],
    ['pillars', null, 'pillars', 'Phải là một nhóm thông tin.'],
    ['surprise', 1, 'surprise', 'Mục này không có trong mẫu chương trình.'],
    ['code', 'cds 26', 'code', 'chữ hoa'],
  ])('names the fault at %s = %j in Vietnamese', (path, value, at, message) => {
    const parsed = parseProgramme(applySet(contest2026, path, value));
    expect(parsed).toMatchObject({ ok: false });
    expect(!parsed.ok && parsed.issues.find((i) => i.path === at && i.message.includes(message))).toBeTruthy();
  });

  it.each([null, undefined, 1, 'x', []])('refuses %j', (input) => {
    expect(parseProgramme(input).ok).toBe(false);
  });
});

describe('checkProgramme', () => {
  it('the demonstration may be published; nothing keeps its rounds from opening', () => {
    expect(publicationBlockers(contest2026Demo)).toEqual([]);
    expect(roundBlockers(contest2026Demo, 'preliminary')).toEqual([]);
    expect(roundBlockers(contest2026Demo, 'final')).toEqual([]);
    expect(resultBlockers(contest2026Demo)).toEqual([]);
  });

  it('⚠ the plan as printed waits for two decisions before it is published (K26-4b, K26-4d)', () => {
    expect(publicationBlockers(contest2026).map((f) => f.path)).toEqual([
      'questions[mailbox]',
      'questions[refinement-deadline]',
    ]);
  });

  it('K26-4c: no scoring scale, no number of judges: the round cannot open', () => {
    expect(roundBlockers(contest2026, 'preliminary').map((f) => f.code)).toEqual([
      'programme.rubric-open',
      'programme.judges-open',
    ]);
  });

  it('K24-9: a prize without a number blocks the results, not the publication', () => {
    const programme = applySet(contest2026Demo, 'prizes.tiers[second].count', null);
    expect(publicationBlockers(programme)).toEqual([]);
    expect(resultBlockers(programme)).toHaveLength(1);
  });

  it('K26-5a: states the total of the prizes', () => {
    expect(checkProgramme(contest2026).find((f) => f.code === 'programme.prize-total')?.message).toContain(
      '65.000.000 đồng',
    );
  });

  it.each([
    ['timeline[intake].from', '2026-07-30T00:00:00+07:00', 'period-ends-first'],
    ['timeline[preliminary].from', '2026-06-30T23:59:59.999+07:00', 'period-overlap'],
    ['timeline[preliminary].from', '2026-01-15T00:00:00+07:00', 'period-order'],
    ['timeline[intake]', undefined, 'period-missing'],
    ['dossier[submission].periodId', 'nothing', 'unknown-period'],
    ['eligibility.clause', 'IX.9', 'unknown-clause'],
    ['questions[mailbox].decision.optionId', 'third', 'unknown-option'],
    ['rounds[preliminary].rubric.criteria[novelty].step', '0', 'criterion-step'],
    ['rounds[preliminary].rubric.criteria[novelty].step', '0.3', 'criterion-step'],
    ['rounds[preliminary].rubric.criteria[novelty].min', '25', 'criterion-bounds'],
    ['rounds[preliminary].rubric.criteria[novelty].weight', '0', 'criterion-weight'],
    ['rounds[preliminary].rubric.criteria[novelty].weight', '0.125', 'criterion-decimals'],
    ['rounds[preliminary].rubric.criteria[effect]', undefined, 'tie-criterion'],
    ['rounds[preliminary].tieRules', [{ kind: 'round', roundId: 'final' }], 'tie-round'],
    ['rounds[final].tieRules', [{ kind: 'decision' }, { kind: 'highest-score' }], 'tie-after-decision'],
    ['dossier[submission].files[video].minCount', 2, 'file-count'],
    ['dossier[submission].files[video].maxBytes', 3 * 1024 ** 3, 'file-size'],
    ['dossier[submission].files[video].accept', ['pdf'], 'video-limits'],
    ['dossier[submission].fields[summary].minWords', 400, 'word-limits'],
    ['dossier[submission].fields[productKind].options', undefined, 'field-options'],
    ['dossier[submission].fields[usedAt].showIf.equals', 'never', 'show-if'],
    ['dossier[submission].declarations[not-recognised]', undefined, 'no-declaration'],
    ['dossier[submission].declarations[not-recognised].required', false, 'optional-declaration'],
    ['prizes.tiers[first].floor', '101', 'prize-floor'],
    ['committees[jury].documentId', 'gone', 'unknown-document'],
  ])('finds the contradiction when %s = %j', (path, value, code) => {
    expect(codes(path, value)).toContain(code);
  });

  it('finds ids used twice and options that lead nowhere', () => {
    const [first] = contest2026Demo.pillars.items;
    expect(codes('pillars.items', [first, first])).toContain('duplicate-id');
    expect(codes('questions[mailbox].options[cuocthi].set', [{ path: 'contacts.fax', value: 1 }])).toContain(
      'dead-path',
    );
  });
});

describe('checkProgramme for a contest with a gallery', () => {
  const combination = {
    clause: 'V.1',
    jury: { scale: '100', weight: '0.8' },
    interactions: { points: { kind: 'relative', points: '100', decimals: 2, rounding: 'half-up' }, weight: '0.2' },
    decimals: 2,
    rounding: 'half-up',
    ties: ['score', 'decision'],
    source: 'decided',
  };
  const mixed = { ...contest2024Demo, combination } as typeof contest2024Demo;
  const found = (path: string, value: unknown) =>
    checkProgramme(applySet(mixed, path, value)).map((f) => f.code.replace('programme.', ''));

  it('K24-3: a contest of one round needs no preliminary period', () => {
    expect(checkProgramme(mixed).filter((f) => f.severity === 'error')).toEqual([]);
    expect(parseProgramme(JSON.parse(JSON.stringify(mixed)))).toMatchObject({ ok: true });
    expect(checkProgramme(contest2024).map((f) => f.code)).not.toContain('programme.period-missing');
    expect(found('timeline[final].kind', 'setup')).toContain('period-missing');
  });

  it.each([
    ['gallery.video.requirementId', 'poster', 'gallery-video'],
    ['dossier[submission].files[video].accept', ['pdf'], 'gallery-video'],
    ['gallery.summaryField', 'nothing', 'gallery-summary'],
    ['gallery.consents', [], 'gallery-consent'],
    ['gallery.consents[gallery].needed', false, 'gallery-consent'],
    ['gallery', undefined, 'interaction-gallery'],
    ['interaction.from', '2024-09-11T00:00:00.000+07:00', 'freeze-order'],
    ['interaction.freezeAt', '2024-07-31T00:00:00.000+07:00', 'freeze-intake'],
    ['interaction.freezeAt', '2024-09-12T23:59:59.999+07:00', 'freeze-period'],
    ['interaction.weights', { like: '0', share: '0', view: '0', source: 'decided' }, 'weights-zero'],
    ['interaction.weights.like', '-1', 'weight-negative'],
    ['interaction.weights.like', '0.0001', 'weight-decimals'],
    ['interaction.weights.source', 'open', 'weights-open'],
    ['interaction.external.counted', { value: null, source: 'open' }, 'external-open'],
    ['interaction.view.fraction', '0', 'view-fraction'],
    ['interaction.view.fraction', '1.5', 'view-fraction'],
    ['interaction.ties', ['decision', 'likes'], 'tie-after-decision'],
    ['interaction.ties', ['likes', 'likes'], 'tie-twice'],
    ['interaction', undefined, 'side-prize'],
    ['interaction', undefined, 'combination-interaction'],
    ['prizes.tiers[interaction].floor', '10', 'side-prize-floor'],
    ['combination.jury.scale', '0', 'combination-scale'],
    ['combination.jury.weight', '0', 'combination-jury'],
    ['combination.interactions.points.points', '0', 'combination-points'],
    ['screening.agency.periodId', 'nothing', 'unknown-period'],
    ['screening.agency.checklist', [], 'checklist-empty'],
    ['tasks[vi-1-1].due', { value: '2023-01-31', source: 'decided' }, 'task-due'],
    ['eligibility.maxEntriesPerGroup.value', 4, 'group-quota'],
  ])('K24: finds the contradiction when %s = %j', (path, value, code) => {
    expect(found(path, value)).toContain(code);
  });

  it('K24-10: a side prize may be worth more than the last prize by score', () => {
    const codes = checkProgramme(applySet(mixed, 'prizes.tiers[interaction].amount', 4_000_000)).map((f) => f.code);
    expect(codes).not.toContain('programme.prize-order');
  });

  it('every key of a programme has a name for people', () => {
    const keys = new Set<string>();
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(visit);
      else if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value)) {
          keys.add(key);
          visit(inner);
        }
    };
    for (const { questions: _questions, ...rest } of [contest2026, mixed]) visit(rest);
    expect([...keys].filter((key) => fieldName(key) === key)).toEqual([]);
  });
});
