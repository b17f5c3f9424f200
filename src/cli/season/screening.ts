import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { acceptEntry, decideFinding, disqualifyEntry, returnEntry, takeOver } from '#lib/server/screening/check.ts';
import { checksOf } from '#lib/server/screening/facts.ts';
import { forwardEntries } from '#lib/server/screening/forward.ts';
import { reviewEntry, setRanks } from '#lib/server/screening/review.ts';
import { castMember, castUnit } from './cast.ts';
import type { Entries, PlannedEntry } from './entries.ts';
import { appoint, newPerson, ofCast } from './people.ts';
import { pdfFile, upload } from './uploads.ts';
import { at, daysLater, duringDay, type World, type WorldUnit } from './world.ts';

/** Asks the author of a returned entry to hand in again; planned by `intake.ts`. */
export type Resubmit = (entry: PlannedEntry, when: Date) => void;

/** Units screen (K26-4a), the secretariat checks; both as entries come in, the units in waves. */
export function planScreening(world: World, entries: Entries, resubmit: Resubmit): void {
  const units = [...new Map(entries.all.flatMap((e) => (e.unit ? [[e.unit.id, e.unit] as const] : []))).values()];
  const coordinators = new Map<string, string>();
  world.agenda.at(at('2026-02-11 09:00:00'), async () => {
    for (const unit of units) {
      const own = unit.code === castUnit;
      const id = await appointCoordinator(world, unit, own);
      coordinators.set(unit.id, id);
      world.people.set(`coordinator of ${unit.id}`, id);
    }
  });
  for (const unit of units) planUnit(world, entries, unit, () => coordinators.get(unit.id)!, resubmit);
  planChecks(world, entries, resubmit);
}

/** Appoints somebody of a unit, or the one of the cast, for all contests. */
export function appointCoordinator(world: World, unit: WorldUnit, ofTheCast: boolean, to?: Date): Promise<string> {
  const person = ofTheCast
    ? ofCast(world, castMember('coordinator'))
    : newPerson(world, unit.id, 'Công chức đầu mối chuyển đổi số');
  return appoint(world, person, 'unit-coordinator', {
    programme: false,
    ...(to ? { to } : {}),
    ...(ofTheCast ? { key: 'coordinator' } : {}),
  });
}

function planUnit(
  world: World,
  entries: Entries,
  unit: WorldUnit,
  coordinator: () => string,
  resubmit: Resubmit,
): void {
  const random = world.chance(`unit/${unit.code}`);
  // Some units forget the last evening; the secretariat takes over what they leave behind.
  const attentive = unit.code === castUnit || random.chance(0.85);
  const days = [
    `2026-0${random.int(4, 5)}-${random.int(10, 28)}`,
    `2026-06-${random.int(10, 16)}`,
    `2026-06-${random.int(22, 26)}`,
    '2026-06-29',
    ...(attentive ? ['2026-06-30'] : []),
  ];
  for (const [wave, day] of days.entries()) {
    const when =
      day === '2026-06-30'
        ? at(`2026-06-30 23:${random.int(20, 57)}:00`)
        : duringDay(random, at(`${day} 00:00:00`), 0.1);
    world.agenda.at(when, () => screenNow(world, entries, unit, coordinator(), wave + 1, resubmit));
  }
}

/** One sitting of a coordinator: read what is new, decide, rank, forward with a letter. */
async function screenNow(
  world: World,
  entries: Entries,
  unit: WorldUnit,
  coordinator: string,
  wave: number,
  resubmit: Resubmit,
): Promise<void> {
  const ctx = await world.as(coordinator);
  const { db } = world.app;
  const rows = await db
    .selectFrom('entry as e')
    .leftJoin('screening_review as r', 'r.entry_id', 'e.id')
    .select(['e.id', 'e.version', 'r.decision'])
    .where('e.unit_id', '=', unit.id)
    .where('e.state', '=', 'with-unit')
    .orderBy('e.code')
    .execute();
  const random = world.chance(`screen/${unit.code}/${wave}`);
  const chosen: PlannedEntry[] = [];
  for (const row of rows) {
    const entry = entries.byId(row.id);
    if (row.decision === 'reject') continue;
    if (row.decision === null && entry.fate === 'rejected') {
      await reviewEntry(ctx, {
        entryId: row.id,
        decision: 'reject',
        comment: 'Nội dung trùng với sản phẩm đơn vị đang dùng; đề nghị tác giả phát triển thêm cho năm sau.',
      });
      continue;
    }
    if (row.decision === null && entry.fate === 'returned' && entry.n % 2 === 0 && wave < 4) {
      await reviewEntry(ctx, {
        entryId: row.id,
        decision: 'return',
        comment: random.pick([
          'Bản thuyết minh còn ghi tên tác giả, đề nghị bỏ để chấm ẩn danh.',
          'Phần hiệu quả chưa có số liệu, đề nghị bổ sung.',
          'Video chưa rõ tiếng, đề nghị thay video khác.',
        ]),
      });
      resubmit(entry, daysLater(random, ctx.now, 0.5, 3, 0.5));
      continue;
    }
    await reviewEntry(ctx, {
      entryId: row.id,
      decision: 'accept',
      comment: random.chance(0.3) ? 'Đơn vị đánh giá sản phẩm có khả năng áp dụng.' : '',
    });
    chosen.push(entry);
  }
  if (chosen.length === 0) return;
  const base = await db
    .selectFrom('screening_review')
    .select(({ fn }) => fn.max('rank').as('most'))
    .where('unit_id', '=', unit.id)
    .executeTakeFirst();
  const best = [...chosen].sort((a, b) => b.quality - a.quality || a.n - b.n);
  const scope = { programmeId: world.programmeId, unitId: unit.id };
  await setRanks(ctx, {
    ...scope,
    ranks: Object.fromEntries(best.map((entry, i) => [entry.id!, (base?.most ?? 0) + i + 1])),
  });
  const number = `${random.int(3, 90)}/CV-${unit.code}`;
  const letterFileId = await upload(
    ctx,
    'letter',
    scope,
    pdfFile(`cong-van-${wave}.pdf`, `Cong van so ${number} ngay ${formatDate(ctx.now)}: gui ${best.length} bai du thi`),
  );
  await forwardEntries(ctx, {
    ...scope,
    entryIds: best.map((entry) => entry.id!),
    letterNumber: number,
    letterDate: isoDateLocal(ctx.now),
    letterFileId,
    note: '',
  });
}

