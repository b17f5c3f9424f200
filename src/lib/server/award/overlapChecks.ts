import type { Check } from '#lib/domain/award/checks.ts';
import { gradeOverlap, judgementHolds, type Overlap, overlapClause } from '#lib/domain/award/overlap.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { formIn } from '../catalogue/queries.ts';
import type { CheckFacts } from './checkFacts.ts';
import { callOf, decisionVi, type Looking, subjectsOf } from './looking.ts';

/** Another award or dossier that may be for the same achievement. */
export interface Found {
  id: string;
  recordId: string | null;
  /** the other dossier; of a record the one from which it came */
  otherId: string | null;
  overlap: Overlap;
  title: string;
  source: string;
  why: string | null;
  links: Check['links'];
  /** its words, beside those of the dossier; null: another unit's, which this reader may not see */
  words: { citation: string; achievements: string | null; period: { from: string; to: string } | null } | null;
}

/** Awards and dossiers that may be for the same achievement, without regard to judgements. */
export function overlapsOf(at: Looking): Found[] {
  const { dossier, facts, insight } = at;
  const call = callOf(at);
  const mine = {
    formId: dossier.formId,
    programmeId: call.programmeId,
    callId: call.id,
    period: { from: dossier.periodFrom, to: dossier.periodTo },
    citation: dossier.report.citation,
    achievements: dossier.report.achievements,
  };
  return subjectsOf(at).flatMap((subject): Found[] => {
    const { why } = subject;
    const records = (facts.records.get(subject.id) ?? []).flatMap((record): Found[] => {
      // a prize from which the dossier came is its ground, and what was taken back counts as not given
      if (record.revokedAt || record.dossierId === dossier.id || (record.awardId && record.awardId === dossier.awardId))
        return [];
      const overlap = gradeOverlap(
        mine,
        {
          ...record,
          period: record.periodFrom && record.periodTo ? { from: record.periodFrom, to: record.periodTo } : null,
          isPrize: record.formIs === 'prize',
          callId: null,
        },
        subject.itself,
      );
      if (!overlap) return [];
      return [
        {
          id: `overlap:${record.id}`,
          recordId: record.id,
          otherId: record.dossierId,
          overlap,
          title: `Đã được tặng ${record.formName}`,
          source: `${record.subjectName}: ${record.formName}, ${decisionVi(record)}, ${record.issuer}`,
          why,
          words: {
            citation: record.citation,
            achievements: record.achievements,
            period: record.periodFrom && record.periodTo ? { from: record.periodFrom, to: record.periodTo } : null,
          },
          links:
            insight === 'office' ? [{ href: `/xet-khen/so/ghi/${record.id}`, text: 'Xem trong sổ khen thưởng' }] : [],
        },
      ];
    });
    const rivals = (facts.rivals.get(subject.id) ?? []).flatMap((rival): Found[] => {
      const ownUnit = rival.unitId === dossier.unitId;
      // what another unit is still writing is its own business
      if (rival.id === dossier.id || (rival.state === 'draft' && !ownUnit)) return [];
      const rivalCall = facts.calls.get(rival.callId);
      const formName =
        rivalCall?.doc.forms.find((one) => one.formId === rival.formId)?.name ??
        formIn(at.law, rival.formId)?.name ??
        rival.formId;
      const graded = gradeOverlap(
        mine,
        {
          ...rival,
          formName,
          period: { from: rival.periodFrom, to: rival.periodTo },
          year: Number(rival.periodTo.slice(0, 4)),
          isPrize: false,
        },
        subject.itself,
      );
      if (!graded) return [];
      const overlap: Overlap =
        graded.level === 'block' && rival.state === 'draft' ? { ...graded, level: 'warn' } : graded;
      const seen = insight === 'office' || ownUnit;
      return [
        {
          id: `overlap:${rival.id}`,
          recordId: null,
          otherId: rival.id,
          overlap,
          title: `Đang được đề nghị ${formName}`,
          source: seen
            ? `${rival.subjectName}: hồ sơ ${rival.code}, ${rival.unitName} đề nghị, ${rival.callName}`
            : `một đơn vị khác đã đề nghị trong đợt ${rival.callName}; cơ quan thường trực biết đơn vị nào`,
          why,
          words: seen
            ? {
                citation: rival.citation,
                achievements: rival.achievements,
                period: { from: rival.periodFrom, to: rival.periodTo },
              }
            : null,
          links: !seen
            ? []
            : insight === 'office' && rival.state !== 'draft'
              ? [{ href: `/xet-khen/dot/${rival.callSlug}/ho-so/${rival.id}`, text: `Mở hồ sơ ${rival.code}` }]
              : [
                  {
                    href: `/xet-khen/don-vi/${rival.unitId}/${rival.callSlug}/${rival.id}`,
                    text: `Mở hồ sơ ${rival.code}`,
                  },
                ],
        },
      ];
    });
    return [...records, ...rivals];
  });
}

