import { c21FinalDemo, q25MidDemo, v26YearDemo } from '#programmes/son-la/calls/index.ts';
import type { MovementSeason } from '../movement/world.ts';
import { at, type World, type WorldUnit } from '../world.ts';
import { type CallCourse, makeIt, mendReturned, type Nominee, nominate, openIt, workThrough } from './course.ts';
import { approve, comment, draft, endPublicity, invite, issue, publish, vote } from './finish.ts';

/** When the steps of a call of the province happen; each an instant "2026-04-06 09:00:00". */
interface Days {
  made: string;
  opened: string;
  /** the first and the last day on which units hand in */
  handIn: [string, string];
  compiled: string;
  mended: string;
  appraised: string;
  published: string;
  commented: string;
  closed: string;
  invited: string;
  met: string;
  drafted: string;
  approved: string;
  issued: string;
}

const nobody: Nominee[] = [];

/** Who is nominated: a commune one collective or one person, a department one collective and one or two persons. */
function nomineesOf(world: World, unit: WorldUnit, slug: string): Nominee[] {
  const random = world.chance(`who/${slug}/${unit.code}`);
  if (unit.kind === 'commune' || unit.kind === 'ward')
    return random.chance(0.5)
      ? [{ kind: 'collective' }]
      : [{ kind: 'individual' }, ...(random.chance(0.3) ? [{ kind: 'individual' } as const] : nobody)];
  return [
    { kind: 'collective' },
    { kind: 'individual' },
    ...(random.chance(0.4) ? [{ kind: 'individual' } as const] : nobody),
  ];
}

function planHandIns(course: CallCourse, units: WorldUnit[], [first, last]: [string, string]): void {
  const { world } = course;
  const span = at(last).getTime() - at(first).getTime();
  for (const [i, unit] of units.entries()) {
    const random = world.chance(`hand-in/${course.doc.code}/${unit.code}`);
    const moment = new Date(at(first).getTime() + Math.floor(span * random.next()) + i * 1000);
    world.agenda.at(moment, () => nominate(course, unit, nomineesOf(world, unit, course.doc.code)));
  }
}

function planProvincial(course: CallCourse, units: () => WorldUnit[], days: Days, number: string): void {
  const { agenda } = course.world;
  const [compile, appraise, open, council, decide] = course.doc.path.map((step) => step.id) as [
    string,
    string,
    string,
    string,
    string,
  ];
  agenda.at(at(days.made), () => makeIt(course));
  agenda.at(at(days.opened), () => openIt(course));
  agenda.at(at(days.opened), async () => planHandIns(course, units(), days.handIn));
  agenda.at(at(days.compiled), () => workThrough(course, { stepId: compile, by: course.compiler, back: 1 }));
  agenda.at(at(days.mended), async () => {
    await mendReturned(course);
    await workThrough(course, { stepId: compile, by: course.compiler });
  });
  agenda.at(at(days.appraised), () => workThrough(course, { stepId: appraise, by: course.officer }));
  agenda.at(at(days.published), () => publish(course, open));
  agenda.at(at(days.commented), () => comment(course, course.world.newName()));
  agenda.at(at(days.closed), () => endPublicity(course, open));
  agenda.at(at(days.invited), () =>
    invite(course, {
      stepId: council,
      council: 'Hội đồng Thi đua - Khen thưởng tỉnh',
      startsAt: at(days.met),
      place: 'Phòng họp số 1, trụ sở Ủy ban nhân dân tỉnh',
    }),
  );
  agenda.at(at(days.met), () => vote(course, { secret: true }));
  agenda.at(at(days.drafted), () => draft(course, decide));
  agenda.at(at(days.approved), () => approve(course));
  agenda.at(at(days.issued), () => issue(course, number));
}

/** Some units of the province: the named ones, and some communes and departments. */
const chosen = (world: World, codes: string[], communes: number): WorldUnit[] => {
  const all = [...world.units.values()].filter((unit) => unit.validTo === null);
  const named = all.filter((unit) => codes.includes(unit.code));
  const others = all.filter((unit) => unit.kind === 'commune' && !codes.includes(unit.code)).slice(0, communes);
  return [...named, ...others];
};

/**
 * Commendation of the province: the final review of 2021-2025 in 2026, the Chairman's Bằng khen at the mid-term review of 2027, the yearly
 * Giấy khen of the Chief of Office.
 */
