/** What people read about an entry's way: state in words, and "đang ở bước nào, ai phải làm gì, đến bao giờ". */
import { formatDateWeekday } from '../kernel/time.ts';
import { afterIntake } from '../programme/clock.ts';
import type { Period, PeriodKind, Programme } from '../programme/types.ts';
import { periodById, periodOf, periodStatus } from './deadline.ts';
import type { EntryState } from './states.ts';

/** What the organisers have made public. Decided but unpublished results must not show through a state. */
export interface Published {
  finalists: boolean;
  results: boolean;
}

type WithRounds = Pick<Programme, 'rounds'>;

const roundName = ({ rounds }: WithRounds, kind: 'preliminary' | 'final', otherwise: string): string =>
  rounds.find((round) => round.kind === kind)?.name.replace(/^Vòng\s+/u, '') ?? otherwise;

/** The state as outsiders and authors may know it. */
export function visibleState(state: EntryState, published: Published): EntryState {
  if ((state === 'awarded' || state === 'not-awarded') && !published.results)
    return published.finalists ? 'shortlisted' : 'eligible';
  if ((state === 'shortlisted' || state === 'not-shortlisted') && !published.finalists) return 'eligible';
  return state;
}

/** The state in a few words, for authors and organisers. */
export function stateLabel(state: EntryState, programme: WithRounds): string {
  const final = roundName(programme, 'final', 'chung kết');
  const labels: Record<EntryState, string> = {
    draft: 'Bản nháp',
    submitted: 'Đã nộp, chờ kiểm tra',
    'with-unit': 'Đang sơ loại tại đơn vị',
    returned: 'Trả lại để bổ sung',
    eligible: 'Đủ điều kiện dự thi',
    shortlisted: `Vào vòng ${final}`,
    'not-shortlisted': `Không vào vòng ${final}`,
    awarded: 'Đạt giải',
    'not-awarded': 'Không đạt giải',
    withdrawn: 'Đã rút',
    disqualified: 'Bị loại',
  };
  return labels[state];
}

/**
 * The state that anyone may look up by code; null for what was never handed in. Inner steps (sơ loại, trả lại) read as
 * what they mean to an outsider.
 */
export function publicStateLabel(state: EntryState, programme: WithRounds, published: Published): string | null {
  const visible = visibleState(state, published);
  const outside: Partial<Record<EntryState, string | null>> = {
    draft: null,
    submitted: 'Đã tiếp nhận',
    'with-unit': 'Đã tiếp nhận, đang sơ loại tại đơn vị',
    returned: 'Đang bổ sung hồ sơ',
    eligible: 'Đủ điều kiện dự thi',
    withdrawn: 'Tác giả đã rút',
    disqualified: 'Không đủ điều kiện dự thi',
  };
  return visible in outside ? (outside[visible] ?? null) : stateLabel(visible, programme);
}

export interface NextStep {
  /** the step it stands in */
  where: string;
  /** who has to act; null when nobody has to */
  who: string | null;
  /** what they have to do, or what holds now that nobody has to act */
  what: string;
  until: Date | null;
  /** the author's turn */
  yours: boolean;
}

export interface ProgressFacts {
  state: EntryState;
  unitName?: string | null;
  unitDecision?: 'accept' | 'return' | 'reject' | null;
  /** reason of the last return or disqualification */
  reason?: string | null;
  refinedAt?: Date | null;
}

/** What the author of a handed-in entry has to do after changing it. */
export const unsentStep = 'nộp lại để những thay đổi sau lần nộp trước được tính';

type Rules = Pick<Programme, 'timeline' | 'rounds' | 'screening'>;

