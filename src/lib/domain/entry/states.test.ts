import { describe, expect, it } from 'vitest';
import { contest2024, contest2026 } from '#programmes/son-la/index.ts';
import { nextStep, publicStateLabel, stateLabel, visibleState } from './progress.ts';
import { type EntryAct, type EntryState, editableStage, entryStates, possibleActs, transition } from './states.ts';

const intake = new Date('2026-04-01T08:00:00+07:00');
const july = new Date('2026-07-10T08:00:00+07:00');
const august = new Date('2026-08-10T08:00:00+07:00');
const go = (
  state: EntryState,
  act: EntryAct,
  now = intake,
  more: { unitId?: string; forwarded?: boolean; reason?: string; clause?: string } = {},
) => {
  const entry = { state, unitId: more.unitId ?? null, forwarded: more.forwarded ?? false };
  const result = transition(contest2026, entry, act, { now, reason: more.reason ?? null, clause: more.clause ?? null });
  return result.allow ? result.to : result.code;
};

describe('the way of an entry', () => {
  it('K26-4a: goes through the unit when there is one, else straight to the secretariat', () => {
    expect(go('draft', 'submit')).toBe('submitted');
    expect(go('draft', 'submit', intake, { unitId: 'u' })).toBe('with-unit');
    expect(go('with-unit', 'forward', intake, { unitId: 'u' })).toBe('submitted');
    expect(go('returned', 'submit', intake, { unitId: 'u', forwarded: true })).toBe('submitted');
    expect(go('with-unit', 'submit', intake, { unitId: 'u' })).toBe('with-unit');
  });
  it('K26-3: is handed in only during intake, and may be changed until its end', () => {
    expect(go('draft', 'submit', july)).toBe('period.closed');
    expect(go('eligible', 'submit')).toBe('submitted');
    expect(go('submitted', 'submit', july)).toBe('period.closed');
    expect(go('shortlisted', 'refine', july)).toBe('period.upcoming');
    expect(go('shortlisted', 'refine', august)).toBe('shortlisted');
  });
  it('is returned only while the author can still answer, with a reason', () => {
    expect(go('submitted', 'return')).toBe('entry.reason-required');
    expect(go('submitted', 'return', intake, { reason: 'Thiếu tiếng' })).toBe('returned');
    expect(go('submitted', 'return', july, { reason: 'Thiếu tiếng' })).toBe('period.closed');
  });
  it('is disqualified with reason and clause, and this can be undone', () => {
    expect(go('eligible', 'disqualify', july, { reason: 'Đã công nhận' })).toBe('entry.clause-required');
    expect(go('eligible', 'disqualify', july, { reason: 'Đã công nhận', clause: 'II.2' })).toBe('disqualified');
    expect(go('disqualified', 'reinstate', july, { reason: 'Nhầm' })).toBe('submitted');
  });
  it('refuses steps out of order in words', () => {
    expect(go('draft', 'award')).toBe('entry.state');
    const result = transition(contest2026, { state: 'withdrawn', unitId: null, forwarded: false }, 'accept', {
      now: july,
    });
    expect(result).toMatchObject({ reason: 'Không thực hiện được “Xác nhận đủ điều kiện”: sản phẩm này đã được rút.' });
  });
  it('has something to do in every state at some time', () => {
    for (const state of entryStates) {
      const acts = [intake, august].flatMap((now) =>
        possibleActs(contest2026, { state, unitId: null, forwarded: false }, now),
      );
      expect(acts.length, state).toBeGreaterThan(0);
    }
  });
  it('says which part of the dossier may be edited', () => {
    const stage = (state: EntryState, now: Date) => {
      const result = editableStage(contest2026, { state, unitId: null, forwarded: false }, now);
      return result.allow ? result.stage : result.code;
    };
    expect(stage('draft', new Date('2026-02-01T08:00:00+07:00'))).toBe('submission');
    expect(stage('submitted', intake)).toBe('submission');
    expect(stage('submitted', july)).toBe('period.closed');
    expect(stage('shortlisted', august)).toBe('refinement');
    expect(stage('disqualified', intake)).toBe('entry.state');
  });
});

