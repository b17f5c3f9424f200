import type { ContestProgramme } from '../types.ts';
import { choices, firstClause, periodChoices } from './choices.ts';
import type { Edit } from './describe.ts';

const fieldTypes = choices({
  text: 'Một dòng chữ',
  textarea: 'Nhiều dòng chữ',
  radio: 'Chọn một',
  select: 'Chọn một trong danh sách dài',
  checkbox: 'Ô đánh dấu',
  date: 'Ngày',
  number: 'Số',
  email: 'Thư điện tử',
  tel: 'Điện thoại',
  url: 'Địa chỉ trang',
});

const MB = 1024 * 1024;

/** What has to be handed in: form fields, files, declarations of each stage. */
export const dossier = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'list',
  key: 'dossier',
  label: 'Các lần nộp hồ sơ',
  noun: 'lần nộp',
  title: 'name',
  ids: true,
  fixed: true,
  blank: {},
  item: [
    { kind: 'text', key: 'name', label: 'Tên hồ sơ' },
    { kind: 'choice', key: 'periodId', label: 'Nộp trong bước', options: periodChoices(doc) },
    clause,
    {
      kind: 'list',
      key: 'fields',
      label: 'Các mục của phiếu',
      noun: 'mục',
      title: 'label',
      brief: ['type'],
      ids: true,
      blank: { type: 'text', label: '', required: false },
      item: [
        { kind: 'text', key: 'label', label: 'Câu hỏi' },
        { kind: 'choice', key: 'type', label: 'Kiểu trả lời', options: fieldTypes },
        { kind: 'text', key: 'hint', label: 'Gợi ý', optional: true },
        { kind: 'tick', key: 'required', label: 'Bắt buộc trả lời' },
        {
          kind: 'tick',
          key: 'identifying',
          label: 'Có thể lộ danh tính: không cho giám khảo chấm ẩn danh thấy',
          optional: true,
        },
        {
          kind: 'options',
          key: 'options',
          label: 'Các lựa chọn',
          hint: 'Chỉ với kiểu “chọn một”. Mỗi dòng một lựa chọn.',
          optional: true,
        },
        { kind: 'whole', key: 'maxLength', label: 'Số ký tự tối đa', optional: true },
        { kind: 'whole', key: 'minWords', label: 'Số từ tối thiểu', optional: true },
        { kind: 'whole', key: 'maxWords', label: 'Số từ tối đa', optional: true },
        {
          kind: 'group',
          key: 'showIf',
          label: 'Chỉ hỏi khi một mục khác có câu trả lời nhất định',
          optional: true,
          edits: [
            {
              kind: 'choice',
              key: 'field',
              label: 'Mục',
              options: doc.dossier.flatMap((s) =>
                s.fields.filter((f) => f.options).map((f) => ({ value: f.id, label: f.label })),
              ),
            },
            {
              kind: 'choice',
              key: 'equals',
              label: 'Câu trả lời',
              options: doc.dossier.flatMap((s) =>
                s.fields.flatMap((f) =>
                  (f.options ?? []).map((o) => ({ value: o.id, label: `${f.label}: ${o.label}` })),
                ),
              ),
            },
          ],
        },
        { ...clause, optional: true },
      ],
    },
    {
      kind: 'list',
      key: 'files',
      label: 'Tệp phải nộp',
      noun: 'tệp',
      title: 'label',
      brief: ['accept', 'maxBytes'],
      ids: true,
      blank: {
        label: '',
        required: true,
        accept: ['pdf'],
        minCount: 1,
        maxCount: 1,
        maxBytes: 50 * MB,
        clause: doc.dossier[0]?.clause ?? firstClause(doc),
      },
      item: [
        { kind: 'text', key: 'label', label: 'Tên' },
        { kind: 'text', key: 'hint', label: 'Gợi ý', optional: true },
        { kind: 'tick', key: 'required', label: 'Bắt buộc' },
        {
          kind: 'tick',
          key: 'identifying',
          label: 'Có thể lộ danh tính: không cho giám khảo chấm ẩn danh thấy',
          optional: true,
        },
        {
          kind: 'ticks',
          key: 'accept',
          label: 'Nhận loại tệp',
          options: choices({ video: 'Video', pdf: 'PDF', docx: 'Word', image: 'Ảnh', xlsx: 'Excel' }),
        },
        { kind: 'whole', key: 'minCount', label: 'Ít nhất', suffix: 'tệp' },
        { kind: 'whole', key: 'maxCount', label: 'Nhiều nhất', suffix: 'tệp' },
        { kind: 'whole', key: 'maxBytes', label: 'Dung lượng tối đa mỗi tệp', suffix: 'MB', factor: MB },
        {
          kind: 'group',
          key: 'video',
          label: 'Yêu cầu riêng về video',
          optional: true,
          edits: [
            { kind: 'whole', key: 'maxSeconds', label: 'Dài nhất', suffix: 'giây', optional: true },
            { kind: 'whole', key: 'minSeconds', label: 'Ngắn nhất', suffix: 'giây', optional: true },
            {
              kind: 'whole',
              key: 'toleranceSeconds',
              label: 'Sai số cho phép',
              suffix: 'giây',
              hint: 'Tệp video làm tròn thời lượng, nên cho lệch một, hai giây.',
            },
            {
              kind: 'ticks',
              key: 'containers',
              label: 'Chỉ nhận định dạng',
              hint: 'Không chọn: nhận mọi định dạng xem được.',
              options: choices({ mp4: 'MP4', mov: 'MOV', webm: 'WebM' }),
              optional: true,
            },
            {
              kind: 'sizes',
              key: 'sizes',
              label: 'Chỉ nhận cỡ hình',
              hint: 'Mỗi dòng một cỡ, rộng trước, ví dụ 1280×720. Để trống: nhận mọi cỡ.',
              optional: true,
            },
            { kind: 'tick', key: 'portrait', label: 'Nhận cả video quay dọc của các cỡ trên', optional: true },
            { kind: 'whole', key: 'minHeight', label: 'Chiều cao hình tối thiểu', suffix: 'điểm ảnh', optional: true },
          ],
        },
        clause,
      ],
    },
    {
      kind: 'list',
      key: 'declarations',
      label: 'Các cam đoan',
      noun: 'cam đoan',
      title: 'text',
      ids: true,
      blank: { text: '', version: 1, clause: doc.dossier[0]?.clause ?? firstClause(doc), required: true },
      item: [
        { kind: 'long', key: 'text', label: 'Nội dung' },
        { kind: 'tick', key: 'required', label: 'Bắt buộc' },
        {
          kind: 'whole',
          key: 'version',
          label: 'Phiên bản',
          hint: 'Tăng thêm 1 khi sửa nội dung, để biết ai đã cam đoan theo bản nào.',
        },
        clause,
      ],
    },
  ],
});