/** Where an entry stands, who has to do what, until when. Give the true state; unpublished decisions stay hidden. */
export function nextStep(programme: Rules, entry: ProgressFacts, now: Date, published: Published): NextStep {
  const state = visibleState(entry.state, published);
  const where = stateLabel(state, programme);
  const period = (kind: PeriodKind) => periodOf(programme, kind);
  const step = (who: string, what: string, until: Period | null, yours = false): NextStep => ({
    where,
    who,
    what,
    until: until ? new Date(until.to) : null,
    yours,
  });
  const end = (what: string, label = where): NextStep => ({ where: label, who: null, what, until: null, yours: false });
  const intake = period('intake');
  const intakeStatus = intake ? periodStatus(intake, now) : 'closed';
  const because = entry.reason?.trim() ? ` Lý do: ${entry.reason.trim()}` : '';

  switch (state) {
    case 'draft':
      if (!intake || intakeStatus === 'closed')
        return end('Đã hết thời gian nhận hồ sơ nên không nộp được nữa. Bản nháp vẫn được giữ để bạn xem lại.');
      return intakeStatus === 'upcoming'
        ? step('Tác giả', `soạn hồ sơ; nộp được từ ${formatDateWeekday(intake.from)}`, intake, true)
        : step('Tác giả', 'hoàn thành các mục còn thiếu rồi nộp bài', intake, true);
    case 'returned':
      return intakeStatus === 'closed'
        ? end(`Hồ sơ chưa được bổ sung trong thời gian nhận hồ sơ.${because}`)
        : step('Tác giả', `bổ sung hồ sơ rồi nộp lại.${because}`, intake, true);
    case 'with-unit':
      return withUnit(entry, intakeStatus === 'closed', step, end, intake);
    case 'submitted':
      return step('Tổ Thư ký', 'kiểm tra điều kiện dự thi và hồ sơ', afterIntake(programme));
    case 'eligible': {
      const final = roundName(programme, 'final', 'chung kết');
      const { agency } = programme.screening;
      const screening = agency ? periodById(programme, agency.periodId) : null;
      if (agency && !(screening && periodStatus(screening, now) === 'closed'))
        return step(agency.name, `sơ loại, chọn tác phẩm vào vòng ${final}`, screening);
      const judging = period('preliminary');
      if (agency && !judging) return step('Ban Tổ chức', `công bố tác phẩm vào vòng ${final}`, null);
      if (judging && periodStatus(judging, now) === 'closed')
        return step('Ban Tổ chức', `công bố sản phẩm vào vòng ${final}`, null);
      const name = roundName(programme, 'preliminary', 'sơ khảo');
      return step('Ban Giám khảo', `chấm vòng ${name}; sau đó Ban Tổ chức công bố kết quả`, judging);
    }
    case 'shortlisted':
      return finalist(programme, entry, now, step);
    case 'awarded':
      return end('Ban Tổ chức đã công bố giải. Giấy chứng nhận tải được ở trang này khi đã phát hành.');
    case 'not-shortlisted':
    case 'not-awarded':
      return end('Ban Tổ chức đã công bố kết quả. Cảm ơn bạn đã tham gia Cuộc thi.');
    case 'withdrawn':
      return end(
        intakeStatus === 'open'
          ? 'Bài đã được rút. Bạn có thể mở lại bản nháp khi còn thời gian nhận hồ sơ.'
          : 'Bài đã được rút và không dự thi nữa.',
      );
    case 'disqualified':
      return end(`Sản phẩm không dự thi nữa.${because}`);
  }
}

type Step = (who: string, what: string, until: Period | null, yours?: boolean) => NextStep;

function withUnit(
  { unitName, unitDecision }: ProgressFacts,
  closed: boolean,
  step: Step,
  end: (what: string, label?: string) => NextStep,
  intake: Period | null,
): NextStep {
  const unit = unitName ?? 'Đơn vị';
  if (unitDecision === 'reject') return end(`${unit} không chọn sản phẩm này để gửi về tỉnh.`, 'Đơn vị không chọn gửi');
  if (closed) return step('Tổ Thư ký', `xem lại sản phẩm mà ${unit} chưa gửi về tỉnh`, null);
  return unitDecision === 'accept'
    ? step(unit, 'gửi sản phẩm đã chọn về tỉnh', intake)
    : step(unit, 'sơ loại, chọn gửi về tỉnh hoặc trả lại để bổ sung', intake);
}

function finalist(programme: Rules, entry: ProgressFacts, now: Date, step: Step): NextStep {
  const [refinement, final] = [periodOf(programme, 'refinement'), periodOf(programme, 'final')];
  const status = refinement ? periodStatus(refinement, now) : 'closed';
  if (final && periodStatus(final, now) === 'closed')
    return step('Ban Tổ chức', 'quyết định và công bố giải', periodOf(programme, 'decision'));
  if (refinement && status === 'upcoming')
    return step(
      'Tác giả',
      `chuẩn bị hồ sơ hoàn thiện; gửi được từ ${formatDateWeekday(refinement.from)}`,
      refinement,
      true,
    );
  if (status === 'open' && !entry.refinedAt)
    return step('Tác giả', 'hoàn thiện sản phẩm và gửi hồ sơ hoàn thiện', refinement, true);
  if (status === 'open')
    return step('Ban Tổ chức', 'chuẩn bị vòng thi; bạn vẫn sửa và gửi lại được đến hết hạn', refinement);
  // an order is drawn for those who come and present
  if (!programme.rounds.some((round) => round.kind === 'final' && round.drawnOrder))
    return step('Ban Giám khảo', `chấm vòng ${roundName(programme, 'final', 'chung kết')}`, final);
  return step('Tác giả', 'trình bày trực tiếp và trả lời Ban Giám khảo theo lịch của Ban Tổ chức', final, true);
}
