import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { createUnit } from '#lib/server/people/unitActs.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { insertMovement, sampleMovement } from './movement.ts';
import type { TestServer } from './server.ts';

/** A movement in which the cast works: who may do what in its rooms is asked of them. */
export interface CastMovement {
  id: string;
  slug: string;
  doc: MovementProgramme;
  /** ids of units by code; `SNV` is the standing unit, `SKHCN` leads indicators */
  units: Record<'SL' | 'SNV' | 'SKHCN', string>;
  /** the coordinator's unit takes part, and so does the other one of the cast, which is nobody's */
  participants: { own: string; other: string };
  /** the coordinator's yearly report, open and not begun */
  obligation: { id: string; ruleId: string; period: string };
  /** the draft of a movement that the coordinator's unit makes of this one */
  child: { id: string; slug: string };
  /** a figure that the coordinator entered */
  value: { id: string; indicatorId: string; period: string };
  /** good examples: the coordinator's draft, and a published one of the other unit */
  examples: { draft: string; published: { id: string; code: string } };
  /** a file of figures that the coordinator sent in for the own unit */
  importJob: string;
  /** news: addresses of a published and a draft piece, and the draft's id */
  news: { published: string; draft: string; draftId: string };
  /** a task of the movement that nobody has yet */
  task: string;
  /** the report of 2025 over those of the units, being written */
  summary: string;
  /** a visit to the coordinator's unit that was held, and its finding, which waits for an answer */
  inspection: { id: string; finding: string };
}

const doc: MovementProgramme = {
  ...sampleMovement,
  obligations: sampleMovement.obligations.map((rule) =>
    rule.id === 'report'
      ? { ...rule, due: { ...rule.due, month: 7, day: 31, printed: 'trước ngày 31/7 hằng năm' } }
      : rule,
  ),
};

const childDoc: MovementProgramme = {
  ...sampleMovement,
  code: 'TDS26',
  slug: 'thi-dua-cua-so',
  name: 'Phong trào thi đua của Sở Chim Én Báo Xuân',
  shortName: 'Thi đua của Sở Chim Én Báo Xuân',
  level: 'agency',
  organiserUnit: 'SO-MOI-NHU',
  standingUnit: 'SO-MOI-NHU',
  parent: {
    id: 'parent',
    number: '1470/QĐ-UBND',
    date: '2025-06-21',
    issuer: 'Ủy ban nhân dân tỉnh Sơn La',
    title: sampleMovement.name,
    clause: 'I.1',
    slug: sampleMovement.slug,
  },
  inherits: { slug: sampleMovement.slug, version: 1 },
  classes: sampleMovement.classes.map((one) => ({
    ...one,
    units: one.units && {
      kinds: ['room'],
      under: 'SO-MOI-NHU',
      codes: one.id === 'agencies' ? ['SO-MOI-NHU'] : [],
      except: [],
    },
  })),
};

