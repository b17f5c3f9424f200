import type { CommitteeMember } from '#lib/domain/programme/types.ts';
import { importInitiatives } from '#lib/server/initiative/importInitiatives.ts';
import { seedUnits } from '#lib/server/people/importUnits.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { editProgramme } from '#lib/server/programme/edit.ts';
import { closeProgramme, publishProgramme } from '#lib/server/programme/publish.ts';
import { saveDocument } from '#lib/server/publication/documents.ts';
import { cast, castMember } from './cast.ts';
import { ideas } from './ideas.ts';
import { planNews } from './news.ts';
import { appoint, makeAdmin, newPerson, ofCast, register } from './people.ts';
import { at, type World } from './world.ts';

/** How many judges a contest of this size needs at about 60 sheets each. */
const judgeCount = (entries: number): number => Math.min(80, Math.max(8, Math.ceil((entries * 3) / 60)));

/** What every season begins with: the units of the province and the administrator. */
export function planFoundation(world: World, when: Date): void {
  world.agenda.at(when, async () => {
    await seedUnits(world.asSystem());
    const rows = await world.app.db
      .selectFrom('unit')
      .leftJoin('unit as above', 'above.id', 'unit.parent_id')
      .select(['unit.id', 'unit.code', 'unit.name', 'unit.kind', 'unit.valid_to as validTo', 'above.kind as aboveKind'])
      .orderBy('unit.code')
      .execute();
    for (const { aboveKind, ...row } of rows) world.units.set(row.code, { ...row, top: aboveKind === 'province' });
    await makeAdmin(world);
  });
}

/** January and February (K26-3): programme, committees, documents, publication. */
export function planSetup(world: World): void {
  const { agenda } = world;
  agenda.at(at('2026-01-12 09:20:00'), () => create(world));
  agenda.at(at('2026-01-20 14:10:00'), () =>
    appointCommittees(world, { organising: 4, jury: judgeCount(world.entryCount) - 2, secretariat: 2, support: 2 }),
  );
  agenda.at(at('2026-01-21 09:00:00'), () => registerCast(world));
  agenda.at(at('2026-02-03 09:30:00'), () =>
    writeDocuments(world, [
      ['rules', '01-TL/MH', '2026-02-02'],
      ['organising-decision', '11-QĐ/MH', '2026-01-19'],
      ['jury-decision', '12-QĐ/MH', '2026-01-19'],
      ['secretariat-decision', '13-QĐ/MH', '2026-01-19'],
      ['support-decision', '14-QĐ/MH', '2026-01-19'],
    ]),
  );
  agenda.at(at('2026-02-05 15:00:00'), () => importRegister(world));
  agenda.at(at('2026-02-10 08:30:00'), () => publish(world));
  planNews(world);
}

/** The administrator makes the programme. */
export async function create(world: World): Promise<void> {
  const admin = await world.as(world.people.get('admin')!);
  world.programmeId = await createProgramme(admin, { doc: world.doc });
  world.forget(world.people.get('admin')!);
}

/** The administrator makes the programme public. */
export async function publish(world: World): Promise<void> {
  const { version } = await world.programme();
  await publishProgramme(await world.as(world.people.get('admin')!), { programmeId: world.programmeId, version });
}

/** The administrator closes the programme when all is done: it stays readable as a contest of the past. */
export async function close(world: World): Promise<void> {
  const { version } = await world.programme();
  const admin = await world.as(world.people.get('admin')!);
  await closeProgramme(admin, { programmeId: world.programmeId, version, reason: '' });
}

/** Those of the cast who make accounts of their own, where an earlier contest has not seen them yet. */
export async function registerCast(world: World): Promise<void> {
  for (const key of ['author', 'coAuthor', 'outsider'] as const)
    if (!world.people.has(key)) world.people.set(key, await register(world, ofCast(world, castMember(key))));
}

const agencies = ['BTGDV', 'VPUB', 'SKHCN', 'SVHTTDL', 'SGDDT', 'TD', 'SNV', 'BPTTH', 'MTTQ', 'SNNMT', 'DHTB', 'SYT'];

