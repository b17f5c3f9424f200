/** The decision and its list on paper, in the form of Nghị định 30/2020/NĐ-CP. */
import { countToken, countWords } from '#lib/domain/award/decision.ts';
import { subjectKindNames } from '#lib/domain/award/path.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import type { AdministrativePaper, PaperTable } from '#lib/domain/document/types.ts';
import { slugify } from '#lib/domain/kernel/text.ts';
import { formatDateLong, localParts } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { administrativeDocx, administrativePdf } from '../../platform/documents/index.ts';
import { openCall } from '../room.ts';
import type { StoredCall } from '../scope.ts';
import { type DecisionLine, linesOf, requireDecision, type StoredDecision } from './queries.ts';

const kinds = Object.keys(subjectKindNames) as SubjectKind[];
const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];
const two = (n: number) => String(n).padStart(2, '0');

/** Tables of the list: by form where there are several, by kind of subject; numbers run through. */
function listTables(lines: readonly DecisionLine[]): PaperTable[] {
  const forms = [...new Set(lines.map((line) => line.printed.formName))];
  let group = 0;
  let no = 0;
  return forms.flatMap((form) =>
    kinds.flatMap((kind) => {
      const rows = lines.filter((line) => line.printed.formName === form && line.printed.kind === kind);
      if (rows.length === 0) return [];
      const title = `${roman[group] ?? String(group + 1)}. ${forms.length > 1 ? `${form} - ` : ''}${subjectKindNames[kind]} (${two(rows.length)})`;
      group += 1;
      return [
        {
          title: forms.length > 1 ? title : title.toLocaleUpperCase('vi'),
          columns: [
            { label: 'TT', numeric: true, weight: 0.7 },
            {
              label: kind === 'collective' ? 'Tên tập thể' : kind === 'household' ? 'Hộ gia đình' : 'Họ và tên',
              weight: 3.2,
            },
            {
              label: kind === 'individual' ? 'Chức vụ, đơn vị' : kind === 'household' ? 'Địa chỉ' : 'Đơn vị',
              weight: 3.6,
            },
            { label: 'Thành tích', weight: 4.2 },
          ],
          rows: rows.map((line) => {
            no += 1;
            return [
              String(no),
              line.printed.name,
              line.printed.place || (kind === 'collective' ? line.unitName : ''),
              line.printed.citation,
            ];
          }),
        },
      ];
    }),
  );
}

/** The decision as a paper; before it has its number it says that it is a draft. */
function decisionPaper(
  call: Pick<StoredCall, 'doc'>,
  decision: StoredDecision,
  lines: readonly DecisionLine[],
  madeAt: Date,
): AdministrativePaper {
  const { body, number, date } = decision;
  const year = date ? Number(date.slice(0, 4)) : localParts(madeAt).y;
  const count = countWords(lines.map((line) => line.printed.kind));
  const articles = body.articles.map((text) => text.replaceAll(countToken, count));
  if (articles.length > 0) articles[articles.length - 1] = `${articles.at(-1)!.replace(/[./]+$/u, '')}./.`;
  return {
    head: {
      kind: 'state',
      ...(body.head.parent ? { parent: body.head.parent } : {}),
      issuer: body.head.issuer,
      number,
      place: body.head.place,
      date,
      year,
      draft: decision.state === 'draft',
    },
    name: 'Quyết định',
    about: decision.title,
    basis: body.basis,
    opening: [],
    decides: { by: call.doc.authority.title, articles },
    sections: [],
    closing: [],
    receivers: body.receivers,
    signer: { capacity: body.capacity, name: body.signer || null },
    appendices: [
      {
        title: 'Danh sách khen thưởng',
        note: `(Kèm theo Quyết định số ${number ?? '………'} ${date ? formatDateLong(date) : `ngày …… tháng …… năm ${year}`} của ${call.doc.authority.title})`,
        landscape: false,
        tables: listTables(lines),
      },
    ],
    madeAt,
  };
}

/** The paper for download. @throws RuleError 'not-found' */
export async function decisionFile(
  ctx: Ctx,
  args: { slug: string; decisionId: string; format: 'pdf' | 'docx' },
): Promise<{ bytes: Uint8Array; name: string }> {
  const { call } = await openCall(ctx, args.slug);
  const decision = await requireDecision(ctx.app.db, call.id, args.decisionId);
  const paper = decisionPaper(call, decision, await linesOf(ctx.app.db, decision.id), decision.updatedAt);
  const name = `quyet-dinh-${slugify(decision.number ?? 'du-thao')}-${call.slug}.${args.format}`;
  return { bytes: await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper)), name };
}
