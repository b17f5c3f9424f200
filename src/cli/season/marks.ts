import type { Random } from '#lib/domain/kernel/random.ts';
import type { Criterion } from '#lib/domain/programme/types.ts';

/** How somebody judges: strict or lenient, steady or erratic, and how far they use the scale. */
export interface Temper {
  /** added to every share of the scale: -0.1 is a strict judge */
  bias: number;
  noise: number;
  /** 1: as wide as the entries are; below: everything ends in the middle */
  reach: number;
}

/** The temper of the n-th judge: some strict, some lenient, most in between. */
export function temperOf(random: Random): Temper {
  const kind = random.weighted([
    ['strict', 2],
    ['lenient', 2],
    ['cautious', 2],
    ['plain', 5],
  ] as const);
  const bias = { strict: -0.09, lenient: 0.08, cautious: 0, plain: 0 }[kind] + random.normal(0, 0.02);
  return { bias, noise: random.normal(0.05, 0.012), reach: kind === 'cautious' ? 0.55 : random.normal(0.95, 0.1) };
}

const middle = 0.66;

/** A mark on a criterion for an entry of this quality (0..1), as a judge types it. */
export function markOf(random: Random, criterion: Criterion, quality: number, temper: Temper): string {
  const seen = middle + (quality - middle) * temper.reach + temper.bias + random.normal(0, Math.abs(temper.noise));
  const [min, max, step] = [Number(criterion.min), Number(criterion.max), Number(criterion.step)];
  const steps = Math.round(((max - min) * Math.min(1, Math.max(0.1, seen))) / step);
  // Every step of a declared scale is exact in at most three decimals.
  return String(Math.round((min + steps * step) * 1000) / 1000).replace('.', ',');
}

const good = [
  'Sát nhu cầu thật, làm được ngay với thiết bị sẵn có.',
  'Số liệu rõ ràng, có cách kiểm tra lại.',
  'Ý tưởng gọn, dễ nhân rộng ra nơi khác.',
  'Video trình bày mạch lạc, nêu đúng vấn đề.',
  'Có chú ý người cao tuổi và nơi mạng yếu.',
  'Đã tính đến bảo mật thông tin của người dân.',
];
const fair = [
  'Hướng đi đúng, cần làm rõ chi phí duy trì sau năm đầu.',
  'Nên có số liệu so sánh trước và sau.',
  'Khả năng nhân rộng phụ thuộc người phụ trách ở từng nơi.',
  'Phần tính mới cần nêu rõ khác gì với phần mềm đang có.',
  'Thuyết minh đủ ý nhưng hơi chung.',
];
const weak = [
  'Chưa thấy rõ người dùng là ai và được lợi gì.',
  'Cách làm còn giống việc đang có, tính mới chưa rõ.',
  'Thiếu số liệu; các con số nêu ra chưa có nguồn.',
  'Video dài dòng, chưa cho thấy sản phẩm chạy thế nào.',
];

/** What a judge writes about an entry of this quality; often nothing. */
export function remarkOf(random: Random, quality: number, always = false): string {
  if (!always && random.chance(0.35)) return '';
  const pool = quality > 0.72 ? good : quality > 0.55 ? fair : weak;
  const second = quality > 0.72 ? fair : good;
  return [random.pick(pool), ...(random.chance(0.4) ? [random.pick(second)] : [])].join(' ');
}
