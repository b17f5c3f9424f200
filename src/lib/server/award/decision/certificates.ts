/** Certificates of issued decisions: all of one as one file, or single ones again with a reason. */
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import type { Diploma } from '#lib/domain/document/types.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { slugify } from '#lib/domain/kernel/text.ts';
import { formatDateLong } from '#lib/domain/kernel/time.ts';
import { formIn, lawById, lawsOf } from '../../catalogue/queries.ts';
import { act } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { diplomaBatch } from '../../platform/documents/index.ts';
import { requireAllowed } from '../../platform/policy.ts';
import { layoutFor } from '../layouts.ts';
import { openCall } from '../room.ts';
import { mayWorkAt, type StoredCall } from '../scope.ts';
import { readReason } from './decide.ts';
import {
  type DecisionLine,
  decisionStep,
  decisionsOf,
  linesOf,
  requireDecision,
  type StoredDecision,
} from './queries.ts';

/** "Bằng khen của Chủ tịch …" is printed as "Bằng khen": whose it is stands above. */
const shortForm = (name: string): string => name.split(' của ')[0]!;

const honorific = (kind: SubjectKind, gender: string | null | undefined, name: string): string =>
  kind !== 'individual' || /^(Ông|Bà|Anh|Chị|Em)\s/u.test(name)
    ? name
    : gender === 'female'
      ? `Bà ${name}`
      : gender === 'male'
        ? `Ông ${name}`
        : name;

function diplomaOf(
  call: StoredCall,
  decision: StoredDecision,
  line: DecisionLine & { gender: string | null },
  isTitle: boolean,
  origin: string,
): Diploma {
  const { body, number, date } = decision;
  return {
    texts: {
      motto: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc',
      authority: call.doc.authority.title,
      verb: isTitle && !/^Cờ\s/u.test(line.printed.formName) ? 'Tặng danh hiệu' : 'Tặng',
      form: shortForm(line.printed.formName),
      name: honorific(line.printed.kind, line.gender, line.printed.name),
      place: line.printed.place,
      citation: line.printed.citation,
      decision: `Quyết định số ${number} ${formatDateLong(date!)}`,
      golden: line.goldenNo ? `Số sổ vàng: ${line.goldenNo}` : '',
      dated: `${body.head.place}, ${formatDateLong(date!)}`,
      capacity: body.capacity.join('\n'),
      signer: body.signer,
    },
    verification: { url: `${origin}/xac-minh/${line.certificateCode}`, code: line.certificateCode! },
  };
}

/** Issued decisions of a call, and the certificates of one of them. */
export async function certificatesView(ctx: Ctx, args: { slug: string; decisionId: string | null }) {
  const { call, scope } = await openCall(ctx, args.slug);
  const { db } = ctx.app;
  const issued = (await decisionsOf(db, call.id)).filter((one) => one.state === 'issued');
  const chosen = issued.find((one) => one.id === args.decisionId) ?? issued[0] ?? null;
  if (!chosen) return { decisions: [], chosen: null, lines: [], layouts: [], can: null };
  const lines = (await linesOf(db, chosen.id)).filter((line) => line.recordId !== null);
  const layouts = await Promise.all(
    [...new Set(lines.map((line) => line.formId))].map(async (formId) => ({
      formId,
      name: lines.find((line) => line.formId === formId)!.printed.formName,
      layout: (await layoutFor(db, chosen.authorityUnitId, formId)).name,
    })),
  );
  return {
    decisions: issued.map(({ id, number, date, title, lines: count }) => ({ id, number, date, title, count })),
    chosen: {
      id: chosen.id,
      number: chosen.number!,
      date: chosen.date!,
      title: chosen.title,
      authorityUnitId: chosen.authorityUnitId,
    },
    lines: lines.map((line) => ({
      dossierId: line.dossierId,
      name: line.printed.name,
      place: line.printed.place || line.unitName,
      formName: line.printed.formName,
      goldenNo: line.goldenNo,
      code: line.certificateCode,
      revoked: line.revokedAt !== null,
    })),
    layouts,
    can: mayWorkAt(scope, call, decisionStep(call, scope, chosen.authorityUnitId)),
  };
}

interface Print {
  slug: string;
  decisionId: string;
  /** null: all that are in force */
  dossierId: string | null;
  /** why a single one is printed again */
  reason: string;
  origin: string;
}

/**
 * Certificates as one PDF, piece by piece. Printing is written down: who, when, how many, why again.
 * @throws RuleError 'not-found', 'award.revoked', 'award.reason'
 */
export async function printCertificates(
  ctx: Ctx,
  args: Print,
): Promise<{ pieces: AsyncGenerator<Buffer>; name: string }> {
  const { call, scope } = await openCall(ctx, args.slug);
  const { db } = ctx.app;
  const decision = await requireDecision(db, call.id, args.decisionId);
  requireAllowed(mayWorkAt(scope, call, decisionStep(call, scope, decision.authorityUnitId)));
  if (decision.state !== 'issued')
    throw new RuleError({
      code: 'award.not-issued',
      status: 409,
      message: 'Quyết định chưa ban hành nên chưa in giấy được.',
    });
  const all = (await linesOf(db, decision.id)).filter((line) => line.recordId !== null);
  const wanted =
    args.dossierId === null
      ? all.filter((line) => !line.revokedAt)
      : all.filter((line) => line.dossierId === args.dossierId);
  if (wanted.length === 0) throw notFound('Giấy này');
  if (wanted.some((line) => line.revokedAt))
    throw new RuleError({
      code: 'award.revoked',
      status: 410,
      message: 'Khen thưởng này đã bị thu hồi nên không in giấy được.',
    });
  const reason = args.dossierId === null ? null : readReason(args.reason);
  const [laws, genders] = await Promise.all([
    lawsOf(db),
    db
      .selectFrom('award_subject')
      .select(['id', 'gender'])
      .where(
        'id',
        'in',
        wanted.map((line) => line.subjectId),
      )
      .execute(),
  ]);
  const law = lawById(laws, decision.lawId);
  const genderOf = new Map(genders.map((row) => [row.id, row.gender]));
  const groups = await Promise.all(
    [...Map.groupBy(wanted, (line) => line.formId)].map(async ([formId, its]) => ({
      layout: await layoutFor(db, decision.authorityUnitId, formId),
      diplomas: its.map((line) =>
        diplomaOf(
          call,
          decision,
          { ...line, gender: genderOf.get(line.subjectId) ?? null },
          formIn(law, line.formId)?.is === 'title',
          ctx.app.config.origin ?? args.origin,
        ),
      ),
    })),
  );
  await act(
    ctx,
    {
      act: 'award.print-certificates',
      programmeId: call.programmeId,
      subject: { kind: 'award-decision', id: decision.id },
      summary: reason
        ? `In lại giấy của hồ sơ ${wanted[0]!.code}, Quyết định số ${decision.number}.`
        : `In ${wanted.length} giấy của Quyết định số ${decision.number}.`,
      changes: {
        count: wanted.length,
        layouts: groups.map(({ layout }) => layout.name),
        ...(reason ? { reason } : {}),
      },
    },
    async () => {},
  );
  return {
    pieces: diplomaBatch(groups, {
      title: `${shortForm(wanted[0]!.printed.formName)}, Quyết định số ${decision.number}`,
      author: call.doc.authority.title,
      madeAt: decision.issuedAt!,
    }),
    name: `giay-${slugify(decision.number!)}${wanted.length === 1 ? `-${slugify(wanted[0]!.code)}` : ''}.pdf`,
  };
}
