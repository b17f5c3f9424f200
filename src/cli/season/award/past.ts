import { fold } from '#lib/domain/kernel/text.ts';
import { act } from '#lib/server/platform/act.ts';
import { enterRecords } from '#lib/server/register/enter.ts';
import type { World, WorldUnit } from '../world.ts';
import { citation } from './texts.ts';

const decisionsOf = [2022, 2023, 2024, 2025];
const perDecision = 45;

const ofOldTime = (units: WorldUnit[]) =>
  units.filter((unit) => unit.top && ['agency', 'front', 'party', 'district'].includes(unit.kind));

/** The Chairman's decisions of former years, as the registrar would bring them in; all of it is made up and says so. */
export async function enterPast(world: World): Promise<void> {
  const ctx = await world.as(world.people.get('emulation')!);
  const units = ofOldTime([...world.units.values()]);
  const province = world.units.get('SL')!;
  const summary = 'Nhập quyết định khen thưởng các năm trước (mô phỏng)';
  await act(ctx, { act: 'register.import', summary }, async (tx) => {
    for (const year of decisionsOf) {
      const random = world.chance(`past/${year}`);
      const subjects = Array.from({ length: perDecision }, () => ({ name: world.newName(), unit: random.pick(units) }));
      const made = await tx.db
        .insertInto('award_subject')
        .values(
          subjects.map(({ name, unit }) => ({
            kind: 'individual' as const,
            name,
            folded: fold(name),
            unit_id: unit.id,
            unit_name: unit.name,
            birth_year: random.int(1968, 1994),
            gender: random.chance(0.45) ? ('female' as const) : ('male' as const),
            created_at: ctx.now,
          })),
        )
        .returning('id')
        .execute();
      const day = `${year}-12-${random.int(10, 28)}`;
      const number = `${random.int(1900, 2900)}/QĐ-UBND`;
      await enterRecords(
        tx,
        ctx,
        subjects.map(({ name, unit }, i) => ({
          subjectId: made[i]!.id,
          subjectKind: 'individual' as const,
          subjectName: name,
          unitId: unit.id,
          unitName: unit.name,
          formId: 'bang-khen-tinh',
          formName: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Sơn La',
          formIs: 'form' as const,
          level: 'province' as const,
          awardKind: 'merit' as const,
          occasion: `Tổng kết công tác năm ${year} (mô phỏng)`,
          authorityUnitId: province.id,
          issuer: 'Chủ tịch Ủy ban nhân dân tỉnh Sơn La',
          decisionNumber: number,
          decisionDate: day,
          year,
          citation: citation(random),
          periodFrom: `${year}-01-01`,
          periodTo: `${year}-12-31`,
          source: 'import' as const,
          public: true,
          golden: null,
          certificate: false,
        })),
      );
    }
  });
}
