/** Each check in words. What a nominating unit reads says nothing of the matter behind a barrier. */
import { barrierClause, barrierNames, barrierStands, countsFrom } from '#lib/domain/award/barrier.ts';
import type { Check } from '#lib/domain/award/checks.ts';
import { revokedClaims, uncounted } from '#lib/domain/award/claims.ts';
import { priorityOf } from '#lib/domain/award/priority.ts';
import type { AwardForm } from '#lib/domain/catalogue/types.ts';
import { capitalise, joinVi } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { formIn, lawOn } from '../catalogue/queries.ts';
import { isNominee } from './interests.ts';
import { callOf, cited, decisionVi, type Looking, own, subjectsOf, whose } from './looking.ts';

/** Nobody is considered while something about them is being looked into; after discipline achievements count from its end. */
export function barrierChecks(at: Looking): Check[] {
  const { facts, insight, dossier, today } = at;
  const office = insight === 'office';
  const mine = new Set(own(at).map((one) => one.id));
  const likely = new Map(subjectsOf(at).flatMap(({ id, why }) => (why ? [[id, why] as const] : [])));
  const units = new Set(own(at).flatMap((one) => (one.isUnit || !one.unitId ? [] : [one.unitId])));
  const standing = facts.barriers.filter((one) => barrierStands(one, today));
  const basis = (one: (typeof standing)[number]) =>
    office
      ? [
          `${barrierNames[one.kind]}, từ ngày ${formatDate(one.fromOn)}${one.toOn ? ` đến ngày ${formatDate(one.toOn)}` : ''}`,
          `căn cứ: ${one.basis}`,
        ]
      : [];
  const links = (one: (typeof standing)[number]) =>
    office ? [{ href: `/xet-khen/truong-hop/${one.id}`, text: 'Xem trường hợp' }] : [];
  const ask = (one: (typeof standing)[number]) => (one.office ? ` Cơ quan nắm thông tin: ${one.office}.` : '');

  const checks = standing.flatMap((one): Check[] => {
    const base = { id: `barrier:${one.id}`, clause: barrierClause, reasons: basis(one), links: links(one) };
    if (mine.has(one.subjectId))
      return [
        {
          ...base,
          level: 'block',
          title: 'Chưa xét khen thưởng',
          text: `Có việc về ${whose(at)} đang được cơ quan có thẩm quyền xem xét. Hồ sơ được xét tiếp khi có kết luận.${ask(one)}`,
        },
      ];
    if (office && likely.has(one.subjectId))
      return [
        {
          ...base,
          level: 'warn',
          title: `Có thể là ${one.subjectName}, đang có việc được xem xét`,
          text: `Hai dòng trong sổ đối tượng: ${likely.get(one.subjectId)}. Hãy xác nhận có phải cùng một đối tượng không.`,
        },
      ];
    if (one.isUnit && one.unitId && units.has(one.unitId) && (office || dossier.details.leads))
      return [
        {
          ...base,
          level: dossier.details.leads ? 'warn' : 'note',
          title: 'Đơn vị nơi công tác đang có việc được xem xét',
          text: `Hãy xem ${whose(at)} có liên quan không.${ask(one)}`,
        },
      ];
    return [];
  });
  const from = countsFrom(
    facts.barriers.filter((one) => mine.has(one.subjectId)),
    today,
  );
  if (from !== null && from > dossier.periodFrom)
    checks.push({
      id: 'barrier:counts-from',
      level: 'warn',
      title: `Thành tích tính từ ngày ${formatDate(from)}`,
      text: `Kỳ thành tích của hồ sơ bắt đầu ngày ${formatDate(dossier.periodFrom)}. Phần trước ngày ${formatDate(from)} không được tính.`,
      reasons: [],
      clause: barrierClause,
      links: [],
    });
  return checks;
}