export function planCalls(season: MovementSeason): void {
  const { world, coordinators, unitsPerClass } = season;
  const communes = Math.min(10, unitsPerClass);
  const common = { world, coordinators, slug: '' };
  const final: CallCourse = {
    ...common,
    origin: 'mau:c21-tong-ket-2025:thi-dua-2021-2025',
    doc: c21FinalDemo,
    officer: 'emulation',
    compiler: 'emulationLead',
    leader: 'chairman',
  };
  planProvincial(
    final,
    () => chosen(world, ['03808', 'SCT', 'CAT', 'SKHCN'], communes),
    {
      made: '2026-04-06 09:00:00',
      opened: '2026-04-13 08:00:00',
      handIn: ['2026-04-27 08:00:00', '2026-05-28 17:00:00'],
      compiled: '2026-06-05 10:00:00',
      mended: '2026-06-12 10:00:00',
      appraised: '2026-07-08 15:00:00',
      published: '2026-07-13 09:00:00',
      commented: '2026-07-16 20:15:00',
      closed: '2026-07-28 09:00:00',
      invited: '2026-07-29 09:00:00',
      met: '2026-08-05 08:00:00',
      drafted: '2026-08-07 10:00:00',
      approved: '2026-08-12 16:00:00',
      issued: '2026-08-14 09:00:00',
    },
    '1520/QĐ-UBND',
  );
  const mid: CallCourse = {
    ...common,
    origin: 'mau:q25-so-ket-2027:thi-dua-2025-2030',
    doc: q25MidDemo,
    officer: 'emulation',
    compiler: 'emulationLead',
    leader: 'chairman',
  };
  planProvincial(
    mid,
    () => chosen(world, ['03808', 'SCT', 'CAT', 'SKHCN', 'VNPT'], communes),
    {
      made: '2027-05-11 09:00:00',
      opened: '2027-05-17 08:05:00',
      handIn: ['2027-06-14 08:00:00', '2027-07-29 17:00:00'],
      compiled: '2027-08-09 10:00:00',
      mended: '2027-08-13 10:00:00',
      appraised: '2027-09-08 15:00:00',
      published: '2027-09-13 09:00:00',
      commented: '2027-09-16 20:15:00',
      closed: '2027-09-28 09:00:00',
      invited: '2027-09-29 09:00:00',
      met: '2027-10-06 08:00:00',
      drafted: '2027-10-08 10:00:00',
      approved: '2027-10-14 16:00:00',
      issued: '2027-10-18 09:00:00',
    },
    '1890/QĐ-UBND',
  );
  planOffice({
    ...common,
    origin: 'mau:v26-hang-nam:thi-dua-van-phong-2026-2030',
    doc: v26YearDemo,
    officer: 'office',
    compiler: 'office',
    leader: 'chief',
  });
}

/** The Office's own: shorter, its council votes by name (V26-4). */
function planOffice(course: CallCourse): void {
  const { world } = course;
  const { agenda } = world;
  const rooms = () =>
    [...world.units.values()].filter((unit) => unit.code.startsWith('VPUB-') && unit.code !== 'VPUB-LD');
  const steps = (kind: string) => course.doc.path.filter((step) => step.kind === kind).map((step) => step.id);
  agenda.at(at('2026-10-27 09:00:00'), () => makeIt(course));
  agenda.at(at('2026-11-02 08:05:00'), () => openIt(course));
  agenda.at(at('2026-11-02 08:06:00'), async () =>
    planHandIns(course, rooms(), ['2026-11-09 08:00:00', '2026-11-27 17:00:00']),
  );
  agenda.at(at('2026-12-03 10:00:00'), async () => {
    for (const kind of ['compilation', 'appraisal'])
      for (const stepId of steps(kind)) await workThrough(course, { stepId, by: course.compiler });
  });
  const [council] = steps('council');
  const [decide] = steps('decision');
  agenda.at(at('2026-12-07 09:00:00'), () =>
    invite(course, {
      stepId: council!,
      council: 'Hội đồng Thi đua - Khen thưởng Văn phòng',
      startsAt: at('2026-12-14 14:00:00'),
      place: 'Phòng họp Văn phòng',
    }),
  );
  agenda.at(at('2026-12-14 14:00:00'), () => vote(course, { secret: false }));
  agenda.at(at('2026-12-16 09:00:00'), () => draft(course, decide!));
  agenda.at(at('2026-12-18 15:00:00'), () => approve(course));
  agenda.at(at('2026-12-22 09:00:00'), () => issue(course, '96/QĐ-VPUB'));
}
