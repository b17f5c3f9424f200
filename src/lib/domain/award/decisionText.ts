/** What a draft decision proposes to say; people change all of it. */
import type { LawVersion, Statute } from '../catalogue/types.ts';
import { capitalise, clean, lowerFirst } from '../kernel/text.ts';
import { formatDateLong } from '../kernel/time.ts';
import { countToken } from './decision.ts';
import type { AwardCall, CallForm, DecisionBody } from './types.ts';

const validOn = (statute: Statute, day: string): boolean =>
  statute.from <= day && (statute.to === null || statute.to >= day);

/** Statutes of every version that are in force on a day, each once, in the order of the newest version that names them. */
function statutesOn(laws: readonly LawVersion[], day: string): Statute[] {
  const byId = new Map<string, Statute>();
  for (const law of laws.toReversed())
    for (const statute of law.statutes) if (!byId.has(statute.id)) byId.set(statute.id, statute);
  // what only governs statistics is no basis of a decision
  return [...byId.values()].filter((statute) => validOn(statute, day) && !/thống kê/iu.test(statute.title));
}

const issuers: [RegExp, string][] = [
  [/NĐ-CP$/u, 'Chính phủ'],
  [/TT-BNV$/u, 'Bộ trưởng Bộ Nội vụ'],
  [/TT-BTC$/u, 'Bộ trưởng Bộ Tài chính'],
];

/** "Nghị định số 152/2025/NĐ-CP ngày … của Chính phủ quy định …", "Luật Thi đua, khen thưởng số … ngày …" */
function cited(statute: Statute): string {
  const title = clean(statute.title);
  const dated = statute.issued ? ` ${formatDateLong(statute.issued)}` : '';
  const kind = /^(Nghị định|Thông tư)\s+/u.exec(title);
  if (!kind) return `Căn cứ ${title.includes(statute.number) ? title : `${title} số ${statute.number}`}${dated};`;
  const by = issuers.find(([pattern]) => pattern.test(statute.number))?.[1];
  return `Căn cứ ${kind[1]} số ${statute.number}${dated}${by ? ` của ${by}` : ''} ${title.slice(kind[0].length)};`;
}

/** Cited statutes that are not in force on the day of the decision: what to mend, one sentence each. */
export function basisProblems(basis: readonly string[], laws: readonly LawVersion[], day: string): string[] {
  const all = new Map(laws.flatMap((law) => law.statutes.map((one) => [one.id, one])));
  const text = basis.join('\n');
  return [...all.values()]
    .filter((one) => text.includes(one.number) && !validOn(one, day))
    .map((one) =>
      one.from > day
        ? `${one.number} chưa có hiệu lực vào ${formatDateLong(day)} (từ ${formatDateLong(one.from)}).`
        : `${one.number} đã hết hiệu lực vào ${formatDateLong(day)} (hết ngày ${formatDateLong(one.to!).replace(/^ngày /, '')}).`,
    );
}

/** "Chủ tịch Ủy ban nhân dân tỉnh Sơn La" decides for "Ủy ban nhân dân tỉnh Sơn La"; a head of an agency for the agency. */
const officeOf = (title: string, unitName: string): string => {
  const body = /^Chủ tịch\s+(?=Ủy ban|Uỷ ban|UBND)/u.exec(title);
  return body ? title.slice(body[0].length) : unitName;
};

/** The head's own capacity line: "CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "GIÁM ĐỐC". */
export const capacityOf = (title: string): string =>
  /^(Chủ tịch|Chánh Văn phòng|Giám đốc|Trưởng ban|Viện trưởng|Tổng Giám đốc|Hiệu trưởng|Cục trưởng|Chi cục trưởng)/iu
    .exec(title)?.[0]
    .toLocaleUpperCase('vi') ?? title.toLocaleUpperCase('vi');

const heads: [RegExp, string][] = [
  [/^Sở(?=\s)/u, 'Giám đốc '],
  [/^Văn phòng(?=\s)/u, 'Chánh '],
  [/^Phòng(?=\s)/u, 'Trưởng '],
  [/^Trung tâm(?=\s)/u, 'Giám đốc '],
];

/** Whoever heads an office: "Giám đốc Sở Nội vụ". */
const headOf = (name: string): string => `${heads.find(([pattern]) => pattern.test(name))?.[1] ?? ''}${name}`;

const given = (form: CallForm, isTitle: boolean): string =>
  isTitle && !/^Cờ(?=\s)/u.test(form.name) ? `Tặng danh hiệu “${form.name}”` : `Tặng ${form.name}`;

export interface ProposalInput {
  call: AwardCall;
  /** of the list, with whether the catalogue calls them titles */
  forms: { form: CallForm; isTitle: boolean }[];
  laws: readonly LawVersion[];
  /** ISO day on which the decision is expected */
  day: string;
  authority: { name: string; parent: string | null };
  standing: { name: string };
  /** "Sơn La" */
  place: string;
  /** movement or contest, "phong trào thi đua …"; null: a single occasion */
  programme: string | null;
}

/** Title and words of a new draft, from the call and the catalogue. */
export function proposeDecision(input: ProposalInput): { title: string; body: DecisionBody } {
  const { call, forms, laws, day, authority, standing } = input;
  const office = officeOf(call.authority.title, authority.name);
  const reason = input.programme
    ? `đã có thành tích xuất sắc trong ${lowerFirst(input.programme)}`
    : 'đã có thành tích xuất sắc';
  const what = forms.length === 1 ? lowerFirst(given(forms[0]!.form, forms[0]!.isTitle)) : 'khen thưởng';
  const articles =
    forms.length === 1
      ? [`${given(forms[0]!.form, forms[0]!.isTitle)} cho ${countToken} ${reason} (có danh sách kèm theo).`]
      : [`Khen thưởng ${countToken} ${reason}, theo danh hiệu, hình thức ghi trong danh sách kèm theo.`];
  return {
    title: `Về việc ${what}${input.programme ? ` trong ${lowerFirst(input.programme)}` : ''}`,
    body: {
      head: { parent: authority.parent ?? '', issuer: office, place: input.place },
      capacity: [capacityOf(call.authority.title)],
      signer: '',
      basis: [
        ...statutesOn(laws, day).map(cited),
        ...(call.guidance
          ? [
              `Căn cứ ${/^(hướng dẫn|công văn|kế hoạch|quyết định)/i.test(call.guidance.number) ? '' : 'Hướng dẫn số '}${call.guidance.number}${call.guidance.date ? ` ${formatDateLong(call.guidance.date)}` : ''} của ${call.guidance.issuer};`,
            ]
          : []),
        `Theo đề nghị của ${headOf(standing.name)}.`,
      ],
      articles: [
        ...articles,
        'Mức tiền thưởng kèm theo danh hiệu, hình thức khen thưởng thực hiện theo quy định hiện hành, chi từ Quỹ thi đua, khen thưởng.',
        `Quyết định này có hiệu lực kể từ ngày ký. ${headOf(standing.name)}, thủ trưởng các cơ quan, đơn vị có liên quan và các tập thể, cá nhân, hộ gia đình có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.`,
      ],
      receivers: ['Như Điều 3;', `${capitalise(standing.name)};`, 'Lưu: VT.'],
    },
  };
}
