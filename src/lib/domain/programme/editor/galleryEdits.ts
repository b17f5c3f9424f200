import { INTERACTION_TIES } from '../labels.ts';
import type { ContestProgramme } from '../types.ts';
import { choices, firstClause, periodChoices, sourceChoices } from './choices.ts';
import type { Choice, Edit } from './describe.ts';

/** Forms of the parts that only some contests have: the gallery, interactions, the combined score, tasks, the agency. */

const ties = (key: string, label: string): Edit => ({
  kind: 'ties',
  key,
  label,
  plain: true,
  options: choices(INTERACTION_TIES).map(({ value, label: words }) => ({
    value,
    label: words.charAt(0).toLocaleUpperCase('vi') + words.slice(1),
  })),
});

const rounding: Edit = {
  kind: 'choice',
  key: 'rounding',
  label: 'Làm tròn',
  options: choices({
    'half-up': 'Từ 5 làm tròn lên',
    'half-even': 'Đúng 5 làm tròn về số chẵn',
    down: 'Bỏ phần lẻ',
  }),
};
const decimals: Edit = { kind: 'whole', key: 'decimals', label: 'Số chữ số thập phân', hint: 'Từ 0 đến 4.' };

const videos = (doc: ContestProgramme): Choice[] =>
  doc.dossier.flatMap((stage) =>
    stage.files
      .filter((file) => file.accept.includes('video'))
      .map((file) => ({ value: file.id, label: `${file.label} (${stage.name})` })),
  );
const summaries = (doc: ContestProgramme): Choice[] =>
  doc.dossier.flatMap((stage) =>
    stage.fields
      .filter((field) => field.type === 'textarea' || field.type === 'text')
      .map((field) => ({ value: field.id, label: `${field.label} (${stage.name})` })),
  );

/** What is shown, and which agreements it needs. */
export const gallery = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'group',
  key: 'gallery',
  label: 'Thư viện tác phẩm',
  hint: 'Nơi mọi người xem các tác phẩm được chọn. Tác phẩm chỉ hiện khi đủ sự đồng ý bắt buộc.',
  optional: true,
  blank: {
    clause: firstClause(doc),
    name: 'Thư viện tác phẩm',
    video: { stage: 'submission', requirementId: videos(doc)[0]?.value ?? '' },
    summaryField: null,
    consents: [],
    guardianBelowAge: 18,
  },
  edits: [
    { kind: 'text', key: 'name', label: 'Tên thư viện' },
    {
      kind: 'group',
      key: 'video',
      label: 'Video được chiếu',
      edits: [
        {
          kind: 'choice',
          key: 'stage',
          label: 'Lấy từ lần nộp',
          options: doc.dossier.map((stage) => ({ value: stage.id, label: stage.name })),
        },
        { kind: 'choice', key: 'requirementId', label: 'Tệp', options: videos(doc) },
      ],
    },
    {
      kind: 'choice',
      key: 'summaryField',
      label: 'Mục của phiếu làm lời giới thiệu',
      options: summaries(doc),
      optional: true,
      nullable: true,
    },
    {
      kind: 'list',
      key: 'consents',
      label: 'Sự đồng ý của từng tác giả',
      noun: 'sự đồng ý',
      title: 'text',
      ids: true,
      blank: { text: '', version: 1, clause: firstClause(doc), needed: true },
      item: [
        { kind: 'long', key: 'text', label: 'Nội dung' },
        { kind: 'tick', key: 'needed', label: 'Bắt buộc: không có thì tác phẩm không được đăng' },
        {
          kind: 'whole',
          key: 'version',
          label: 'Phiên bản',
          hint: 'Tăng thêm 1 khi sửa nội dung, để biết ai đã đồng ý theo bản nào.',
        },
        clause,
      ],
    },
    {
      kind: 'whole',
      key: 'guardianBelowAge',
      label: 'Tác giả nhỏ hơn tuổi này cần thêm người giám hộ đồng ý',
      suffix: 'tuổi',
    },
    clause,
  ],
});

