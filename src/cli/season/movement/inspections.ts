import { addFinding, answerFinding, closeFinding, type FindingText } from '#lib/server/inspection/findings.ts';
import { planInspections } from '#lib/server/inspection/plan.ts';
import { closeInspection, saveVisit } from '#lib/server/inspection/visit.ts';
import { at } from '../world.ts';
import { officer } from './figures.ts';
import type { MovementWorld } from './world.ts';

interface Finding {
  text: string;
  /** dd/MM/yyyy */
  dueOn: string;
  answer?: { on: string; text: string; closed?: string };
}

interface Visit {
  unit: string;
  /** ISO day */
  on: string;
  place: string;
  /** lines of the checklist, by their place, on which something is lacking */
  gaps: { line: number; note: string }[];
  conclusion: string;
  findings: Finding[];
  /** day on which the visit was ended */
  closed?: string;
}

const visits: Visit[] = [
  {
    unit: '03808',
    on: '2026-03-24',
    place: 'Trụ sở Ủy ban nhân dân xã',
    gaps: [{ line: 0, note: 'Kế hoạch ban hành muộn, chưa phân công cho từng bản (mô phỏng).' }],
    conclusion: 'Xã đã triển khai đến các bản, có mô hình tốt; hồ sơ theo dõi còn tản mạn (mô phỏng).',
    findings: [
      {
        text: 'Phân công rõ người phụ trách từng chỉ tiêu ở mỗi bản (mô phỏng).',
        dueOn: '30/04/2026',
        answer: {
          on: '2026-04-20',
          text: 'Xã đã ban hành bảng phân công, mỗi bản một người phụ trách (mô phỏng).',
          closed: '2026-04-24',
        },
      },
      { text: 'Lập sổ theo dõi số liệu hằng quý, có người kiểm tra trước khi gửi (mô phỏng).', dueOn: '15/07/2026' },
    ],
  },
  {
    unit: 'SCT',
    on: '2026-03-26',
    place: 'Trụ sở Sở Công Thương',
    gaps: [{ line: 1, note: 'Chưa có minh chứng cho hai chỉ tiêu (mô phỏng).' }],
    conclusion: 'Sở thực hiện đúng kế hoạch, cần bổ sung minh chứng (mô phỏng).',
    findings: [
      {
        text: 'Bổ sung minh chứng cho số liệu đã gửi (mô phỏng).',
        dueOn: '20/04/2026',
        answer: { on: '2026-04-10', text: 'Sở đã bổ sung đủ minh chứng (mô phỏng).', closed: '2026-04-14' },
      },
    ],
    closed: '2026-04-15',
  },
  {
    unit: 'SKHCN',
    on: '2026-06-18',
    place: 'Trụ sở Sở Khoa học và Công nghệ',
    gaps: [],
    conclusion: 'Sở hướng dẫn các đơn vị kịp thời; cần thống nhất cách tính với cấp xã (mô phỏng).',
    findings: [
      {
        text: 'Có hướng dẫn một trang về cách tính từng chỉ tiêu cho cấp xã (mô phỏng).',
        dueOn: '31/07/2026',
        answer: { on: '2026-07-13', text: 'Sở đã gửi hướng dẫn đến các xã, phường (mô phỏng).' },
      },
    ],
  },
  { unit: 'CAT', on: '2026-09-15', place: '', gaps: [], conclusion: '', findings: [] },
];

const typedDay = (iso: string): string => iso.split('-').reverse().join('/');

/** The standing unit visits units; what is found is answered and closed, is overdue, or waits to be looked at (Q25-11). */
export function planVisits(world: MovementWorld): void {
  world.agenda.at(at('2026-03-02 09:00:00'), async () => {
    const ids = await planInspections(await officer(world), {
      slug: world.slug,
      title: 'Kiểm tra việc thực hiện phong trào năm 2026',
      purpose: 'Nắm tình hình triển khai, gỡ vướng mắc tại cơ sở.',
      team: 'Đặng Thu Hiền, Chuyên viên, Sở Nội vụ\nTòng Minh Đức, Chuyên viên, Sở Khoa học và Công nghệ',
      visits: visits.map(({ unit, on }) => ({ unitId: world.units.get(unit)!.id, on: typedDay(on) })),
    });
    for (const [i, visit] of visits.entries()) if (visit.conclusion) planVisit(world, ids[i]!, visit);
  });
}

const versionOf = async (world: MovementWorld, inspectionId: string): Promise<number> =>
  (
    await world.app.db
      .selectFrom('inspection')
      .select('version')
      .where('id', '=', inspectionId)
      .executeTakeFirstOrThrow()
  ).version;

function planVisit(world: MovementWorld, inspectionId: string, visit: Visit): void {
  const { agenda, slug } = world;
  const unit = world.units.get(visit.unit)!;
  agenda.at(at(`${visit.on} 15:30:00`), async () => {
    const ctx = await officer(world);
    const lines = world.movementDoc.inspection?.checklist ?? [];
    await saveVisit(ctx, {
      slug,
      inspectionId,
      version: await versionOf(world, inspectionId),
      heldOn: typedDay(visit.on),
      begins: '08:00',
      ends: '11:00',
      place: visit.place,
      attendees: `Lãnh đạo và đầu mối của ${unit.name} (mô phỏng)`,
      conclusion: visit.conclusion,
      checklist: lines.map(({ id }, i) => {
        const gap = visit.gaps.find((one) => one.line === i);
        return { id, text: '', clause: '', answer: gap ? 'gap' : 'ok', note: gap?.note ?? '' };
      }),
    });
    for (const finding of visit.findings) {
      const typed: FindingText = { text: finding.text, clause: '', ownerId: unit.id, dueOn: finding.dueOn };
      planAnswer(world, unit.id, await addFinding(ctx, { slug, inspectionId, ...typed }), finding);
    }
  });
  if (visit.closed)
    agenda.at(at(`${visit.closed} 10:00:00`), async () =>
      closeInspection(await officer(world), {
        slug,
        inspectionId,
        version: await versionOf(world, inspectionId),
        reason: '',
      }),
    );
}

function planAnswer(world: MovementWorld, unitId: string, findingId: string, { answer }: Finding): void {
  if (!answer) return;
  const { agenda, slug } = world;
  agenda.at(at(`${answer.on} 14:00:00`), async () => {
    const ctx = await world.asUnit(unitId);
    if (ctx) await answerFinding(ctx, { slug, findingId, answer: answer.text });
  });
  if (answer.closed)
    agenda.at(at(`${answer.closed} 09:00:00`), async () =>
      closeFinding(await officer(world), { slug, findingId, reason: 'Đã xem văn bản đơn vị gửi (mô phỏng).' }),
    );
}
