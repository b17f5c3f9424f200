/** What titles and forms of Luật 06/2022/QH15 have in common. */
import type {
  AwardForm,
  BonusMultiple,
  DossierPart,
  MovementCondition,
  Standard,
  SubjectKind,
} from '../../../src/lib/domain/catalogue/types.ts';

export const law = 'Luật Thi đua, khen thưởng 2022';

/** A form before a decree gives it bonus and vote. */
export type BareForm = Omit<AwardForm, 'bonus' | 'vote'>;

/** What decrees say of a form, by its id. */
export interface DecreeFigures {
  bonus: Record<string, Partial<Record<SubjectKind, BonusMultiple>>>;
  votes: Record<string, AwardForm['vote']>;
}

export const everyone: SubjectKind[] = ['collective', 'individual', 'household'];

export const standard = (id: string, subjects: SubjectKind[], clause: string, text: string): Standard => ({
  id,
  subjects,
  text,
  clause,
});

export const inMovement = (condition: Partial<MovementCondition> & { clause: string }): MovementCondition => ({
  occasions: ['yearly', 'mid-term', 'final'],
  minYears: null,
  launchedBy: 'anyone',
  nationInsteadOfYears: false,
  subjects: everyone,
  ...condition,
  clause: `${condition.clause} ${law}`,
});

const part = (id: DossierPart['is'], name: string, of: DossierPart['of'], clause: string): DossierPart => ({
  id,
  name,
  is: id,
  of,
  required: true,
  clause: `Điều 84 ${clause} ${law}`,
});

/** Điều 84 khoản 1 */
export const titleDossier: DossierPart[] = [
  part('letter', 'Tờ trình đề nghị xét tặng danh hiệu thi đua', 'submission', 'khoản 1 điểm a'),
  part('report', 'Báo cáo thành tích', 'dossier', 'khoản 1 điểm b'),
  part('minutes', 'Biên bản bình xét thi đua', 'submission', 'khoản 1 điểm c'),
];

/** Điều 84 khoản 1 điểm d: for the titles of Chiến sĩ thi đua */
export const fighterDossier: DossierPart[] = [
  ...titleDossier,
  part(
    'initiative',
    'Chứng nhận hoặc xác nhận sáng kiến, đề tài khoa học, đề án khoa học, công trình khoa học và công nghệ',
    'dossier',
    'khoản 1 điểm d',
  ),
];

/** Điều 84 khoản 2; proof only of what it is about: extraordinary achievements, contributions, inventions. */
export const formDossier: DossierPart[] = [
  part('letter', 'Tờ trình đề nghị xét tặng hình thức khen thưởng', 'submission', 'khoản 2 điểm a'),
  part('report', 'Báo cáo thành tích', 'dossier', 'khoản 2 điểm b'),
  part('minutes', 'Biên bản xét khen thưởng', 'submission', 'khoản 2 điểm c'),
  {
    ...part(
      'proof',
      'Chứng nhận hoặc xác nhận thành tích đặc biệt xuất sắc đột xuất, đóng góp lớn, phát minh, sáng chế, sáng kiến, công trình (nếu đề nghị theo tiêu chuẩn này)',
      'dossier',
      'khoản 2 điểm d',
    ),
    required: false,
  },
];

/** Điều 84 khoản 3: what goes to those above needs an opinion that the province adds, not the unit. */
export const opinion: DossierPart = {
  id: 'opinion',
  name: 'Ý kiến của cơ quan, tổ chức ở trung ương có liên quan hoặc Ủy ban nhân dân cấp tỉnh (bổ sung trước khi trình Trung ương)',
  is: 'attachment',
  of: 'dossier',
  required: false,
  clause: `Điều 84 khoản 3 ${law}`,
};

/** Điều 84 khoản 5: only orders, prizes and honorary titles of the State need a public list. */
export const notListed = { value: false, source: `Điều 84 khoản 5 ${law}`, verified: false };
export const listed = { value: true, source: `Điều 84 khoản 5 ${law}`, verified: false };
