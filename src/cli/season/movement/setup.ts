import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { generate } from '#lib/server/obligation/generate.ts';
import { remindUnits } from '#lib/server/obligation/remind.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { closeProgramme, publishProgramme } from '#lib/server/programme/publish.ts';
import { castMember, castUnit, movementCast } from '../cast.ts';
import { appoint, newPerson, ofCast } from '../people.ts';
import { at } from '../world.ts';
import type { MovementWorld } from './world.ts';

/** Said wherever the movement introduces itself: nothing in it is a real result. */
const mark = 'Đơn vị có thật; mọi số liệu, báo cáo, người và điển hình ở đây là mô phỏng để trình diễn.';

/** The movement as the simulation runs it: its pages say that its figures are made up. */
const marked = (doc: MovementProgramme): MovementProgramme => ({ ...doc, summary: `${doc.summary} ${mark}` });

/** The administrator makes the movement from its document, with every question decided. */
export async function createMovement(world: MovementWorld): Promise<void> {
  const admin = world.people.get('admin')!;
  world.programmeId = await createProgramme(await world.as(admin), { doc: marked(world.movementDoc) });
  world.forget(admin);
}

/** Published with number and date of the signed plan; then everyone is told what they owe. */
export async function publishMovement(world: MovementWorld, plan?: { number: string; date: string }): Promise<void> {
  const { version } = await world.movement();
  await publishProgramme(await world.as(world.people.get('admin')!), {
    programmeId: world.programmeId,
    version,
    ...(plan ? { plan } : {}),
  });
  await generateHere(world);
}

export async function closeMovement(world: MovementWorld): Promise<void> {
  const { version } = await world.movement();
  const admin = await world.as(world.people.get('admin')!);
  await closeProgramme(admin, { programmeId: world.programmeId, version, reason: '' });
}

/** The hourly job, on a day on which it has something to write down. */
const generateHere = (world: MovementWorld) => generate(world.asSystem(), { movementId: world.programmeId });

export function planGeneration(world: MovementWorld, days: string[]): void {
  for (const day of days)
    world.agenda.at(at(`${day} 00:05:00`), async () => {
      await generateHere(world);
    });
}

/** The daily job, on days on which reminders are due: so many days before (negative) and after a due day. */
export function planReminders(world: MovementWorld, due: Date, offsets: number[]): void {
  for (const offset of offsets) {
    const day = isoDateLocal(new Date(due.getTime() + offset * 86_400_000));
    world.agenda.at(at(`${day} 07:40:00`), async () => {
      await remindUnits(world.app);
    });
  }
}

/** Those who follow the movement up: an officer and a leader of the department of home affairs. */
export async function appointOfficers(world: MovementWorld): Promise<void> {
  for (const member of movementCast)
    if (member.role === 'secretary' || member.role === 'organiser')
      await appoint(world, ofCast(world, member), member.role, { key: member.key });
}

const positions: Record<string, string> = {
  district: 'Chuyên viên Phòng Nội vụ',
  commune: 'Công chức Văn phòng - Thống kê',
  ward: 'Công chức Văn phòng - Thống kê',
  enterprise: 'Chuyên viên Phòng Tổng hợp',
  school: 'Chuyên viên Phòng Tổ chức - Hành chính',
  room: 'Chuyên viên',
  front: 'Chuyên viên Ban Phong trào',
};

/** Everyone who takes part names somebody who coordinates; who did so in another movement goes on here. */
export async function appointCoordinators(world: MovementWorld): Promise<void> {
  for (const unit of await world.participants()) {
    if (world.appointed.has(unit.id)) continue;
    world.appointed.add(unit.id);
    const named = movementCast.find((member) => member.role === 'unit-coordinator' && member.unit === unit.code);
    const member = named ?? (unit.code === castUnit ? castMember('coordinator') : undefined);
    const known = world.coordinators.get(unit.id);
    const before = known
      ? await world.app.db
          .selectFrom('person')
          .select(['full_name', 'email', 'position'])
          .where('id', '=', known)
          .executeTakeFirstOrThrow()
      : null;
    const person = before
      ? { fullName: before.full_name, email: before.email!, position: before.position ?? '', unitId: unit.id }
      : member
        ? ofCast(world, member)
        : newPerson(world, unit.id, positions[unit.kind] ?? 'Chuyên viên Văn phòng');
    const id = await appoint(world, { ...person, unitId: unit.id }, 'unit-coordinator', {
      ...(member ? { key: member.key } : {}),
      ...(unit.validTo ? { to: at(`${unit.validTo} 23:59:59`) } : {}),
    });
    world.coordinators.set(unit.id, id);
  }
}
