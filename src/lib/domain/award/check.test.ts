import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { callTemplates, q25MidDemo, v26YearDemo } from '#programmes/son-la/calls/index.ts';
import { movements } from '#programmes/son-la/index.ts';
import { eligibleForms } from '../catalogue/eligible.ts';
import { isoDateLocal } from '../kernel/time.ts';
import { harmsOfChange } from './amend.ts';
import { type CheckSources, checkCall } from './check.ts';
import { quotaLines } from './quota.ts';
import { parseCall } from './schema.ts';
import type { AwardCall, Quota } from './types.ts';

const folder = new URL('../../../../programmes/son-la/units/', import.meta.url);
const units = new Set(
  readdirSync(folder)
    .filter((name) => name.endsWith('.tsv'))
    .flatMap((name) =>
      readFileSync(new URL(name, folder), 'utf8')
        .split('\n')
        .map((line) => line.split('\t')[0]!),
    ),
);

function sourcesOf(call: AwardCall, slug: string | null): CheckSources {
  const movement = movements.find((one) => one.slug === slug) ?? null;
  const day = isoDateLocal(call.closesAt);
  const law = lawVersions.findLast((one) => one.from <= day)!;
  const { kind } = call.occasion;
  const eligible =
    movement && kind !== 'contest' && kind !== 'single' ? eligibleForms(law, { movement, occasion: kind }) : null;
  return { movement, law, eligible, units };
}

const days = { opensAt: '2027-05-17T08:00:00.000+07:00', closesAt: '2027-07-31T23:59:59.999+07:00' };
const shipped = callTemplates.map((one) => ({ ...one, call: { ...one.doc, ...days } satisfies AwardCall }));
const check = (call: AwardCall, slug: string | null) => checkCall(call, sourcesOf(call, slug));
const codes = (call: AwardCall, slug: string | null, severity?: string) =>
  check(call, slug)
    .filter((one) => severity === undefined || one.severity === severity)
    .map((one) => one.code);
const q25 = 'thi-dua-2025-2030';

describe('calls that ship', () => {
  it.each(shipped)(
    'Q25-7, V26-4, C21-6: $id follows law and plan; what they leave open is asked, not guessed',
    ({ call, programme }) => {
      expect(parseCall(call)).toMatchObject({ ok: true });
      const found = check(call, programme);
      expect(found.filter((one) => one.severity === 'error')).toEqual([]);
      expect(found.filter((one) => one.severity === 'open').length).toBeGreaterThan(0);
      expect(call.quotas).toEqual([]);
      expect(JSON.stringify(call)).not.toContain('"demo"');
      for (const step of call.path) expect(step.clause).not.toBe('');
    },
  );

  it('Q25-12, V26-4: the demonstration fills every gap and says so', () => {
    for (const [call, slug] of [
      [q25MidDemo, q25],
      [v26YearDemo, 'thi-dua-van-phong-2026-2030'],
    ] as const) {
      expect(parseCall(call)).toMatchObject({ ok: true });
      expect(check(call, slug).filter((one) => one.severity !== 'warning')).toEqual([]);
      expect(call.path.every((step) => step.days.source === 'demo')).toBe(true);
      expect(call.quotas.every((quota) => quota.demo)).toBe(true);
    }
  });

  it('V26-4: the Office has a shorter path with the same engine', () => {
    expect(v26YearDemo.path.map((step) => step.kind)).toEqual(['appraisal', 'council', 'decision']);
    expect(q25MidDemo.path.map((step) => step.kind)).toEqual([
      'compilation',
      'appraisal',
      'publicity',
      'council',
      'decision',
    ]);
  });
});

