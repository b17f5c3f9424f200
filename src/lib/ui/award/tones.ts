import type { DossierState } from '#lib/domain/award/types.ts';
import type { Tone } from '../types.ts';

export const dossierTones: Record<DossierState, Tone> = {
  draft: 'plain',
  'in-progress': 'info',
  returned: 'warn',
  withdrawn: 'plain',
  declined: 'bad',
  forwarded: 'info',
  awarded: 'award',
};

export const answerNames = {
  agree: { label: 'Đồng ý', tone: 'good' },
  disagree: { label: 'Không đồng ý', tone: 'bad' },
  none: { label: 'Không có ý kiến', tone: 'plain' },
} as const;