describe('what people read', () => {
  const hidden = { finalists: false, results: false };
  const shown = { finalists: true, results: true };
  it('keeps unpublished decisions hidden', () => {
    expect(visibleState('shortlisted', hidden)).toBe('eligible');
    expect(visibleState('not-shortlisted', hidden)).toBe('eligible');
    expect(visibleState('awarded', { finalists: true, results: false })).toBe('shortlisted');
    expect(publicStateLabel('not-shortlisted', contest2026, hidden)).toBe(
      publicStateLabel('shortlisted', contest2026, hidden),
    );
    expect(nextStep(contest2026, { state: 'not-shortlisted' }, july, hidden)).toEqual(
      nextStep(contest2026, { state: 'shortlisted' }, july, hidden),
    );
  });
  it('has a label for every state and none for strangers of a draft', () => {
    for (const state of entryStates) expect(stateLabel(state, contest2026)).not.toBe('');
    expect(publicStateLabel('draft', contest2026, shown)).toBeNull();
    expect(stateLabel('shortlisted', contest2026)).toBe('Vào vòng Chung khảo');
  });
  it('says where it stands, who has to do what, until when', () => {
    expect(nextStep(contest2026, { state: 'draft' }, intake, hidden)).toEqual({
      where: 'Bản nháp',
      who: 'Tác giả',
      what: 'hoàn thành các mục còn thiếu rồi nộp bài',
      until: new Date('2026-06-30T23:59:59.999+07:00'),
      yours: true,
    });
    expect(nextStep(contest2026, { state: 'draft' }, july, hidden)).toMatchObject({ who: null, yours: false });
    expect(nextStep(contest2026, { state: 'with-unit', unitName: 'Sở Y tế' }, intake, hidden).who).toBe('Sở Y tế');
    expect(nextStep(contest2026, { state: 'with-unit', unitName: 'Sở Y tế' }, july, hidden).who).toBe('Tổ Thư ký');
    expect(nextStep(contest2026, { state: 'eligible' }, july, hidden)).toMatchObject({
      who: 'Ban Giám khảo',
      until: new Date('2026-07-31T23:59:59.999+07:00'),
    });
    expect(nextStep(contest2026, { state: 'shortlisted' }, august, shown)).toMatchObject({
      who: 'Tác giả',
      yours: true,
    });
    expect(nextStep(contest2026, { state: 'shortlisted', refinedAt: august }, august, shown).yours).toBe(false);
  });

  it('K24-3, K24-8: without a preliminary round the standing agency acts, then the jury, then the organisers', () => {
    const on = (day: string) => new Date(`2024-${day}T09:00:00+07:00`);
    expect(nextStep(contest2024, { state: 'submitted' }, on('07-01'), hidden)).toMatchObject({
      who: 'Tổ Thư ký',
      until: new Date('2024-08-10T23:59:59.999+07:00'),
    });
    expect(nextStep(contest2024, { state: 'eligible' }, on('08-05'), hidden)).toMatchObject({
      who: 'Ban Tuyên giáo Tỉnh ủy',
      what: 'sơ loại, chọn tác phẩm vào vòng Chung kết',
      until: new Date('2024-08-10T23:59:59.999+07:00'),
    });
    expect(nextStep(contest2024, { state: 'eligible' }, on('08-12'), hidden).who).toBe('Ban Tổ chức');
    expect(nextStep(contest2024, { state: 'shortlisted' }, on('08-20'), shown)).toMatchObject({
      who: 'Ban Giám khảo',
      what: 'chấm vòng Chung kết',
      yours: false,
    });
    expect(nextStep(contest2024, { state: 'shortlisted' }, on('09-12'), shown)).toMatchObject({
      who: 'Ban Tổ chức',
      until: new Date('2024-09-15T23:59:59.999+07:00'),
    });
    expect(stateLabel('shortlisted', contest2024)).toBe('Vào vòng Chung kết');
  });
});
