import type { AwardCall, CallTemplate, Quota } from '#lib/domain/award/types.ts';
import type { Soft } from '#lib/domain/programme/types.ts';
import { c21Calls } from './thi-dua-2021-2025.ts';
import { q25Calls } from './thi-dua-2025-2030.ts';
import { v26Calls } from './van-phong-2026-2030.ts';

/**
 * The same calls with every gap filled for the demonstration. Numbers and days are made up or taken from what other provinces do; all of it
 * says `demo`, and nothing of it is a decision of any office.
 */

const said = 'Giá trị minh họa để diễn tập, không phải quyết định của cơ quan có thẩm quyền.';

interface Filling {
  opensAt: string;
  closesAt: string;
  heldOn: string | null;
  guidance: AwardCall['guidance'];
  quotas: Quota[];
  /** working days by step; steps without a line take `otherDays` */
  days: Record<string, { days: number; returnDays?: number; publicDays?: number }>;
  otherDays: number;
}

const demo = (value: number | undefined): Soft<number> =>
  value === undefined ? { value: null, source: 'open' } : { value, source: 'demo', note: said };

function filled(list: readonly CallTemplate[], id: string, filling: Filling): AwardCall {
  const doc = list.find((one) => one.id === id)!.doc;
  const { opensAt, closesAt, heldOn, guidance, quotas, days, otherDays } = filling;
  return {
    ...doc,
    opensAt,
    closesAt,
    heldOn,
    guidance,
    quotas: quotas.map((quota) => ({ ...quota, demo: true })),
    path: doc.path.map((step) => {
      const set = days[step.id];
      return {
        ...step,
        days: demo(set?.days ?? otherDays),
        returnDays: demo(set?.returnDays),
        publicDays: step.publicDays === null ? null : demo(set?.publicDays ?? 10),
      };
    }),
    questions: (doc.questions ?? []).map((one) => ({
      ...one,
      answer: { text: said, by: 'Bản trình diễn', at: opensAt, demo: true },
    })),
  };
}

const quota = (given: Pick<Quota, 'id' | 'printed' | 'limits'> & Partial<Quota>): Quota => ({
  classIds: [],
  units: [],
  formIds: [],
  ...given,
});
const atMost = (max: number, ...subjects: Quota['limits'][number]['subjects']): Quota['limits'][number] => ({
  subjects,
  max,
  percent: null,
  rounding: null,
});

/** Bằng khen of the Chairman at the mid-term review of 2027. */
export const q25MidDemo: AwardCall = filled(q25Calls, 'q25-so-ket-2027', {
  opensAt: '2027-05-17T08:00:00.000+07:00',
  closesAt: '2027-07-31T23:59:59.999+07:00',
  heldOn: '2027-11-15',
  guidance: { number: '88/HD-SNV', date: '2027-05-10', issuer: 'Sở Nội vụ' },
  quotas: [
    quota({
      id: 'so-nganh',
      printed: 'không quá 01 tập thể, 03 cá nhân',
      classIds: ['agencies', 'fronts', 'bodies'],
      limits: [atMost(1, 'collective'), atMost(3, 'individual')],
    }),
    quota({
      id: 'xa-phuong',
      printed: 'mỗi xã, phường chọn 02 trường hợp (tập thể hoặc cá nhân)',
      classIds: ['communes'],
      limits: [atMost(2, 'collective', 'individual')],
    }),
    quota({
      id: 'doanh-nghiep',
      printed: 'không quá 10% tập thể, 5% cá nhân trực tiếp tham gia',
      classIds: ['enterprises'],
      limits: [
        { subjects: ['collective'], max: null, percent: '10', rounding: 'up' },
        { subjects: ['individual'], max: null, percent: '5', rounding: 'up' },
      ],
    }),
  ],
  days: {
    'tong-hop': { days: 10, returnDays: 5 },
    'tham-dinh': { days: 20, returnDays: 5 },
    'cong-khai': { days: 15, publicDays: 10 },
  },
  otherDays: 10,
});

/** The Chief's Giấy khen of 2026. */
export const v26YearDemo: AwardCall = filled(v26Calls, 'v26-hang-nam', {
  opensAt: '2026-11-02T08:00:00.000+07:00',
  closesAt: '2026-11-30T23:59:59.999+07:00',
  heldOn: '2026-12-28',
  guidance: null,
  quotas: [
    quota({
      id: 'phong',
      printed: 'mỗi phòng, đơn vị 01 tập thể, 02 cá nhân',
      limits: [atMost(1, 'collective'), atMost(2, 'individual')],
    }),
  ],
  days: { 'tong-hop': { days: 5, returnDays: 2 } },
  otherDays: 5,
});

/** Bằng khen of the Chairman at the final review of 2021-2025, in 2026. */
export const c21FinalDemo: AwardCall = filled(c21Calls, 'c21-tong-ket-2025', {
  opensAt: '2026-04-13T08:00:00.000+07:00',
  closesAt: '2026-05-29T23:59:59.999+07:00',
  heldOn: '2026-08-20',
  guidance: { number: '41/HD-SNV', date: '2026-04-06', issuer: 'Sở Nội vụ' },
  quotas: [
    quota({
      id: 'so-nganh',
      printed: 'không quá 01 tập thể, 03 cá nhân',
      classIds: ['lead', 'agencies', 'fronts', 'enterprises'],
      limits: [atMost(1, 'collective'), atMost(3, 'individual')],
    }),
    quota({
      id: 'xa-phuong',
      printed: 'mỗi xã, phường chọn 02 trường hợp (tập thể hoặc cá nhân)',
      classIds: ['communes'],
      limits: [atMost(2, 'collective', 'individual')],
    }),
  ],
  days: {
    'tong-hop': { days: 10, returnDays: 5 },
    'tham-dinh': { days: 20, returnDays: 5 },
    'cong-khai': { days: 15, publicDays: 10 },
  },
  otherDays: 10,
});
