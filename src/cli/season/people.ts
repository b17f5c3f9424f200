import { createFirstAdmin, firstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { acceptInvitation, invitePerson } from '#lib/server/people/invite.ts';
import { updateProfile } from '#lib/server/people/profile.ts';
import { confirmEmail, registerPerson } from '#lib/server/people/register.ts';
import type { StoredRole } from '#lib/server/platform/policy.ts';
import { type CastMember, castMember, castPassword, castUnit, castUnitBefore } from './cast.ts';
import { mailAddress, mobileNumber } from './names.ts';
import { at, daysLater, type World } from './world.ts';

const communesBegin = at('2025-07-01 00:00:00');

export interface NewPerson {
  fullName: string;
  email: string;
  position: string;
  unitId: string | null;
  birthYear?: number;
}

/** Somebody of a unit, with a name and an address that nobody else has. */
export function newPerson(world: World, unitId: string | null, position: string): NewPerson {
  const fullName = world.newName();
  return { fullName, email: mailAddress(fullName, world.nextNumber()), position, unitId };
}

export const ofCast = (world: World, member: CastMember): NewPerson => ({
  fullName: member.fullName,
  email: member.email,
  position: member.position,
  unitId: member.unit ? unitOf(world, unitCodeNow(world, member.unit)).id : null,
});

/** Communes of today stand in the place of districts since 01/07/2025. */
const unitCodeNow = (world: World, code: string): string =>
  code === castUnit && world.app.clock.now() < communesBegin ? castUnitBefore : code;

/** When the districts ended, those of the cast who worked in one say where they are now. */
export function planMove(world: World): void {
  world.agenda.at(new Date(communesBegin.getTime() + 33 * 3_600_000), async () => {
    for (const key of ['author', 'coAuthor', 'coordinator'] as const) {
      const { fullName, position, unitId } = ofCast(world, castMember(key));
      const id = world.people.get(key)!;
      const { phone } = await world.app.db
        .selectFrom('person')
        .select('phone')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      await updateProfile(await world.as(id), { fullName, position, phone: phone ?? '', unitId });
      world.forget(id);
    }
  });
}

function unitOf(world: World, code: string) {
  const unit = world.units.get(code);
  if (!unit) throw new Error(`no unit ${code}`);
  return unit;
}

/** The installation's first administrator, by the one-time link. */
export async function makeAdmin(world: World): Promise<string> {
  const admin = castMember('admin');
  const link = await firstAdminLink(world.app, '');
  if (!link) throw new Error('Bản cài này đã có quản trị viên: mùa thi mô phỏng cần một cơ sở dữ liệu trống.');
  const secret = link.slice(link.lastIndexOf('/') + 1);
  const made = await createFirstAdmin(world.asSystem(), { ...ofCast(world, admin), secret, password: castPassword });
  world.people.set(admin.key, made.personId);
  return made.personId;
}

/** Registers as anyone does: fills the form, opens the link in the mail. */
export async function register(world: World, person: NewPerson): Promise<string> {
  const made = await registerPerson(world.asSystem(), {
    ...person,
    password: castPassword,
    phone: mobileNumber(world.nextNumber()),
    birthYear: String(person.birthYear ?? world.chance(`birth/${person.email}`).int(1966, 2007)),
  });
  if (!made.personId) throw new Error(`${person.email} has an account already`);
  await confirmEmail(world.asSystem(), { secret: await world.mailedSecret(person.email, '/xac-nhan/') });
  world.people.set(person.email, made.personId);
  return made.personId;
}

/**
 * The administrator invites somebody into a role; the answer comes by the mailed link some hours or days later. Who has an
 * account gets the role at once.
 */
export async function appoint(
  world: World,
  person: NewPerson,
  role: StoredRole,
  options: { key?: string; to?: Date; programme?: boolean } = {},
): Promise<string> {
  const admin = await world.as(world.people.get('admin')!);
  const { personId, known } = await invitePerson(admin, {
    email: person.email,
    fullName: person.fullName,
    unitId: person.unitId,
    role,
    programmeId: options.programme === false ? null : world.programmeId,
    to: options.to ?? null,
  });
  world.people.set(options.key ?? person.email, personId);
  world.forget(personId);
  if (known) return personId;
  world.agenda.at(daysLater(world.chance(`accept/${person.email}`), admin.now, 0.1, 3), async () => {
    const secret = await world.mailedSecret(person.email, '/loi-moi/');
    await acceptInvitation(world.asSystem(), { secret, fullName: person.fullName, password: castPassword });
    world.forget(personId);
    await updateProfile(await world.as(personId), {
      fullName: person.fullName,
      position: person.position,
      phone: mobileNumber(world.nextNumber()),
      unitId: person.unitId,
    });
    world.forget(personId);
  });
  return personId;
}
