import type { AwardCall } from '#lib/domain/award/types.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { answerQuestion, editCall } from '#lib/server/award/call/edit.ts';
import { makeCall } from '#lib/server/award/call/make.ts';
import { startCall } from '#lib/server/award/call/state.ts';
import { openDossier, saveDossier, startDossier } from '#lib/server/award/dossiers.ts';
import { appraiseDossiers } from '#lib/server/award/findings.ts';
import { criteriaFor } from '#lib/server/award/nomination.ts';
import { callBySlug, type DossierRow, dossiersOf, requireDossier } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { forward, sendBack } from '#lib/server/award/steps.ts';
import { saveSubmission, submitNominations } from '#lib/server/award/submission.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { attachAward } from '../movement/files.ts';
import type { World, WorldUnit } from '../world.ts';
import { achievements, background, citation, positions } from './texts.ts';

/** A call as the season plays it. */
export interface CallCourse {
  world: World;
  /** who coordinates a unit, by the unit's id */
  coordinators: ReadonlyMap<string, string>;
  /** from which shipped template: the value of its origin */
  origin: string;
  /** the same call with every gap filled for the demonstration */
  doc: AwardCall;
  /** keys of the cast: the officer of the standing unit, who compiles, who decides */
  officer: string;
  compiler: string;
  leader: string;
  /** set when it is made */
  slug: string;
}

export async function callOf(course: CallCourse): Promise<StoredCall> {
  const call = await callBySlug(course.world.app.db, course.slug);
  if (!call) throw new Error(`the call ${course.doc.name} was not made yet`);
  return call;
}

export const officerOf = (course: CallCourse, key = course.officer): Promise<Ctx> =>
  course.world.as(course.world.people.get(key)!);

/** The standing unit makes the call from what ships, fills in what the guidance says, and answers what plan and law leave open. */
export async function makeIt(course: CallCourse): Promise<void> {
  const { doc } = course;
  const ctx = await officerOf(course);
  course.slug = await makeCall(ctx, {
    origin: course.origin,
    name: doc.name,
    code: doc.code,
    opensOn: formatDate(doc.opensAt),
    closesOn: formatDate(doc.closesAt),
    periodFrom: formatDate(doc.period.from),
    periodTo: formatDate(doc.period.to),
  });
  const parts = [
    ['basics', { guidance: doc.guidance, summary: `${doc.summary} Đợt này là mô phỏng để trình diễn.` }],
    ['days', { opensAt: doc.opensAt, closesAt: doc.closesAt, heldOn: doc.heldOn }],
    ['quotas', { quotas: doc.quotas }],
    ['path', { path: doc.path }],
  ] as const;
  for (const [part, patch] of parts) {
    const { version } = await callOf(course);
    await editCall(ctx, { slug: course.slug, part, patch, version, reason: '' });
  }
  for (const question of (await callOf(course)).doc.questions ?? [])
    await answerQuestion(ctx, {
      slug: course.slug,
      questionId: question.id,
      text: 'Theo hướng dẫn của cơ quan thường trực (giá trị mô phỏng để trình diễn).',
      version: (await callOf(course)).version,
    });
}

export async function openIt(course: CallCourse): Promise<void> {
  const { version } = await callOf(course);
  await startCall(await officerOf(course), { slug: course.slug, version });
}

export interface Nominee {
  kind: SubjectKind;
  /** left out: a made-up name; of a collective: the unit itself */
  name?: string;
  gender?: 'female' | 'male';
}

/** A unit nominates: dossiers, letter, minutes, and hands all of it in. */
export async function nominate(course: CallCourse, unit: WorldUnit, nominees: Nominee[]): Promise<void> {
  const { world, slug, doc } = course;
  const coordinator = course.coordinators.get(unit.id);
  if (!coordinator) return;
  const ctx = await world.as(coordinator);
  const place = { unitId: unit.id, slug };
  const random = world.chance(`nominees/${slug}/${unit.code}`);
  const today = isoDateLocal(ctx.now);
  for (const nominee of nominees) {
    const whole = nominee.kind === 'collective' && nominee.name === undefined;
    const person = nominee.kind === 'individual';
    const women = nominee.gender ?? (random.chance(0.45) ? 'female' : 'male');
    const subject = {
      kind: nominee.kind,
      name: nominee.name ?? (whole ? unit.name : world.newName()),
      ...(person
        ? {
            birthDate: `${random.int(1, 28)}/${random.int(1, 12)}/${random.int(1971, 1996)}`,
            gender: women,
            position: random.pick(positions),
            workplace: unit.name,
          }
        : nominee.kind === 'collective'
          ? { people: String(random.int(8, 40)), women: String(random.int(2, 8)) }
          : { address: unit.name }),
    };
    const form = doc.forms.find((one) => one.subjects.includes(nominee.kind));
    if (!form) throw new Error(`${doc.name} is not for a ${nominee.kind}`);
    const { dossierId } = await startDossier(ctx, {
      ...place,
      formId: form.formId,
      subject,
      subjectUnitId: whole ? unit.id : null,
      chosen: person ? 'new' : null,
    });
    await write(course, ctx, dossierId, unit);
  }
  const draft = async () => {
    const row = await world.app.db
      .selectFrom('award_submission')
      .select(['id', 'version'])
      .where('unit_id', '=', unit.id)
      .where('call_id', '=', (await callOf(course)).id)
      .executeTakeFirstOrThrow();
    return row;
  };
  const { id } = await draft();
  await attachAward(ctx, {
    programmeId: (await callOf(course)).programmeId,
    on: { submission_id: id },
    papers: [
      { role: 'letter', label: 'Tờ trình đã ký', name: 'to-trinh-da-ky.pdf' },
      { role: 'minutes', label: 'Biên bản họp xét khen thưởng', name: 'bien-ban-hop-xet.pdf' },
    ],
  });
  await saveSubmission(ctx, {
    ...place,
    version: (await draft()).version,
    change: {
      part: 'letter',
      letterNumber: `${random.int(11, 240)}/TTr-MP`,
      letterDate: formatDate(today),
      signer: world.newName(),
      signerTitle: 'Thủ trưởng đơn vị',
    },
  });
  const mine = await dossiersOf(world.app.db, { submissionId: id, states: ['draft'] });
  const members = random.int(7, 13);
  const present = members - random.int(0, 2);
  await saveSubmission(ctx, {
    ...place,
    version: (await draft()).version,
    change: {
      part: 'minutes',
      meetingOn: formatDate(today),
      membersTotal: String(members),
      membersPresent: String(present),
      votes: Object.fromEntries(
        mine.map((one) => {
          const no = random.chance(0.8) ? 0 : 1;
          return [one.code, { yes: String(present - no), no: String(no) }];
        }),
      ),
    },
  });
  await saveSubmission(ctx, {
    ...place,
    version: (await draft()).version,
    change: {
      part: 'declared',
      collectives: String(random.int(10, 30)),
      individuals: String(random.int(60, 400)),
      households: '0',
    },
  });
  await submitNominations(ctx, place);
}

