import { describe, expect, it } from 'vitest';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { movement2021 } from '#programmes/son-la/thi-dua-2021-2025.ts';
import { movement2025 } from '#programmes/son-la/thi-dua-2025-2030.ts';
import { movementOffice } from '#programmes/son-la/thi-dua-van-phong-2026-2030.ts';
import type { MovementProgramme, OccasionKind } from '../movement/types.ts';
import { eligibleForms } from './eligible.ts';

const law = lawVersions.find((one) => one.id === 'luat-2022-nd-152')!;

const on = (movement: MovementProgramme, occasion: OccasionKind) => {
  const all = eligibleForms(law, { movement, occasion });
  return {
    allowed: Object.fromEntries(all.flatMap((one) => (one.allowed ? [[one.form.id, one.subjects]] : []))),
    why: (id: string) => {
      const found = all.find((one) => one.form.id === id)!;
      return found.allowed ? null : found;
    },
  };
};

describe('Q25-7: who may get what when', () => {
  it('every year only heads of agencies commend', () => {
    expect(on(movement2025, 'yearly').allowed).toEqual({
      'giay-khen': ['collective', 'individual'],
      'giay-khen-xa': ['collective', 'individual'],
    });
  });

  it('at the mid-term review the Chairman besides, but no flag and nothing of the state', () => {
    const mid = on(movement2025, 'mid-term');
    expect(Object.keys(mid.allowed).toSorted()).toEqual(['bang-khen-tinh', 'giay-khen', 'giay-khen-xa']);
    expect(mid.why('co-tinh')).toMatchObject({
      reason: 'Cờ thi đua cấp tỉnh trong một phong trào không tặng khi sơ kết, chỉ khi tổng kết.',
      clause: 'Điều 26 khoản 2 Luật Thi đua, khen thưởng 2022',
    });
    // the law would let the Prime Minister commend at a mid-term review; the plan does not
    expect(mid.why('bang-khen-thu-tuong')).toMatchObject({
      reason: 'Theo kế hoạch của phong trào, Bằng khen của Thủ tướng Chính phủ không tặng khi sơ kết.',
      clause: 'IV.2.a',
    });
  });

  it('at the final review the flags, the Prime Minister and the orders, each for those the law names', () => {
    const { allowed, why } = on(movement2025, 'final');
    expect(allowed['co-tinh']).toEqual(['collective']);
    expect(allowed['co-chinh-phu']).toEqual(['collective']);
    expect(allowed['bang-khen-thu-tuong']).toEqual(['collective', 'individual']);
    expect(allowed['huan-chuong-lao-dong-nhat']).toEqual(['collective']);
    expect(allowed['huan-chuong-lao-dong-ba']).toEqual(['collective', 'individual']);
    expect(why('ttldxs')?.reason).toContain('không xét trong phong trào');
    expect(allowed['ky-niem-chuong-tinh']).toBeUndefined();
  });

  it('a short movement that only the province launched earns neither flag nor the Prime Minister’s Bằng khen for collectives', () => {
    const short = { ...movement2025, parent: null, to: '2027-06-30' };
    const { allowed, why } = on(short, 'final');
    expect(why('co-tinh')?.reason).toContain('cần phong trào có thời gian từ 03 năm trở lên');
    expect(allowed['bang-khen-thu-tuong']).toEqual(['individual']);
    expect(why('co-chinh-phu')).not.toBeNull();
    expect(why('huan-chuong-lao-dong-ba')?.reason).toContain('05 năm');
    expect(allowed['bang-khen-tinh']).toEqual(['collective', 'individual']);
    // launched by the Prime Minister, the same length is enough for his Bằng khen
    expect(on({ ...short, parent: movement2025.parent }, 'final').allowed['bang-khen-thu-tuong']).toContain(
      'collective',
    );
  });

  it('V26-4: the Office gives its Giấy khen yearly and proposes upwards at reviews', () => {
    expect(Object.keys(on(movementOffice, 'yearly').allowed)).toEqual(['giay-khen', 'giay-khen-xa']);
    expect(on(movementOffice, 'mid-term').allowed['bang-khen-tinh']).toEqual(['collective', 'individual']);
  });

  it('C21-5: a plan that names no form means those of its level', () => {
    const { allowed } = on(movement2021, 'final');
    expect(Object.keys(allowed).toSorted()).toEqual(['bang-khen-tinh', 'co-tinh', 'giay-khen', 'giay-khen-xa']);
  });

  it('Q25-7: no head of a department gives a Bằng khen, in no version of the law', () => {
    for (const one of lawVersions)
      expect(
        one.forms.filter((form) => /Bằng khen/.test(form.name) && ['agency', 'commune'].includes(form.level)),
      ).toEqual([]);
  });
});
