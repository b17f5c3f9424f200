import type { ContestProgramme } from '../types.ts';
import { choices, periodChoices, sourceChoices } from './choices.ts';
import type { Choice, Edit } from './describe.ts';

const roundChoices = (doc: ContestProgramme): Choice[] =>
  doc.rounds.map((r) => ({ value: `round:${r.id}`, label: `Điểm cao hơn ở ${r.name}` }));
const ties = (doc: ContestProgramme): Choice[] => {
  const criteria = new Map(doc.rounds.flatMap((r) => r.rubric.criteria.map((c) => [c.id, c.name] as const)));
  return [
    ...[...criteria].map(([id, name]) => ({ value: `criterion:${id}`, label: `Điểm cao hơn ở tiêu chí “${name}”` })),
    { value: 'highest-score', label: 'Có phiếu chấm cao nhất lớn hơn' },
    { value: 'lowest-spread', label: 'Điểm các giám khảo gần nhau hơn' },
    { value: 'earlier-submission', label: 'Nộp sớm hơn' },
    ...roundChoices(doc),
    { value: 'decision', label: 'Ban Tổ chức quyết định' },
  ];
};

/** How each round is judged: rubric, judges, aggregation, ties. */
export const rounds = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'list',
  key: 'rounds',
  label: 'Các vòng chấm',
  noun: 'vòng',
  title: 'name',
  ids: true,
  fixed: true,
  blank: {},
  item: [
    { kind: 'text', key: 'name', label: 'Tên vòng' },
    { kind: 'choice', key: 'periodId', label: 'Trong bước', options: periodChoices(doc) },
    clause,
    { kind: 'tick', key: 'blind', label: 'Chấm ẩn danh: giám khảo không thấy tác giả, đơn vị' },
    { kind: 'tick', key: 'drawnOrder', label: 'Bốc thăm thứ tự trình bày' },
    { kind: 'soft', key: 'judgesPerEntry', label: 'Số giám khảo chấm mỗi bài', of: 'whole' },
    {
      kind: 'soft',
      key: 'maxSpreadPercent',
      label: 'Lệch điểm từ mức này thì gợi ý xem lại',
      of: 'whole',
      suffix: '% thang điểm',
    },
    { kind: 'soft', key: 'advance', label: 'Số bài vào vòng sau', of: 'whole' },
    {
      kind: 'group',
      key: 'rubric',
      label: 'Tiêu chí và thang điểm',
      edits: [
        {
          kind: 'list',
          key: 'criteria',
          label: 'Tiêu chí',
          noun: 'tiêu chí',
          title: 'name',
          brief: ['max', 'weight'],
          ids: true,
          blank: { name: '', min: '0', max: '10', step: '0.5', weight: '1' },
          item: [
            { kind: 'text', key: 'name', label: 'Tên' },
            { kind: 'text', key: 'hint', label: 'Giải thích cho giám khảo', optional: true },
            { kind: 'decimal', key: 'min', label: 'Điểm thấp nhất' },
            { kind: 'decimal', key: 'max', label: 'Điểm cao nhất' },
            { kind: 'decimal', key: 'step', label: 'Bước điểm' },
            { kind: 'decimal', key: 'weight', label: 'Hệ số' },
          ],
        },
        { kind: 'choice', key: 'source', label: 'Thang điểm này từ đâu', options: sourceChoices },
        { kind: 'text', key: 'note', label: 'Ghi chú', optional: true },
      ],
    },
    {
      kind: 'group',
      key: 'aggregate',
      label: 'Cách tính điểm chung',
      edits: [
        {
          kind: 'choice',
          key: 'method',
          label: 'Cách tính',
          options: choices({
            mean: 'Trung bình cộng',
            trimmed: 'Bỏ cao nhất, thấp nhất rồi lấy trung bình',
            median: 'Trung vị',
          }),
        },
        { kind: 'whole', key: 'decimals', label: 'Số chữ số thập phân', hint: 'Từ 0 đến 4.' },
        {
          kind: 'choice',
          key: 'rounding',
          label: 'Làm tròn',
          options: choices({ 'half-up': 'Từ 5 làm tròn lên', 'half-even': 'Đúng 5 làm tròn về số chẵn' }),
        },
        { kind: 'choice', key: 'source', label: 'Cách tính này từ đâu', options: sourceChoices },
      ],
    },
    { kind: 'ties', key: 'tieRules', label: 'Khi bằng điểm, xét lần lượt', options: ties(doc) },
    { kind: 'choice', key: 'tieSource', label: 'Cách xét này từ đâu', options: sourceChoices },
  ],
});