async function write(course: CallCourse, ctx: Ctx, dossierId: string, unit: WorldUnit): Promise<void> {
  const { world, doc } = course;
  const { db } = world.app;
  const dossier = await requireDossier(db, dossierId);
  const random = world.chance(`report/${dossier.code}`);
  await saveDossier(ctx, {
    dossierId,
    version: dossier.version,
    change: {
      part: 'report',
      background: background(dossier.subjectKind, dossier.subjectName, unit.name),
      achievements: achievements(random, unit.name),
      citation: citation(random),
      periodFrom: formatDate(doc.period.from),
      periodTo: formatDate(doc.period.to),
      claims: [],
    },
  });
  const at = await openDossier(ctx, dossierId);
  const criteria = criteriaFor(at, dossier.subjectKind);
  if (criteria.length === 0) return;
  await saveDossier(ctx, {
    dossierId,
    version: at.dossier.version,
    change: {
      part: 'criteria',
      answers: Object.fromEntries(
        criteria.map((one) => [
          one.id,
          {
            self: random.chance(0.85) ? 'full' : 'partly',
            text: 'Thực hiện đúng kế hoạch, có số liệu kèm theo báo cáo (mô phỏng).',
          },
        ]),
      ),
    },
  });
}

/** Dossiers that stand at a step, in order of code. */
export const standing = async (course: CallCourse, stepId: string): Promise<DossierRow[]> =>
  dossiersOf(course.world.app.db, { callId: (await callOf(course)).id, states: ['in-progress'], stepId });

/** The officers of a step look at everything and send it on, but for `back`, which goes to its unit once. */
export async function workThrough(
  course: CallCourse,
  args: { stepId: string; by: string; back?: number; reason?: string },
): Promise<void> {
  const ctx = await officerOf(course, args.by);
  const step = course.doc.path.find((one) => one.id === args.stepId)!;
  const all = await standing(course, step.id);
  const back = all.slice(0, args.back ?? 0);
  const rest = all.slice(back.length).map((one) => one.id);
  if (back.length > 0)
    await sendBack(ctx, {
      slug: course.slug,
      stepId: step.id,
      dossierIds: back.map((one) => one.id),
      to: null,
      reason: args.reason ?? 'Báo cáo chưa nêu kết quả bằng số liệu, đề nghị bổ sung (mô phỏng).',
    });
  if (rest.length === 0) return;
  if (step.checklist.length > 0)
    await appraiseDossiers(ctx, {
      slug: course.slug,
      stepId: step.id,
      dossierIds: rest,
      lines: step.checklist.map((line) => line.id),
    });
  await forward(ctx, { slug: course.slug, stepId: step.id, dossierIds: rest });
}

/** What was returned is mended by its units and handed in again. */
export async function mendReturned(course: CallCourse): Promise<void> {
  const { world, slug } = course;
  const returned = await dossiersOf(world.app.db, { callId: (await callOf(course)).id, states: ['returned'] });
  for (const one of returned) {
    const ctx = await world.as(course.coordinators.get(one.unitId)!);
    await saveDossier(ctx, {
      dossierId: one.id,
      version: one.version,
      change: {
        part: 'report',
        background: one.report.background,
        achievements: `${one.report.achievements}\nBổ sung: 100% hồ sơ tiếp nhận trực tuyến, 24/24 tổ công nghệ số hoạt động (mô phỏng).`,
        citation: one.report.citation,
        periodFrom: formatDate(one.periodFrom),
        periodTo: formatDate(one.periodTo),
        claims: [],
      },
    });
    await submitNominations(ctx, { unitId: one.unitId, slug, dossierIds: [one.id] });
  }
}