/** What the report names that counts for nothing: awards taken back; in a merit call unplanned and thematic ones. */
export function claimChecks(at: Looking): Check[] {
  const { dossier, facts, law, insight } = at;
  const records = own(at)
    .flatMap((one) => facts.records.get(one.id) ?? [])
    .map((one) => ({ ...one, revoked: one.revokedAt !== null }));
  const { claims } = dossier.report;
  const link = (id: string) =>
    insight === 'office' ? [{ href: `/xet-khen/so/ghi/${id}`, text: 'Xem trong sổ khen thưởng' }] : [];
  const revoked = revokedClaims(claims, records).map(
    ({ claim, record }): Check => ({
      id: `revoked:${record.id}`,
      level: 'block',
      title: `Báo cáo nêu khen thưởng đã bị thu hồi: ${record.formName}`,
      text: 'Hãy bỏ dòng này khỏi mục III của báo cáo thành tích.',
      reasons: [
        `báo cáo ghi: ${[claim.year, claim.formName, claim.decision].filter(Boolean).join(', ')}`,
        `sổ ghi: đã thu hồi${record.revokedDecision ? ` theo Quyết định số ${record.revokedDecision}` : ''}`,
      ],
      clause: 'Điều 93 Luật Thi đua, khen thưởng 2022',
      links: link(record.id),
    }),
  );
  if (callOf(at).doc.kind !== 'merit') return revoked;
  const idle = uncounted(claims, records, law.notForMerit.value);
  const groups = [
    { found: idle.filter((one) => one.claimed), level: 'warn' as const, id: 'merit:claimed' },
    { found: idle.filter((one) => !one.claimed), level: 'note' as const, id: 'merit:others' },
  ].filter((group) => group.found.length > 0);
  return [
    ...revoked,
    ...groups.map(
      ({ found, level, id }): Check => ({
        id,
        level,
        title:
          level === 'warn'
            ? 'Báo cáo dựa vào khen thưởng không được tính cho công trạng'
            : 'Khen thưởng trong sổ không được tính cho công trạng',
        text: 'Kết quả khen thưởng đột xuất, thi đua theo chuyên đề không dùng làm căn cứ đề nghị cấp trên khen thưởng công trạng.',
        reasons: found.map(({ record }) => `${record.formName}, ${decisionVi(record)}`),
        clause: cited(law.notForMerit),
        links: found.flatMap(({ record }) => link(record.id)).slice(0, 5),
      }),
    ),
  ];
}

/** Nobody judges in their own matter. */
export function interestChecks(at: Looking): Check[] {
  const { dossier, facts } = at;
  if (dossier.subjectKind !== 'individual') return [];
  const call = callOf(at);
  const nominee = {
    personIds: new Set(own(at).flatMap((one) => one.personId ?? [])),
    name: dossier.subjectName,
  };
  const deciding = new Set(call.doc.path.flatMap((step) => (step.kind === 'decision' ? [step.unit] : [])));
  const voting = new Set(call.doc.path.flatMap((step) => (step.kind === 'council' ? [step.unit] : [])));
  const found = facts.seats.flatMap((seat) => {
    const how = isNominee(nominee, seat);
    if (!how) return [];
    const own = seat.unitId === dossier.unitId;
    const what =
      seat.as === 'council'
        ? voting.has(seat.unitCode) || own
          ? `thành viên ${seat.councilName}`
          : null
        : deciding.has(seat.unitCode)
          ? 'người có thẩm quyền quyết định khen thưởng'
          : own
            ? 'lãnh đạo đơn vị đề nghị'
            : null;
    return what ? [{ what, sure: how === 'surely' }] : [];
  });
  const signer = facts.signers.get(dossier.submissionId);
  if (signer && isNominee(nominee, { personId: null, name: signer }))
    found.push({ what: 'người ký tờ trình của đơn vị', sure: false });
  if (found.length === 0) return [];
  const roles = [...new Set(found.map((one) => one.what))];
  return [
    {
      id: 'interest',
      level: 'warn',
      title: found.some((one) => one.sure)
        ? `Người được đề nghị là ${joinVi(roles)}`
        : `Trùng họ tên với ${joinVi(roles)}`,
      text: 'Người này không biểu quyết, không ký và không quyết định đối với hồ sơ của chính mình; việc đó giao người khác.',
      reasons: found.map((one) =>
        one.sure ? `${one.what}: cùng tài khoản` : `${one.what}: trùng họ tên, cần xác nhận`,
      ),
      clause: 'Điều 5 khoản 2 điểm a Luật Thi đua, khen thưởng 2022',
      links: [],
    },
  ];
}