const weight = (key: string, label: string): Edit => ({ kind: 'decimal', key, label });

/** What counts as interaction, how much, and until when. */
export const interaction = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'group',
  key: 'interaction',
  label: 'Tương tác',
  hint: 'Lượt thích, chia sẻ, xem của mọi người đối với tác phẩm trong thư viện. Ghi 0 điểm cho loại không tính.',
  optional: true,
  blank: {
    clause: firstClause(doc),
    from: doc.timeline.find((p) => p.kind === 'final')?.from ?? '',
    freezeAt: doc.timeline.find((p) => p.kind === 'interaction' || p.kind === 'final')?.to ?? '',
    weights: { like: '1', share: '1', view: '0', source: 'open' },
    sharesPerDay: { value: null, source: 'open' },
    view: { seconds: 30, fraction: '0.5' },
    external: { counted: { value: null, source: 'open' }, weights: { like: '0', share: '0', comment: '0' } },
    hiddenUntilFreeze: { value: null, source: 'open' },
    ties: ['decision'],
  },
  edits: [
    { kind: 'instant', key: 'from', label: 'Tính từ' },
    {
      kind: 'instant',
      key: 'freezeAt',
      label: 'Chốt lúc',
      end: true,
      hint: 'Giây cuối cùng vẫn còn tính. “Hết ngày” là 23:59:59.',
    },
    {
      kind: 'group',
      key: 'weights',
      label: 'Mỗi lượt ở thư viện tính mấy điểm',
      edits: [
        weight('like', 'Lượt thích'),
        weight('share', 'Lượt chia sẻ'),
        weight('view', 'Lượt xem'),
        { kind: 'choice', key: 'source', label: 'Cách tính này từ đâu', options: sourceChoices },
      ],
    },
    {
      kind: 'soft',
      key: 'sharesPerDay',
      label: 'Lượt chia sẻ được tính của một người trong một ngày, với mọi tác phẩm',
      of: 'whole',
    },
    {
      kind: 'group',
      key: 'view',
      label: 'Thế nào là một lượt xem',
      edits: [
        { kind: 'whole', key: 'seconds', label: 'Xem ít nhất', suffix: 'giây' },
        {
          kind: 'decimal',
          key: 'fraction',
          label: 'Hoặc ít nhất phần này của video, nếu ngắn hơn',
          hint: 'Ví dụ 0,5 là một nửa.',
        },
      ],
    },
    {
      kind: 'group',
      key: 'external',
      label: 'Số liệu của trang ngoài (fanpage)',
      edits: [
        { kind: 'soft', key: 'counted', label: 'Có cộng vào lượng tương tác', of: 'flag' },
        {
          kind: 'group',
          key: 'weights',
          label: 'Mỗi lượt ở trang ngoài tính mấy điểm',
          edits: [weight('like', 'Lượt thích'), weight('share', 'Lượt chia sẻ'), weight('comment', 'Bình luận')],
        },
      ],
    },
    { kind: 'soft', key: 'hiddenUntilFreeze', label: 'Ẩn số liệu với mọi người cho đến khi chốt', of: 'flag' },
    ties('ties', 'Khi lượng tương tác bằng nhau, xét lần lượt'),
    clause,
  ],
});