type Committee = 'organising' | 'jury' | 'secretariat' | 'support';

/** Appoints the cast, and so many more people for each committee. */
export async function appointCommittees(world: World, sizes: Record<Committee, number>): Promise<void> {
  const chance = world.chance(`committees${world.people.has('secretary') ? '/again' : ''}`);
  const someone = (position: string) => newPerson(world, world.units.get(chance.pick(agencies))?.id ?? null, position);
  for (const member of cast) {
    if (!member.role || member.role === 'unit-coordinator' || member.role === 'admin') continue;
    // An auditor is one for all programmes.
    if (member.role === 'auditor' && world.people.has(member.key)) continue;
    await appoint(world, ofCast(world, member), member.role, {
      key: member.key,
      programme: member.role !== 'auditor',
    });
  }
  const members: Record<Committee, CommitteeMember[]> = {
    organising: [listed('organiser', 'Phó Trưởng ban')],
    jury: [listed('chair', 'Trưởng ban'), listed('judge', 'Thành viên'), listed('conflictedJudge', 'Thành viên')],
    secretariat: [listed('secretary', 'Tổ trưởng')],
    support: [],
  };
  const groups = [
    ['organiser', 'organising', 'Thành viên', 'Lãnh đạo cơ quan'],
    ['judge', 'jury', 'Thành viên', 'Chuyên gia'],
    ['secretary', 'secretariat', 'Thành viên', 'Chuyên viên'],
    ['support', 'support', 'Thành viên', 'Chuyên viên'],
  ] as const;
  for (const [role, committee, part, position] of groups)
    for (let i = 0; i < sizes[committee]; i++) {
      const person = someone(position);
      await appoint(world, person, role);
      if (i < 12) members[committee].push({ name: person.fullName, position: person.position, role: part });
    }
  const programme = await world.programme();
  await editProgramme(await world.as(world.people.get('admin')!), {
    programmeId: world.programmeId,
    part: 'committees',
    patch: {
      committees: programme.doc.committees.map((committee) => ({ ...committee, members: members[committee.id] })),
    },
    version: programme.version,
  });
}

const listed = (key: Parameters<typeof castMember>[0], role: string): CommitteeMember => {
  const { fullName, position } = castMember(key);
  return { name: fullName, position, role };
};

/** Numbers and dates of the acts that set the contest up (K26-6a). They are made up and say so by their "MH" (minh họa). */
export async function writeDocuments(
  world: World,
  acts: readonly [documentId: string, number: string, date: string][],
): Promise<void> {
  for (const [documentId, number, date] of acts) {
    const programme = await world.programme();
    const document = programme.doc.documents.find((d) => d.id === documentId);
    if (!document) continue;
    await saveDocument(await world.as(world.people.get('admin')!), {
      programmeId: world.programmeId,
      documentId,
      version: programme.version,
      document: { ...document, number, date, signer: document.signer ?? '' },
    });
  }
}

/** A small register of recognised initiatives of earlier years, so that look-ups have something to find (K26-2c). */
async function importRegister(world: World): Promise<void> {
  const chance = world.chance('register');
  const rows = chance.sample(ideas, 12).map((idea, i) => {
    const year = chance.int(2021, 2025);
    const day = `${String(chance.int(1, 28)).padStart(2, '0')}/1${chance.int(0, 2)}/${year}`;
    return [
      `${idea.name} giai đoạn ${year - 1} - ${year}`,
      world.newName(),
      `${100 + i * 7}/QĐ-MH`,
      day,
      chance.pick(['Hội đồng sáng kiến tỉnh', 'Hội đồng sáng kiến cơ sở']),
      chance.pick(['Tỉnh', 'Cơ sở']),
      String(year),
    ].join('\t');
  });
  const head = ['Tên sáng kiến', 'Tác giả', 'Số quyết định', 'Ngày quyết định', 'Cơ quan công nhận', 'Cấp', 'Năm'];
  await importInitiatives(await world.as(world.people.get('admin')!), {
    file: new TextEncoder().encode([head.join('\t'), ...rows].join('\n')),
    name: 'sang-kien-minh-hoa.tsv',
  });
}
