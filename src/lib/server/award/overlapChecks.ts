import type { Check } from '#lib/domain/award/checks.ts';
import { gradeOverlap, judgementHolds, type Overlap, overlapClause } from '#lib/domain/award/overlap.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { formIn } from '../catalogue/queries.ts';
import { callOf, candidates, decisionVi, type Looking } from './looking.ts';

interface Found {
  id: string;
  with: { recordId: string } | { otherId: string };
  overlap: Overlap;
  title: string;
  source: string;
  why: string | null;
  links: Check['links'];
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
  return candidates(at).flatMap(({ subject, why }): Found[] => {
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
          with: { recordId: record.id },
          overlap,
          title: `Đã được tặng ${record.formName}`,
          source: `${record.subjectName}: ${record.formName}, ${decisionVi(record)}, ${record.issuer}`,
          why,
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
          with: { otherId: rival.id },
          overlap,
          title: `Đang được đề nghị ${formName}`,
          source: seen
            ? `${rival.subjectName}: hồ sơ ${rival.code}, ${rival.unitName} đề nghị, ${rival.callName}`
            : `một đơn vị khác đã đề nghị trong đợt ${rival.callName}; cơ quan thường trực biết đơn vị nào`,
          why,
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

/** One achievement is not commended twice or in several forms. */
export function overlapChecks(at: Looking): Check[] {
  const judged = at.facts.judgements.get(at.dossier.id) ?? [];
  return overlapsOf(at).map(({ id, with: other, overlap, title, source, why, links }): Check => {
    const found = judged.find((one) =>
      'recordId' in other ? one.recordId === other.recordId : one.otherId === other.otherId,
    );
    const holds = found?.likeness != null && judgementHolds(found.likeness, overlap.likeness);
    const level = !holds ? overlap.level : found.verdict === 'same' ? 'block' : 'note';
    const verdict =
      found?.verdict && found.judgedAt
        ? `${found.judgedByName} kết luận ngày ${formatDate(found.judgedAt)}: ${found.verdict === 'same' ? 'cùng một thành tích' : 'thành tích khác nhau'}. Lý do: ${found.reason}${holds ? '' : ' Nội dung đã sửa giống hơn trước nên cần kết luận lại.'}`
        : found?.askedAt
          ? `Đơn vị đã giải trình ngày ${formatDate(found.askedAt)}, đang chờ cơ quan thẩm định kết luận.`
          : null;
    return {
      id,
      level,
      title,
      text:
        holds && found.verdict === 'same'
          ? 'Cơ quan thẩm định kết luận đây là cùng một thành tích. Hãy rút hồ sơ hoặc thay thành tích đề nghị.'
          : advice[level],
      reasons: [
        why
          ? `có thể là cùng một ${at.dossier.subjectKind === 'individual' ? 'người' : 'tập thể, hộ'}: ${why}`
          : `cùng ${at.dossier.subjectKind === 'individual' ? 'một người' : 'một tập thể, hộ'}`,
        source,
        ...overlap.reasons,
        ...(verdict ? [verdict] : []),
      ],
      clause: overlapClause,
      links: [...links, { href: `/xet-khen/doi-chieu/${at.dossier.id}#${id.replace(':', '-')}`, text: 'Đối chiếu' }],
    };
  });
}