const advice: Record<Check['level'], string> = {
  block:
    'Cùng hình thức hoặc cùng đợt, cùng kỳ, cùng nội dung: chưa nộp hoặc quyết định được cho đến khi cơ quan thẩm định kết luận đây là thành tích khác, có lý do.',
  warn: 'Cần người thẩm định xem có phải cùng một thành tích không.',
  note: 'Có khen thưởng khác trong kỳ này. Nêu để đối chiếu.',
};

export type Judgement = NonNullable<ReturnType<CheckFacts['judgements']['get']>>[number];

/** What somebody has said of the pair, and whether it still holds for the texts as they are now. */
export function judgementOn(at: Looking, found: Found): { said: Judgement; holds: boolean; pending: boolean } | null {
  const { dossier, facts } = at;
  const said =
    facts.judgements
      .get(dossier.id)
      ?.find(
        (one) =>
          (one.recordId !== null && one.recordId === found.recordId) ||
          (one.otherId !== null && one.otherId === found.otherId),
      ) ??
    // two dossiers that differ do so whichever of them is looked at; which of two for one achievement goes is another question
    facts.judgements.get(found.otherId ?? '')?.find((one) => one.otherId === dossier.id && one.verdict === 'distinct');
  if (!said) return null;
  return {
    said,
    holds: said.likeness !== null && judgementHolds(said.likeness, found.overlap.likeness),
    pending: said.askedAt !== null && (said.judgedAt === null || said.judgedAt < said.askedAt),
  };
}

/** What was said of the pair, in one sentence a speaker. */
function saidVi({ said, holds, pending }: NonNullable<ReturnType<typeof judgementOn>>): string[] {
  const judged =
    said.judgedAt &&
    `${said.judgedByName} kết luận ngày ${formatDate(said.judgedAt)}: ${said.verdict === 'same' ? 'cùng một thành tích' : 'thành tích khác nhau'}. Lý do: ${said.reason}${holds ? '' : ' Nội dung đã sửa giống hơn trước nên cần kết luận lại.'}`;
  const asked =
    pending && `Đơn vị đã giải trình ngày ${formatDate(said.askedAt!)}, đang chờ cơ quan thẩm định kết luận.`;
  return [judged, asked].filter((one) => typeof one === 'string');
}

/** A finding with what was said of it. */
export function overlapCheck(at: Looking, found: Found): Check {
  const { id, overlap, title, source, why, links } = found;
  const judgement = judgementOn(at, found);
  const verdict = judgement?.holds ? judgement.said.verdict : null;
  const level = verdict === 'same' ? 'block' : verdict === 'distinct' ? 'note' : overlap.level;
  const one = { individual: 'một người', collective: 'một tập thể', household: 'một hộ' }[at.dossier.subjectKind];
  return {
    id,
    level,
    title,
    text:
      verdict === 'same'
        ? 'Cơ quan thẩm định kết luận đây là cùng một thành tích. Hãy rút hồ sơ hoặc thay thành tích đề nghị.'
        : verdict === 'distinct'
          ? 'Cơ quan thẩm định kết luận đây là thành tích khác nhau.'
          : advice[overlap.level],
    reasons: [
      why ? `có thể là cùng ${one}: ${why}` : `cùng ${one}`,
      source,
      ...overlap.reasons,
      ...(judgement ? saidVi(judgement) : []),
    ],
    clause: overlapClause,
    links: [...links, { href: `/xet-khen/doi-chieu/${at.dossier.id}#${id.replace(':', '-')}`, text: 'Đối chiếu' }],
  };
}

/** One achievement is not commended twice or in several forms. */
export const overlapChecks = (at: Looking): Check[] => overlapsOf(at).map((found) => overlapCheck(at, found));
