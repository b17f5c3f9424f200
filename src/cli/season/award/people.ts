import { formatDate } from '#lib/domain/kernel/time.ts';
import { addMember, createCouncil } from '#lib/server/council/councils.ts';
import { awardCast, castMember } from '../cast.ts';
import { appoint, newPerson, ofCast, register } from '../people.ts';
import type { World } from '../world.ts';

/** Officers of the movements who are award officers of their unit, too. */
const officers = ['emulation', 'emulationLead', 'office'] as const;

/** Award officers and leaders of the province and of the Office. */
export async function appointAwardPeople(world: World): Promise<void> {
  for (const key of officers)
    await appoint(world, ofCast(world, castMember(key)), 'award-officer', { key, programme: false });
  for (const member of awardCast) {
    const person = ofCast(world, member);
    if (member.role) await appoint(world, person, member.role, { key: member.key, programme: false });
    else world.people.set(member.key, await register(world, person));
  }
}

interface Seats {
  /** code of the unit that serves the council */
  unit: string;
  name: string;
  decision: string;
  officer: (typeof officers)[number];
  chair: 'chairman' | 'chief';
  /** named members beside the chair, with their seat */
  named: { key: 'emulationLeader' | 'council' | 'emulation'; role: string }[];
  /** units of which somebody sits in it, under a made-up name */
  others: { unit: string; position: string }[];
}

const provincial: Seats = {
  unit: 'SNV',
  name: 'Hội đồng Thi đua - Khen thưởng tỉnh (mô phỏng)',
  decision: 'Quyết định thành lập mô phỏng, chỉ để trình diễn.',
  officer: 'emulation',
  chair: 'chairman',
  named: [
    { key: 'emulationLeader', role: 'vice-chair' },
    { key: 'council', role: 'member' },
  ],
  others: [
    { unit: 'VPUB', position: 'Phó Chánh Văn phòng Ủy ban nhân dân tỉnh' },
    { unit: 'STC', position: 'Phó Giám đốc Sở Tài chính' },
    { unit: 'SKHCN', position: 'Phó Giám đốc Sở Khoa học và Công nghệ' },
    { unit: 'LDLD', position: 'Phó Chủ tịch Liên đoàn Lao động tỉnh' },
    { unit: 'BTCTU', position: 'Phó Trưởng Ban Tổ chức Tỉnh ủy' },
    { unit: 'CAT', position: 'Phó Giám đốc Công an tỉnh' },
  ],
};

const officeCouncil: Seats = {
  unit: 'VPUB-TCHCQT',
  name: 'Hội đồng Thi đua - Khen thưởng Văn phòng (mô phỏng)',
  decision: 'Quyết định thành lập mô phỏng, chỉ để trình diễn.',
  officer: 'office',
  chair: 'chief',
  named: [],
  others: [
    { unit: 'VPUB-LD', position: 'Phó Chánh Văn phòng' },
    { unit: 'VPUB-KT', position: 'Trưởng phòng Kinh tế' },
    { unit: 'VPUB-NC', position: 'Trưởng phòng Nội chính' },
    { unit: 'VPUB-KGVX', position: 'Trưởng phòng Khoa giáo - Văn xã' },
  ],
};

async function setUp(world: World, seats: Seats): Promise<void> {
  const officer = await world.as(world.people.get(seats.officer)!);
  const from = formatDate(officer.now);
  const councilId = await createCouncil(officer, {
    unitId: world.units.get(seats.unit)!.id,
    name: seats.name,
    decisionText: seats.decision,
    quorum: '2/3',
    quorumSource: 'Quy chế hoạt động của Hội đồng (mô phỏng)',
    writtenCounts: false,
    validFrom: from,
  });
  const add = (email: string, role: string, position: string) =>
    addMember(officer, { councilId, email, role, position, from });
  const chair = castMember(seats.chair);
  await add(chair.email, 'chair', chair.position);
  for (const { key, role } of seats.named) {
    const member = castMember(key);
    await add(member.email, role, member.position);
  }
  for (const { unit, position } of seats.others) {
    const person = newPerson(world, world.units.get(unit)!.id, position);
    await register(world, person);
    await add(person.email, 'member', position);
  }
}

/** The province's council and that of the Office, with accounts for everyone who sits in them. */
export async function setUpCouncils(world: World): Promise<void> {
  await setUp(world, provincial);
  await setUp(world, officeCouncil);
}