/** Publishes the movement, with the coordinator's unit at work. Roles are granted by the caller. */
export async function castMovement(
  server: TestServer,
  args: { early: Ctx; participants: { own: string; other: string }; coordinator: { id: string; name: string } },
): Promise<CastMovement> {
  const { db } = server.app;
  const { early, participants, coordinator } = args;
  const unit = async (code: string, name: string, kind: 'province' | 'agency') =>
    (await createUnit(early, { code, name, kind })).id;
  const units = {
    SL: await unit('SL', 'Tỉnh Đầu Nguồn', 'province'),
    SNV: await unit('SNV', 'Sở Thường Trực', 'agency'),
    SKHCN: await unit('SKHCN', 'Sở Chủ Trì Chỉ Tiêu', 'agency'),
  };
  const id = await insertMovement(server, doc);
  const childId = await insertMovement(server, childDoc, early.now, 'draft');
  const at = new Date('2026-07-02T08:00:00+07:00');
  const mine = { programme_id: id, unit_id: participants.own };
  const obligation = { ruleId: 'report', period: '2026' };
  const { id: obligationId } = await db
    .insertInto('obligation')
    .values({
      ...mine,
      rule_id: obligation.ruleId,
      period: obligation.period,
      due_at: new Date('2026-07-30T23:59:59.999+07:00'),
      state: 'not-started',
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const value = { indicatorId: 'trained', period: '2025' };
  const { id: valueId } = await db
    .insertInto('indicator_value')
    .values({
      ...mine,
      indicator_id: value.indicatorId,
      period: value.period,
      value: '12',
      state: 'entered',
      entered_by: coordinator.id,
      entered_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const by = { value_id: valueId, version: 1, by_id: coordinator.id, by_name: coordinator.name, at };
  await db
    .insertInto('indicator_value_version')
    .values({ ...by, value: '12' })
    .execute();
  await db
    .insertInto('indicator_value_event')
    .values({ ...by, what: 'entered' })
    .execute();
  const example = async (code: string, unitId: string, published: boolean) => {
    const { id: exampleId } = await db
      .insertInto('good_example')
      .values({
        programme_id: id,
        unit_id: unitId,
        code,
        kind: 'model',
        title: published ? 'Chợ phiên không tiền mặt' : 'Tổ công nghệ số cộng đồng',
        folded: published ? 'cho phien khong tien mat' : 'to cong nghe so cong dong',
        summary: 'Tiểu thương quen dần với mã QR.',
        body: 'Đến từng quầy.',
        results: '120 quầy.',
        content_id: 'b',
        state: published ? 'published' : 'draft',
        created_at: at,
        updated_at: at,
        ...(published ? { submitted_at: at, published_at: at } : {}),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('good_example_event')
      .values({ example_id: exampleId, at, by_name: coordinator.name, what: published ? 'published' : 'draft' })
      .execute();
    return { id: exampleId, code };
  };
  const examples = {
    draft: (await example('TD25-DH-001', participants.own, false)).id,
    published: await example('TD25-DH-002', participants.other, true),
  };
  const { id: importJob } = await db
    .insertInto('import_job')
    .values({
      ...mine,
      kind: 'values',
      file_name: 'so-lieu.xlsx',
      lines: JSON.stringify([['2', value.indicatorId, value.period, '12']]),
      options: JSON.stringify({ period: value.period, columns: 'indicatorId\nperiod\nvalue', unknown: '' }),
      state: 'done',
      total: 1,
      done: 1,
      created_by: coordinator.id,
      created_at: at,
      started_at: at,
      finished_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('import_row')
    .values({ job_id: importJob, line: 2, outcome: 'created', message: '12 người', label: 'Người được tập huấn' })
    .execute();
  const { id: task } = await db
    .insertInto('task')
    .values({
      programme_id: id,
      title: 'Hướng dẫn đăng ký kế hoạch',
      agency: 'Sở Thường Trực',
      state: 'todo',
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const line = { parent: '', place: 'Đầu Nguồn', to: '', basis: '', receivers: 'Lưu: VT.', capacity: 'Giám đốc' };
  const { id: summary } = await db
    .insertInto('summary_report')
    .values({
      programme_id: id,
      period: '2025',
      occasion: 'yearly',
      title: 'Kết quả thực hiện phong trào, năm 2025',
      body: JSON.stringify({
        head: { ...line, issuer: 'Sở Thường Trực', opening: 'Báo cáo như sau:', closing: 'Trân trọng./.', signer: '' },
        headVersion: 1,
        sections: { 'trien-khai': { text: 'Trong {{so:chi-tieu.tong}} chỉ tiêu.', picks: [], version: 1 } },
        seen: {},
      }),
      state: 'draft',
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const piece = async (slug: string, title: string, published: boolean) =>
    db
      .insertInto('news')
      .values({
        programme_id: id,
        slug,
        title,
        summary: 'Mẫu đăng ký và thời hạn gửi.',
        body: 'Các đơn vị tải mẫu ở trang này.',
        state: published ? 'published' : 'draft',
        updated_at: at,
        ...(published ? { published_at: at } : {}),
      })
      .returning(['id', 'slug'])
      .executeTakeFirstOrThrow();
  const shown = await piece('huong-dan-dang-ky', 'Hướng dẫn đăng ký kế hoạch thi đua', true);
  const kept = await piece('ket-qua-dot-mot', 'Kết quả đợt một', false);
  const { id: inspectionId } = await db
    .insertInto('inspection')
    .values({
      ...mine,
      title: 'Kiểm tra việc thực hiện phong trào',
      planned_on: '2026-06-30',
      held_on: '2026-06-30',
      team: JSON.stringify([{ name: 'Lò Văn An', position: 'Phó Giám đốc', agency: 'Sở Thường Trực' }]),
      checklist: JSON.stringify([
        { id: 'plan', text: 'Đã ban hành kế hoạch triển khai', clause: 'VI.1', answer: 'gap', note: 'Ban hành muộn.' },
      ]),
      state: 'held',
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: finding } = await db
    .insertInto('inspection_finding')
    .values({
      inspection_id: inspectionId,
      text: 'Bổ sung kế hoạch năm 2026.',
      owner_unit_id: participants.own,
      due_on: '2026-12-31',
      state: 'open',
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const byOne = { inspection_id: inspectionId, at, by_name: 'Thư ký' };
  await db
    .insertInto('inspection_event')
    .values([
      { ...byOne, what: 'planned' },
      { ...byOne, what: 'held' },
      { ...byOne, what: 'found', finding_id: finding },
    ])
    .execute();
  return {
    id,
    importJob,
    news: { published: shown.slug, draft: kept.slug, draftId: kept.id },
    task,
    summary,
    inspection: { id: inspectionId, finding },
    examples,
    slug: doc.slug,
    doc,
    units,
    participants,
    child: { id: childId, slug: childDoc.slug },
    obligation: { id: obligationId, ...obligation },
    value: { id: valueId, ...value },
  };
}
