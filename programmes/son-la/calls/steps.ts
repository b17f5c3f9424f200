import type { CallQuestion, PathStep } from '#lib/domain/award/types.ts';
import { open } from '../movement.ts';

/** What the paths of Sơn La's calls are put together with. The days are left open where neither plan nor law says them. */

const law = 'Luật Thi đua, khen thưởng 2022';

export const step = (
  given: Partial<PathStep> & Pick<PathStep, 'id' | 'kind' | 'name' | 'unit' | 'clause'>,
): PathStep => ({
  days: open<number>('Kế hoạch không nêu thời hạn của bước này.'),
  returnDays: open<number>('Kế hoạch không nêu.'),
  checklist: [],
  opinions: [],
  publicDays: given.kind === 'publicity' ? open<number>('Luật buộc công khai nhưng không nêu số ngày.') : null,
  ...given,
});

/** What an appraisal goes through, dossier by dossier. */
export const checklist: PathStep['checklist'] = [
  { id: 'parts', text: 'Đủ thành phần hồ sơ: tờ trình, báo cáo thành tích, biên bản xét', clause: `Điều 84 ${law}` },
  { id: 'subject', text: 'Đúng đối tượng, đúng thẩm quyền', clause: `Điều 79, Điều 80 ${law}` },
  { id: 'standard', text: 'Đủ tiêu chuẩn của hình thức được đề nghị', clause: `Điều 72 đến Điều 75 ${law}` },
  { id: 'once', text: 'Thành tích chưa được khen thưởng, không xin nhiều hình thức', clause: `Điều 5 ${law}` },
  {
    id: 'clear',
    text: 'Không đang bị xem xét kỷ luật, thanh tra, kiểm tra, xác minh đơn thư',
    clause: 'Nghị định 152/2025/NĐ-CP Điều 4 khoản 4',
  },
];

export const question = (given: Omit<CallQuestion, 'answer'>): CallQuestion => ({ ...given, answer: null });

/** The province's way (Q25-12): one department compiles, another appraises, everyone comments, the council votes, the Chairman decides. */
export const provincialPath = (
  compiler: { unit: string; name: string; clause: string },
  appraisal: string,
): PathStep[] => [
  step({ id: 'tong-hop', kind: 'compilation', ...compiler }),
  step({
    id: 'tham-dinh',
    kind: 'appraisal',
    name: 'Sở Nội vụ thẩm định',
    unit: 'SNV',
    clause: appraisal,
    checklist,
    days: open<number>(
      'Kế hoạch không nêu. Ở trung ương, Bộ Nội vụ thẩm định trong 20 ngày làm việc từ khi nhận đủ hồ sơ (cần xác minh).',
    ),
    returnDays: open<number>(
      'Kế hoạch không nêu. Ở trung ương, hồ sơ chưa đủ được trả lại trong 5 ngày làm việc (cần xác minh).',
    ),
  }),
  step({
    id: 'cong-khai',
    kind: 'publicity',
    name: 'Lấy ý kiến công khai trên Cổng thông tin',
    unit: 'SNV',
    clause: `Điều 84 khoản 5 ${law}`,
  }),
  step({
    id: 'hoi-dong',
    kind: 'council',
    name: 'Hội đồng Thi đua - Khen thưởng tỉnh xét',
    unit: 'SNV',
    clause: appraisal,
  }),
  step({
    id: 'quyet-dinh',
    kind: 'decision',
    name: 'Chủ tịch Ủy ban nhân dân tỉnh quyết định',
    unit: 'SL',
    clause: `Điều 79 khoản 4 ${law}`,
  }),
];

export const chairman = { unit: 'SL', title: 'Chủ tịch Ủy ban nhân dân tỉnh Sơn La' };
export const certificateName = 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Sơn La';
