/**
 * Luật 06/2026/QH16 amends the law from 01/10/2026. Its text is not known here: the content before it is carried over, and every figure
 * says that somebody has to look it up.
 */
import type { AwardForm, LawVersion, Sourced } from '../../src/lib/domain/catalogue/types.ts';
import { law2022Decree152 as before } from './law-2022-decree-152.ts';
import { money } from './money.ts';
import { circular15, circularFund, circularStatistics, decree152, law2022, law2026 } from './statutes.ts';

const carried = 'chuyển tiếp từ quy định trước 01/10/2026, cần đối chiếu Luật số 06/2026/QH16';

const carry = <T extends { source: string; verified: boolean }>(figure: T): T => ({
  ...figure,
  source: `${figure.source}; ${carried}`,
  verified: false,
});

const carryForm = (form: AwardForm): AwardForm => ({
  ...form,
  bonus: Object.fromEntries(Object.entries(form.bonus).map(([subject, multiple]) => [subject, carry(multiple)])),
  vote: form.vote && carry(form.vote),
  publicList: carry<Sourced<boolean>>(form.publicList),
});

export const lawAmended2026: LawVersion = {
  ...before,
  id: 'luat-2026',
  name: 'Luật số 06/2022/QH15, sửa đổi bởi Luật số 06/2026/QH16',
  from: '2026-10-01',
  to: null,
  note: 'Chưa có toàn văn Luật số 06/2026/QH16: tiêu chuẩn, thẩm quyền và mọi con số dưới đây chuyển tiếp từ quy định trước đó và đều cần xác minh trước khi dùng.',
  statutes: [law2022, law2026, decree152, circular15, circularFund, circularStatistics],
  transition: {
    text: 'Hồ sơ đã tiếp nhận để thẩm định trước ngày 01/10/2026 tiếp tục thực hiện theo quy định cũ, trừ trường hợp quy định mới có lợi hơn.',
    unlessMoreFavourable: true,
    source: 'Luật số 06/2026/QH16, quy định chuyển tiếp (bản tóm tắt công khai)',
    verified: false,
  },
  forms: before.forms.map(carryForm),
  limits: before.limits.map(carry),
  deadlines: before.deadlines.map(carry),
  rounding: carry(before.rounding),
  ...money,
  notForMerit: carry(before.notForMerit),
  womenShare: carry(before.womenShare),
};