/** How the jury's score and the interactions make the score by which prizes go. */
export const combination = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'group',
  key: 'combination',
  label: 'Điểm tổng hợp',
  hint: 'Chỉ bật khi giải xếp theo cả điểm của Ban Giám khảo và lượng tương tác. Không bật: giải chỉ xếp theo điểm của Ban Giám khảo.',
  optional: true,
  blank: {
    clause: firstClause(doc),
    jury: { scale: '100', weight: '0.8' },
    interactions: {
      points: { kind: 'relative', points: '100', decimals: 2, rounding: 'half-up' },
      weight: '0.2',
    },
    decimals: 2,
    rounding: 'half-up',
    ties: ['score', 'decision'],
    source: 'open',
  },
  edits: [
    {
      kind: 'group',
      key: 'jury',
      label: 'Điểm của Ban Giám khảo',
      edits: [
        {
          kind: 'decimal',
          key: 'scale',
          label: 'Quy về thang điểm',
          hint: 'Để trống: giữ nguyên thang điểm của vòng chấm.',
          optional: true,
          nullable: true,
        },
        weight('weight', 'Hệ số'),
      ],
    },
    {
      kind: 'group',
      key: 'interactions',
      label: 'Điểm tương tác',
      edits: [
        {
          kind: 'variant',
          key: 'points',
          label: 'Cách đổi lượng tương tác thành điểm',
          cases: [
            {
              value: 'relative',
              label: 'So với tác phẩm có nhiều tương tác nhất',
              edits: [
                {
                  kind: 'decimal',
                  key: 'points',
                  label: 'Điểm của tác phẩm nhiều nhất',
                  hint: 'Tác phẩm khác được số điểm theo tỷ lệ.',
                },
                decimals,
                rounding,
              ],
            },
            {
              value: 'per',
              label: 'Cứ một số lượng tương tác thì được một số điểm',
              edits: [
                { kind: 'decimal', key: 'interactions', label: 'Cứ bao nhiêu điểm tương tác' },
                { kind: 'decimal', key: 'points', label: 'Thì được cộng' },
                { kind: 'decimal', key: 'max', label: 'Cộng nhiều nhất', optional: true, nullable: true },
                decimals,
                rounding,
              ],
            },
          ],
        },
        weight('weight', 'Hệ số'),
      ],
    },
    { ...decimals, label: 'Điểm tổng hợp lấy mấy chữ số thập phân' },
    { ...rounding, label: 'Làm tròn điểm tổng hợp' },
    ties('ties', 'Khi bằng điểm, xét lần lượt'),
    { kind: 'choice', key: 'source', label: 'Công thức này từ đâu', options: sourceChoices },
    clause,
  ],
});

/** The standing agency that looks at every entry itself. */
export const agency = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'group',
  key: 'agency',
  label: 'Cơ quan Thường trực sơ loại từng bài',
  hint: 'Chỉ bật khi kế hoạch giao một cơ quan của tỉnh xem từng bài và chọn vào vòng sau.',
  optional: true,
  blank: {
    name: doc.standingAgency,
    clause: doc.screening.clause,
    periodId: doc.timeline.find((p) => p.kind === 'screening')?.id ?? doc.timeline[0]?.id ?? '',
    checklist: [],
  },
  edits: [
    { kind: 'text', key: 'name', label: 'Cơ quan sơ loại' },
    { kind: 'choice', key: 'periodId', label: 'Trong bước', options: periodChoices(doc) },
    {
      kind: 'list',
      key: 'checklist',
      label: 'Các mục xem xét từng bài',
      noun: 'mục',
      title: 'label',
      ids: true,
      blank: { label: '', clause: doc.screening.clause },
      item: [{ kind: 'text', key: 'label', label: 'Nội dung' }, clause],
    },
    clause,
  ],
});

/** Who does what by when. */
export const tasks = (doc: Pick<ContestProgramme, 'clauses'>, clause: Edit): Edit => ({
  kind: 'list',
  key: 'tasks',
  label: 'Nhiệm vụ của các cơ quan',
  noun: 'nhiệm vụ',
  title: 'text',
  brief: ['agency'],
  ids: true,
  optional: true,
  blank: { clause: firstClause(doc), agency: '', text: '', due: { value: null, source: 'open' } },
  item: [
    { kind: 'text', key: 'agency', label: 'Cơ quan' },
    { kind: 'long', key: 'text', label: 'Việc phải làm' },
    { kind: 'soft', key: 'due', label: 'Thời hạn', of: 'day' },
    clause,
  ],
});
