/** How pages, mails and files say where an obligation stands. */
import { daysBetween } from '../kernel/time.ts';
import { correcting, isOverdue, lateness, type ObligationFacts, obligationStateLabels } from './states.ts';

export interface Saying {
  label: string;
  tone: 'plain' | 'info' | 'good' | 'warn' | 'bad';
}

/** The state in two words. */
export function stateSaying(obligation: ObligationFacts, now: Date): Saying {
  if (obligation.exemptedAt) return { label: 'Được miễn', tone: 'plain' };
  const { state } = obligation;
  if (isOverdue(obligation, now))
    return { label: state === 'draft' ? 'Quá hạn, đang soạn' : 'Quá hạn, chưa gửi', tone: 'bad' };
  const tones = {
    'not-started': 'plain',
    draft: 'info',
    submitted: 'info',
    returned: 'warn',
    accepted: 'good',
  } as const;
  return { label: obligationStateLabels[state], tone: tones[state] };
}

/** "còn 5 ngày", "hết hạn hôm nay", "quá hạn 3 ngày", "gửi muộn 2 ngày", "gửi đúng hạn"; '' for one that was excused. */
export function timeSaying(obligation: ObligationFacts, now: Date): string {
  if (obligation.exemptedAt) return '';
  const late = lateness(obligation, now);
  if (obligation.firstSubmittedAt) return late === null ? 'gửi đúng hạn' : `gửi muộn ${late} ngày`;
  if (late !== null) return `quá hạn ${late} ngày`;
  const left = daysBetween(now, obligation.dueAt);
  return left === 0 ? 'hết hạn hôm nay' : `còn ${left} ngày`;
}

/** "trả lại 4 ngày trước, chờ gửi lại", "gửi lại sau 4 ngày"; '' where nothing was returned. */
export function correctionSaying(obligation: ObligationFacts, now: Date): string {
  const days = correcting(obligation, now);
  if (days === null) return '';
  const said = days === 0 ? 'trong ngày' : `${days} ngày`;
  if (obligation.state === 'returned')
    return days === 0 ? 'trả lại hôm nay, chờ gửi lại' : `đã trả lại ${said}, chờ gửi lại`;
  return days === 0 ? 'gửi lại trong ngày' : `gửi lại sau ${said}`;
}