describe('checking a call', () => {
  const withForms = (...ids: string[]): AwardCall => ({
    ...q25MidDemo,
    forms: ids.map((formId) => ({ formId, name: formId, subjects: ['collective'], ruleId: null })),
  });

  it('Q25-7: the flag of the province cannot be asked for at the mid-term review, state forms neither', () => {
    expect(codes(withForms('co-tinh'), q25, 'error')).toContain('call.form-occasion');
    expect(codes(withForms('bang-khen-thu-tuong'), q25, 'error')).toContain('call.form-occasion');
    expect(codes(withForms('bang-khen-tinh'), q25, 'error')).toEqual([]);
  });

  it('Q25-7: a form that the law does not know cannot be chosen', () => {
    expect(codes(withForms('bang-khen-giam-doc-so'), q25, 'error')).toEqual(['call.no-such-form']);
  });

  it('Q25-7: state forms go on to those above, others are decided here', () => {
    const final = shipped.find((one) => one.id === 'q25-tong-ket-2030-nha-nuoc')!;
    const decided: AwardCall = { ...final.call, path: q25MidDemo.path };
    expect(codes(decided, q25, 'error')).toContain('call.form-state');
    expect(codes({ ...q25MidDemo, path: final.call.path }, q25, 'error')).toContain('call.form-decision');
  });

  it('Q25-12: steps stand in a possible order, at units that exist', () => {
    const { path } = q25MidDemo;
    expect(codes({ ...q25MidDemo, path: path.toReversed() }, q25)).toContain('call.path-order');
    expect(codes({ ...q25MidDemo, path: path.slice(0, -1) }, q25)).toContain('call.path-end');
    expect(codes({ ...q25MidDemo, path: [] }, q25)).toContain('call.no-path');
    const away = path.map((step) => (step.kind === 'appraisal' ? { ...step, unit: 'KHONGCO' } : step));
    expect(codes({ ...q25MidDemo, path: away }, q25)).toEqual(['call.unknown-unit']);
    const other = path.map((step) => (step.kind === 'decision' ? { ...step, unit: 'SNV' } : step));
    expect(codes({ ...q25MidDemo, path: other }, q25)).toEqual(['call.decision-unit']);
  });

  it('Q25-8: a percentage without rounding, a limit without a number, no quota at all: a person is asked', () => {
    const limit = { subjects: ['individual' as const], max: null, percent: '5', rounding: null };
    const quotas = (limits: Quota['limits']): AwardCall => ({
      ...q25MidDemo,
      quotas: [{ id: 'q', printed: 'chỉ tiêu', classIds: [], units: [], formIds: [], limits }],
    });
    expect(codes(quotas([limit]), q25)).toEqual(['call.limit-rounding']);
    expect(codes(quotas([{ ...limit, percent: null }]), q25)).toEqual(['call.limit-number']);
    expect(codes(quotas([{ ...limit, max: 2 }]), q25)).toEqual(['call.limit-both']);
    expect(codes({ ...q25MidDemo, quotas: [], questions: [] }, q25)).toEqual(['call.no-quota']);
    expect(codes({ ...q25MidDemo, quotas: [] }, q25)).toEqual([]);
  });

  it('days and periods in their order', () => {
    expect(codes({ ...q25MidDemo, closesAt: q25MidDemo.opensAt }, q25)).toContain('call.days-order');
    expect(codes({ ...q25MidDemo, period: { from: '2027-01-01', to: '2026-01-01' } }, q25)).toContain(
      'call.period-order',
    );
  });
});

describe('changing an open call', () => {
  const call = q25MidDemo;
  const harms = (more: Partial<AwardCall>) => harmsOfChange(call, { ...call, ...more }).length > 0;
  const limits = (change: (limit: Quota['limits'][number]) => Quota['limits'][number]) =>
    call.quotas.map((quota) => ({ ...quota, limits: quota.limits.map(change) }));

  it('Q25-8: a later deadline, more quota and other words harm nobody', () => {
    expect(harms({ closesAt: '2027-08-15T23:59:59.999+07:00', summary: 'Gia hạn.' })).toBe(false);
    expect(harms({ guidance: { number: '90/HD-SNV', date: '2027-06-01', issuer: 'Sở Nội vụ' } })).toBe(false);
    expect(harms({ quotas: limits((limit) => ({ ...limit, max: limit.max === null ? null : limit.max + 1 })) })).toBe(
      false,
    );
    expect(harms({ quotas: [] })).toBe(false);
    expect(
      harms({ path: call.path.map((step) => ({ ...step, days: { value: 30, source: 'decided' as const } })) }),
    ).toBe(false);
  });

  it('Q25-8: shortening and removing is refused', () => {
    expect(harms({ closesAt: '2027-07-30T23:59:59.999+07:00' })).toBe(true);
    expect(harms({ quotas: limits((limit) => ({ ...limit, max: limit.max === null ? null : 0 })) })).toBe(true);
    expect(harms({ quotas: limits((limit) => ({ ...limit, rounding: limit.rounding && 'down' })) })).toBe(true);
    expect(harms({ quotas: [...call.quotas, { ...call.quotas[0]!, id: 'new' }] })).toBe(true);
    expect(harms({ path: call.path.slice(1) })).toBe(true);
    expect(
      harms({ path: call.path.map((step) => ({ ...step, days: { value: 1, source: 'decided' as const } })) }),
    ).toBe(true);
    expect(harms({ forms: [] })).toBe(true);
    expect(harms({ nominators: { classIds: ['communes'], units: [] } })).toBe(true);
    expect(harms({ period: { from: '2026-01-01', to: '2027-06-30' } })).toBe(true);
  });

  it('Q25-8: property: what is allowed never leaves a unit with less', () => {
    const ways = [null, 'down', 'nearest', 'up'] as const;
    const unit = { code: 'VNPT', classId: 'enterprises' };
    const declared = { collectives: 25, individuals: 30, households: null };
    const maxOf = (limit: Quota['limits'][number]) =>
      quotaLines({
        call: { quotas: [{ ...call.quotas[0]!, classIds: [], limits: [limit] }] },
        unit,
        declared,
        dossiers: [],
      })[0]!.max;
    const all = [0, 1, 3]
      .map((max) => ({ subjects: ['collective' as const], max, percent: null, rounding: null }))
      .concat(
        ['5', '10'].flatMap(
          (percent) =>
            ways.map((rounding) => ({ subjects: ['collective' as const], max: null, percent, rounding })) as never,
        ),
      );
    for (const before of all)
      for (const after of all) {
        const quota = { ...call.quotas[0]!, classIds: [] };
        const refused = harmsOfChange(
          { ...call, quotas: [{ ...quota, limits: [before] }] },
          { ...call, quotas: [{ ...quota, limits: [after] }] },
        ).length;
        if (refused === 0) expect(maxOf(after) ?? Infinity).toBeGreaterThanOrEqual(maxOf(before) ?? 0);
      }
  });
});