/** Who is preferred among equals: shown, never decided. */
export function priorityChecks(at: Looking): Check[] {
  const { dossier, law } = at;
  const [self] = own(at);
  const gender = dossier.details.gender ?? self?.gender ?? null;
  const why = priorityOf({ kind: dossier.subjectKind, details: { ...dossier.details, gender } }, law.womenShare.value);
  const checks: Check[] = [];
  if (why)
    checks.push({
      id: 'priority:women',
      level: 'note',
      title: 'Ưu tiên khi các trường hợp đủ điều kiện ngang nhau',
      text: `${why} Việc ưu tiên do Hội đồng và người có thẩm quyền quyết định.`,
      reasons: [],
      clause: cited(law.womenShare),
      links: [],
    });
  if (dossier.subjectKind === 'individual' && dossier.details.leads === false)
    checks.push({
      id: 'priority:worker',
      level: 'note',
      title: 'Người trực tiếp làm việc, không giữ chức vụ lãnh đạo',
      text: 'Khen thưởng chú trọng người trực tiếp lao động, sản xuất, công tác; hướng dẫn của đợt xét có thể ưu tiên thêm.',
      reasons: [],
      clause: 'Điều 5 khoản 2 điểm d Luật Thi đua, khen thưởng 2022',
      links: [],
    });
  return checks;
}

/** Whether a part of the dossier that the law asks for is there. */
function isThere(at: Looking, part: AwardForm['dossier'][number]): boolean {
  const { dossier, facts } = at;
  const filed = (role: string) =>
    facts.files.has(`${dossier.id} ${role}`) || facts.files.has(`${dossier.submissionId} ${role}`);
  if (filed(part.id) || filed(part.is)) return true;
  if (part.is === 'report') return dossier.report.achievements.trim() !== '';
  return part.is === 'initiative' && dossier.report.initiatives.length > 0;
}

/** Missing parts, own data that the subject has not confirmed or objects to, and the law that changes on the way. */
export function completenessChecks(at: Looking): Check[] {
  const { dossier, facts, law, today } = at;
  const checks: Check[] = [];
  const form = formIn(law, dossier.formId);
  const missing = form?.dossier.filter((part) => part.required && !isThere(at, part)) ?? [];
  if (missing.length > 0)
    checks.push({
      id: 'parts',
      level: 'warn',
      title: `Thiếu thành phần hồ sơ: ${joinVi(missing.map((part) => part.name))}`,
      text: 'Hãy tải lên đủ trước khi nộp; hồ sơ thiếu bị trả lại.',
      reasons: missing.map((part) => `${part.name} (${part.clause})`),
      clause: missing[0]!.clause,
      links: [],
    });
  if (dossier.objection)
    checks.push({
      id: 'objection',
      level: 'warn',
      title: `${capitalise(whose(at))} cho biết thông tin chưa đúng`,
      text: 'Hãy sửa hoặc làm rõ trước khi xét.',
      reasons: [dossier.objection],
      clause: 'Điều 15 Luật Thi đua, khen thưởng 2022',
      links: [],
    });
  else if (dossier.subjectKind === 'individual' && !dossier.confirmedAt)
    checks.push({
      id: 'unconfirmed',
      level: 'warn',
      title: 'Người được đề nghị chưa xác nhận thông tin của mình',
      text: 'Gửi liên kết xác nhận, hoặc ghi nhận bản xác nhận trên giấy.',
      reasons: [],
      clause: 'Điều 5 khoản 2 điểm a Luật Thi đua, khen thưởng 2022',
      links: [],
    });
  const newer = lawOn(facts.laws, today);
  if (
    dossier.lawId &&
    dossier.receivedAt &&
    newer.id !== dossier.lawId &&
    newer.from > isoDateLocal(dossier.receivedAt)
  )
    checks.push({
      id: 'law',
      level: 'note',
      title: `Hồ sơ nhận ngày ${formatDate(dossier.receivedAt)}, xét theo ${law.name}`,
      text: newer.transition?.unlessMoreFavourable
        ? `Từ ngày ${formatDate(newer.from)} có ${newer.name}. Quy định mới có lợi hơn thì người có thẩm quyền chọn áp dụng và ghi lý do.`
        : `Từ ngày ${formatDate(newer.from)} có ${newer.name}.`,
      reasons: newer.transition ? [newer.transition.text] : [],
      clause: newer.transition ? cited(newer.transition) : newer.name,
      links: [],
    });
  return checks;
}
