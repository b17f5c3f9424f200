import type { OpenQuestion } from '#lib/domain/programme/types.ts';
import { planRule, reportRule } from '../movement.ts';

/** Where the draft plan of the Office is blank or silent. */

const note = (id: string, label: string, consequence: string) => ({ id, label, consequence });
const decided = <T>(value: T) => ({ value, source: 'decided' as const });

const classIds = ['rooms', 'subordinates'];
const receivers = ['VPUB-TCHCQT'];
const due = (month: number, day: number, printed: string) => ({
  month,
  day,
  yearOffset: 0,
  printed: `${printed} (Kế hoạch không nêu)`,
  reading: decided('before' as const),
});

const plan = planRule({
  id: 'plan',
  clause: 'VI.2',
  name: 'Nội dung triển khai phong trào thi đua của phòng, đơn vị',
  classIds,
  receivers,
  firstYear: 2026,
  due: due(6, 30, 'trước ngày 30/6/2026'),
});

const yearly = reportRule({
  id: 'report-year',
  clause: 'VI.2',
  name: 'Báo cáo năm về kết quả thực hiện phong trào thi đua',
  classIds,
  receivers,
  period: 'year',
  firstYear: 2026,
  lastYear: 2030,
  occasion: 'yearly',
  due: due(12, 5, 'trước ngày 05/12 hằng năm'),
});

const halfYearly = reportRule({
  id: 'report-mid-year',
  clause: 'VI.2',
  name: 'Báo cáo 6 tháng đầu năm về kết quả thực hiện phong trào thi đua',
  classIds,
  receivers,
  period: 'year',
  firstYear: 2026,
  lastYear: 2030,
  due: due(6, 15, 'trước ngày 15/6 hằng năm'),
});

export const questions: OpenQuestion[] = [
  {
    id: 'number-date',
    clause: 'preamble',
    question: 'Kế hoạch đã ban hành chưa, số và ngày nào?',
    evidence: ['Bản có được là dự thảo: “Số: /KH-VPUB”, “ngày tháng năm 2026”'],
    options: [
      note('later', 'Chưa ban hành', 'Trang công khai ghi “dự thảo, chưa có số”; nhập số, ngày ở phần Văn bản khi ký.'),
      note('issued', 'Đã ban hành', 'Nhập số, ngày ký và tệp bản ký ở phần Văn bản.'),
    ],
    decision: null,
    blocksPublication: true,
  },
  {
    id: 'report-dates',
    clause: 'VI.2',
    question: '“Định kỳ báo cáo” là bao lâu một lần, trước ngày nào?',
    evidence: ['Mục VI.2: “định kỳ báo cáo kết quả thực hiện”, không nêu kỳ và ngày'],
    options: [
      {
        id: 'half-yearly',
        label: 'Sáu tháng (trước ngày 15/6) và năm (trước ngày 05/12)',
        consequence: 'Mỗi phòng, đơn vị gửi nội dung triển khai một lần và hai báo cáo một năm.',
        set: [{ path: 'obligations', value: [plan, halfYearly, yearly] }],
      },
      {
        id: 'yearly',
        label: 'Chỉ báo cáo năm (trước ngày 05/12)',
        consequence: 'Mỗi phòng, đơn vị gửi nội dung triển khai một lần và một báo cáo một năm.',
        set: [{ path: 'obligations', value: [plan, yearly] }],
      },
      note('none', 'Chưa ấn định', 'Chưa sinh nghĩa vụ; nhập ở phần Nghĩa vụ khi Lãnh đạo Văn phòng ấn định.'),
    ],
    decision: null,
    blocksPublication: true,
  },
  {
    id: 'initiatives',
    clause: 'IV.5',
    question: 'Ưu tiên sáng kiến, giải pháp khi xét khen thưởng như thế nào?',
    evidence: [
      'Mục IV.5: “Ưu tiên khen thưởng các tập thể, cá nhân có sáng kiến, giải pháp thiết thực, có giá trị ứng dụng cao”',
    ],
    options: [
      note(
        'before-equals',
        'Khi thành tích ngang nhau thì xét trước tập thể, cá nhân có sáng kiến',
        'Sáng kiến ghi kèm đề nghị khen thưởng; người xét thấy ngay.',
      ),
      note(
        'own-judgement',
        'Không có quy tắc riêng, người xét tự cân nhắc',
        'Sáng kiến vẫn ghi kèm đề nghị khen thưởng.',
      ),
    ],
    decision: null,
    blocksPublication: false,
  },
];
