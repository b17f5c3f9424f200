/** Screening by the standing agency (K24-3): a checklist of the programme, a choice, and why not. */
import { RuleError } from '../kernel/errors.ts';
import { charCount, clean, cleanMultiline, joinVi } from '../kernel/text.ts';
import { clauseLabel } from '../programme/cite.ts';
import type { Programme } from '../programme/types.ts';
import { isClauseOf } from './clause.ts';

export type Agency = NonNullable<Programme['screening']['agency']>;

export type ItemVerdict = 'pass' | 'fail';
export type AgencyDecision = 'choose' | 'refuse';

export const itemVerdictLabels: Record<ItemVerdict, string> = { pass: 'Đạt', fail: 'Không đạt' };

export interface AgencyItem {
  verdict: ItemVerdict;
  note: string | null;
}

/** What the agency has noted about an entry; an item that is not there was not looked at. */
export interface AgencySheet {
  items: Record<string, AgencyItem>;
  decision: AgencyDecision | null;
  reason: string | null;
  clause: string | null;
}

/** Shortest reason, in characters: the author reads it and must be able to understand it. */
export const minAgencyReason = 20;
const maxText = 2000;

/** The round into which the agency chooses. */
export const finalName = ({ rounds }: Pick<Programme, 'rounds'>): string =>
  rounds.find((round) => round.kind === 'final')?.name ?? 'vòng sau';

export interface SheetInput {
  /** by item: 'pass', 'fail' or '' */
  verdicts: Record<string, string>;
  notes: Record<string, string>;
  decision: string;
  reason: string;
  clause: string;
  /** items that nobody has looked at yet count as passed */
  restPass?: boolean;
}

type Rules = Pick<Programme, 'clauses'>;

const cut = (text: string | undefined): string => [...cleanMultiline(text ?? '')].slice(0, maxText).join('');

function readItems(agency: Agency, input: SheetInput): Record<string, AgencyItem> {
  const items: Record<string, AgencyItem> = {};
  for (const { id } of agency.checklist) {
    const typed = input.verdicts[id];
    const verdict = typed === 'pass' || typed === 'fail' ? typed : input.restPass ? 'pass' : null;
    if (verdict) items[id] = { verdict, note: cut(input.notes[id]) || null };
  }
  return items;
}

const refuse = (code: string, field: string, message: string, clause?: string): never => {
  throw new RuleError({ code: `agency.${code}`, field, message, ...(clause ? { clause } : {}) });
};

/**
 * Reads a sheet as it was typed. Choosing needs every item passed; refusing needs an item that failed, or a reason of at
 * least 20 characters with its clause.
 * @param mustSay a reason is needed whatever is decided: it changes what authors were told
 * @throws RuleError agency.items-open, agency.items-failed, agency.reason, agency.clause
 */
export function readSheet(programme: Rules, agency: Agency, input: SheetInput, mustSay = false): AgencySheet {
  const items = readItems(agency, input);
  const reason = cut(input.reason) || null;
  const decision = input.decision === 'choose' || input.decision === 'refuse' ? input.decision : null;
  const clause = clauseLabel(programme, agency.clause);
  const failed = agency.checklist.filter((item) => items[item.id]?.verdict === 'fail');
  const open = agency.checklist.filter((item) => !items[item.id]);
  if (decision === 'choose' && failed.length > 0)
    refuse(
      'items-failed',
      `item.${failed[0]!.id}`,
      `Không chọn được: ${joinVi(failed.map((item) => `“${item.label}”`))} đang ghi không đạt.`,
      clauseLabel(programme, failed[0]!.clause),
    );
  if (decision === 'choose' && open.length > 0)
    refuse(
      'items-open',
      `item.${open[0]!.id}`,
      `Chưa chọn được: còn ${open.length} mục chưa xem. Hãy kết luận từng mục rồi chọn.`,
      clause,
    );
  const least = decision === 'refuse' && failed.length === 0;
  if ((least || mustSay || reason !== null) && charCount(reason ?? '') < minAgencyReason)
    refuse(
      'reason',
      'reason',
      least && reason === null
        ? `Không có mục nào không đạt thì ghi lý do không chọn, ít nhất ${minAgencyReason} ký tự. Tác giả sẽ đọc lý do này.`
        : `Lý do cần ít nhất ${minAgencyReason} ký tự (hiện có ${charCount(reason ?? '')}), để tác giả hiểu được.`,
      clause,
    );
  const cited =
    decision !== 'refuse' ? null : failed.length > 0 && input.clause === '' ? failed[0]!.clause : input.clause;
  if (cited !== null && !isClauseOf({ clauses: programme.clauses }, cited))
    refuse('clause', 'clause', 'Hãy chọn điều khoản làm căn cứ không chọn.');
  return { items, decision, reason, clause: cited };
}

/** Why an entry was not chosen, as its authors read it: the items that failed, then the agency's own words. */
export function whyRefused(programme: Rules, agency: Agency, sheet: AgencySheet): string {
  const bare = (words: string) => words.replace(/[.\s]+$/u, '');
  const failed = agency.checklist.flatMap((item) => {
    const own = sheet.items[item.id];
    if (own?.verdict !== 'fail') return [];
    return [
      `Không đạt “${item.label}” (${clauseLabel(programme, item.clause)})${own.note ? `: ${bare(own.note)}` : ''}.`,
    ];
  });
  const cited = sheet.clause && failed.length === 0 ? ` (${clauseLabel(programme, sheet.clause)})` : '';
  return [...failed, ...(sheet.reason ? [`${bare(sheet.reason)}${cited}.`] : [])].join('\n');
}

/** How far the sheet has come: 'choose', 'refuse', 'doing' (something is noted) or 'todo'. */
export type SheetState = AgencyDecision | 'doing' | 'todo';

export const sheetStates = ['todo', 'doing', 'choose', 'refuse'] as const;

export const sheetStateLabels: Record<SheetState, string> = {
  todo: 'Chưa xem',
  doing: 'Đang xem',
  choose: 'Chọn',
  refuse: 'Không chọn',
};

export const sheetStateTones = { todo: 'plain', doing: 'info', choose: 'good', refuse: 'warn' } as const;

export interface AgencyFilter {
  q: string;
  state: SheetState | '';
  page: number;
}

/** Reads the address of the list; what it cannot read counts as not said. */
export function readAgencyFilter(params: URLSearchParams): AgencyFilter {
  const state = params.get('ket-luan') ?? '';
  const page = Number(params.get('trang') ?? '1');
  return {
    q: clean(params.get('q') ?? '').slice(0, 100),
    state: sheetStates.find((one) => one === state) ?? '',
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
  };
}

/** The address of a filter, without what is at its default. */
export function writeAgencyFilter(filter: Partial<AgencyFilter>): string {
  const params = new URLSearchParams();
  if (filter.q) params.set('q', filter.q);
  if (filter.state) params.set('ket-luan', filter.state);
  if (filter.page && filter.page > 1) params.set('trang', String(filter.page));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