/** The secretariat works through what has come in, every other day, and finishes on 2 July. */
function planChecks(world: World, entries: Entries, resubmit: Resubmit): void {
  const random = world.chance('checks');
  for (
    let day = at('2026-03-05 00:00:00');
    day < at('2026-07-01 00:00:00');
    day = new Date(day.getTime() + 86_400_000)
  ) {
    const rush = day >= at('2026-06-15 00:00:00');
    if (!rush && !random.chance(0.45)) continue;
    const when = duringDay(random, day, 0.05);
    world.agenda.at(when, () => checkNow(world, entries, { everything: false, resubmit }));
  }
  world.agenda.at(at('2026-07-01 08:30:00'), () => takeOverForgotten(world));
  world.agenda.at(at('2026-07-02 15:00:00'), () => checkNow(world, entries, { everything: true, resubmit }));
}

async function takeOverForgotten(world: World): Promise<void> {
  const ctx = await world.as(world.people.get('secretary')!);
  const rows = await world.app.db
    .selectFrom('entry as e')
    .leftJoin('screening_review as r', 'r.entry_id', 'e.id')
    .select('e.id')
    .where('e.programme_id', '=', world.programmeId)
    .where('e.state', '=', 'with-unit')
    .where((eb) => eb.or([eb('r.decision', 'is', null), eb('r.decision', '!=', 'reject')]))
    .orderBy('e.code')
    .execute();
  for (const row of rows)
    await takeOver(ctx, {
      entryId: row.id,
      reason:
        'Tác giả nộp đúng hạn nhưng đơn vị chưa kịp gửi về tỉnh; Tổ Thư ký nhận thẳng để bảo đảm quyền lợi của tác giả.',
    });
}

async function checkNow(
  world: World,
  entries: Entries,
  how: { everything: boolean; resubmit: Resubmit },
): Promise<void> {
  const ctx = await world.as(world.people.get('secretary')!);
  const programme = await world.programme();
  const rows = await world.app.db
    .selectFrom('entry')
    .select(['id', 'code', 'submitted_at'])
    .where('programme_id', '=', world.programmeId)
    .where('state', '=', 'submitted')
    .orderBy('code')
    .execute();
  const checks = await checksOf(
    world.app.db,
    programme,
    rows.map((row) => row.id),
    ctx.now,
  );
  for (const row of rows) {
    const entry = entries.byId(row.id);
    const random = world.chance(`check/${row.code}/${ctx.now.toISOString()}`);
    if (!how.everything && random.chance(0.35)) continue;
    if (entry.fate === 'recognised') {
      await decideFinding(ctx, {
        entryId: row.id,
        rule: 'recognised',
        verdict: 'fail',
        note: 'Tác giả xác nhận giải pháp đã được Hội đồng sáng kiến cơ sở công nhận năm 2025.',
      });
      await disqualifyEntry(ctx, {
        entryId: row.id,
        clause: 'II.2',
        reason: 'Giải pháp đã được Hội đồng sáng kiến cơ sở công nhận năm 2025 nên không thuộc đối tượng dự thi.',
      });
      continue;
    }
    if (entry.fate === 'returned' && entry.n % 2 === 1 && ctx.now < at('2026-06-27 00:00:00') && !entry.sentBack) {
      entry.sentBack = true;
      await returnEntry(ctx, {
        entryId: row.id,
        reason: random.pick([
          'Bản thuyết minh có tên đơn vị ở trang đầu; đề nghị bỏ vì vòng Sơ khảo chấm ẩn danh.',
          'Đề nghị ghi rõ số liệu hiệu quả lấy từ đâu.',
        ]),
      });
      how.resubmit(entry, daysLater(random, ctx.now, 0.5, 2.5, 0.5));
      continue;
    }
    const findings = checks.get(row.id) ?? [];
    const waits = findings.some((finding) => finding.rule === 'confirmations' && finding.level !== 'ok');
    if (waits && !how.everything) continue;
    let passed = true;
    for (const finding of findings) {
      if (!finding.open) continue;
      if (finding.level === 'block') {
        passed = false;
        continue;
      }
      await decideFinding(ctx, {
        entryId: row.id,
        rule: finding.rule,
        verdict: 'pass',
        note: finding.rule === 'recognised' ? 'Đã đối chiếu: khác phạm vi và cách làm.' : 'Đã liên hệ, đủ căn cứ.',
      });
    }
    if (passed) await acceptEntry(ctx, { entryId: row.id });
  }
}
