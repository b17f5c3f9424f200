/** Lines of past decisions on their way into the register: judged by the rights and the data of now, in batches. */
import { sql } from 'kysely';
import type { SheetLine } from '#lib/domain/imports/format.ts';
import type { RowReport } from '#lib/domain/imports/outcome.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { readAward, type SheetAward } from '#lib/domain/register/sheet.ts';
import { type AwardScope, awardScope, mayKeepRegister } from '../award/scope.ts';
import { lawsOf } from '../catalogue/queries.ts';
import type { BatchFrame, BatchKind } from '../imports/kind.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { enterRecords, type NewRecord } from './enter.ts';
import { compareSubjects, holdSubjects, makeSubject, type NamedSubject, subjectsNamed } from './subjects.ts';

interface KnownUnit {
  id: string;
  code: string;
  name: string;
  kind: string;
  names: string[];
}

/** Units of all times, by code and by every name that they bore. */
async function unitBook(db: Tx['db']) {
  const { rows } = await sql<KnownUnit>`
    select u.id, u.code, u.name, u.kind, array(select n.name from unit_name n where n.unit_id = u.id) as names from unit u`.execute(
    db,
  );
  const byCode = new Map(rows.map((unit) => [fold(unit.code), unit]));
  const byName = new Map<string, KnownUnit[]>();
  for (const unit of rows)
    for (const name of new Set([unit.name, ...unit.names].map(fold)))
      byName.set(name, [...(byName.get(name) ?? []), unit]);
  const offices = rows
    .flatMap((unit) => [unit.name, ...unit.names].map((name) => ({ unit, name: fold(name) })))
    .toSorted((a, b) => b.name.length - a.name.length);
  const province = rows.find((unit) => unit.kind === 'province') ?? null;
  return {
    /** the unit of a line; a string: what is wrong; null: a name that no unit bears, kept as it is written */
    unitOf({ unitCode, unitName }: SheetAward): KnownUnit | string | null {
      const code = /^\d{1,5}$/.test(unitCode) ? unitCode.padStart(5, '0') : unitCode;
      if (unitCode !== '') {
        const unit = byCode.get(fold(unitCode)) ?? byCode.get(fold(code));
        if (!unit) return `Không có đơn vị nào mã “${unitCode}”.`;
        if (unitName !== '' && ![unit.name, ...unit.names].some((name) => fold(name) === fold(unitName)))
          return `Mã ${unit.code} là ${unit.name}, còn tệp ghi “${unitName}”. Có thể các cột bị xếp lệch nhau.`;
        return unit;
      }
      const same = byName.get(fold(unitName)) ?? [];
      return same.length > 1 ? `Có ${same.length} đơn vị tên “${unitName}”. Hãy ghi mã đơn vị.` : (same[0] ?? null);
    },
    /** the office that decided: the province for its forms, else the unit whose name the issuer's title holds */
    authorityOf({ form, issuer }: SheetAward): KnownUnit | null {
      if (form.level === 'state') return null;
      if (form.level === 'province') return province;
      const text = ` ${fold(issuer).replace(/\bubnd\b/g, 'uy ban nhan dan')} `;
      return offices.find(({ name }) => text.includes(` ${name} `))?.unit ?? null;
    },
  };
}

interface Weighed {
  line: SheetLine;
  label: string;
  award: SheetAward;
  unit: KnownUnit | null;
  authority: KnownUnit | null;
  subject: NamedSubject;
}

const paperOf = (award: { decisionNumber: string | null; decisionDate: string | null; year: number }) =>
  award.decisionNumber
    ? `Quyết định số ${award.decisionNumber}${award.decisionDate ? '' : `, năm ${award.year}`}`
    : `năm ${award.year}`;

const numberKey = (text: string | null) => fold(text ?? '').replace(/\s/g, '');

interface Existing {
  subjectId: string;
  formId: string;
  decisionNumber: string | null;
  decisionDate: string | null;
  year: number;
}

/** The same paper: its number and year; without a number on either side the same form in the same year may be it. */
function samePaper(award: SheetAward, one: Existing): 'same' | 'perhaps' | 'other' {
  if (award.form.id !== one.formId || award.year !== one.year) return 'other';
  if (award.decisionNumber && one.decisionNumber)
    return numberKey(award.decisionNumber) === numberKey(one.decisionNumber) ? 'same' : 'other';
  if (award.decisionDate && one.decisionDate && award.decisionDate !== one.decisionDate) return 'other';
  return 'perhaps';
}

async function weighLines(
  tx: Tx,
  ctx: Ctx,
  scope: AwardScope,
  frame: BatchFrame,
  lines: readonly SheetLine[],
): Promise<{ reports: Map<number, RowReport>; good: Weighed[] }> {
  const [laws, book] = await Promise.all([lawsOf(tx.db), unitBook(tx.db)]);
  const forms = [...new Map(laws.flatMap((law) => law.forms).map((form) => [form.id, form])).values()];
  const reports = new Map<number, RowReport>();
  const good: Weighed[] = [];
  for (const line of lines) {
    const label = [line.cells.name, line.cells.form, line.cells.year || line.cells.decisionDate]
      .filter(Boolean)
      .join(' – ');
    const refuse = (field: string | null, message: string) =>
      reports.set(line.line, { line: line.line, label, outcome: 'refused', field, message });
    const { value, issues } = readAward(line.cells, forms, ctx.now);
    const earlier = frame.repeated.get(line.line);
    if (!value) refuse(issues[0]?.field ?? null, issues.map((issue) => issue.message).join(' '));
    else if (earlier !== undefined) refuse(null, `Cùng tên, hình thức và quyết định đã có ở dòng ${earlier}.`);
    else {
      const unit = book.unitOf(value);
      const authority = book.authorityOf(value);
      const may = mayKeepRegister(scope, authority?.id ?? null);
      if (typeof unit === 'string') refuse(value.unitCode ? 'unitCode' : 'unitName', unit);
      else if (!may.allow)
        refuse(
          'issuer',
          'Bạn chỉ nhập được quyết định của đơn vị mình. Quyết định của cơ quan khác do cơ quan giữ sổ nhập.',
        );
      else
        good.push({
          line,
          label,
          award: value,
          unit,
          authority,
          subject: {
            kind: value.kind,
            name: value.name,
            unitId: unit?.id ?? null,
            unitName: unit ? value.unitName || unit.name : value.unitName,
            // the collective is the unit itself, when it bears its name
            isUnit: value.kind === 'collective' && unit !== null && fold(unit.name) === fold(value.name),
            birthDate: value.birthDate,
            birthYear: value.birthYear,
            gender: value.gender,
          },
        });
    }
  }
  return { reports, good };
}

const existingOf = (tx: Tx, subjectIds: string[]): Promise<Existing[]> =>
  tx.db
    .selectFrom('award_record')
    .select([
      'subject_id as subjectId',
      'form_id as formId',
      'decision_number as decisionNumber',
      'decision_date as decisionDate',
      'year',
    ])
    .where('subject_id', '=', sql<string>`any(${subjectIds}::uuid[])`)
    .execute();

/** Golden numbers that stand already, as "office year form number". */
async function goldenTaken(tx: Tx, good: Weighed[]): Promise<Set<string>> {
  const wanted = good.filter((one) => one.award.golden !== null && one.authority);
  if (wanted.length === 0) return new Set();
  const rows = await tx.db
    .selectFrom('award_record')
    .select(['authority_unit_id', 'year', 'form_id', 'golden_no'])
    .where('authority_unit_id', '=', sql<string>`any(${[...new Set(wanted.map((one) => one.authority!.id))]}::uuid[])`)
    .where('year', '=', sql<number>`any(${[...new Set(wanted.map((one) => one.award.year))]}::int[])`)
    .where('golden_no', 'is not', null)
    .execute();
  return new Set(rows.map((row) => `${row.authority_unit_id} ${row.year} ${row.form_id} ${row.golden_no}`));
}

const recordOf = (one: Weighed, subjectId: string, importJobId: string | null): NewRecord => ({
  subjectId,
  subjectKind: one.award.kind,
  subjectName: one.award.name,
  unitId: one.unit?.id ?? null,
  unitName: one.subject.unitName,
  formId: one.award.form.id,
  formName: one.award.formName,
  formIs: one.award.form.is,
  level: one.award.form.level,
  awardKind: one.award.awardKind,
  authorityUnitId: one.authority?.id ?? null,
  issuer: one.award.issuer,
  decisionNumber: one.award.decisionNumber,
  decisionDate: one.award.decisionDate,
  year: one.award.year,
  citation: one.award.citation,
  source: 'import',
  importJobId,
  golden: one.award.golden,
  certificate: false,
});

export const awardsImport: BatchKind = {
  subject: ({ cells }) =>
    [
      cells.name,
      cells.kind,
      cells.birth,
      cells.unitCode || cells.unitName,
      cells.form,
      cells.decisionNumber,
      cells.decisionDate || cells.year,
      cells.citation && !cells.decisionNumber ? cells.citation : '',
    ]
      .map((cell) => fold(cell ?? ''))
      .join('\n'),

  async apply(tx, ctx, frame, lines, dry) {
    const scope = await awardScope(ctx);
    const { reports, good } = await weighLines(tx, ctx, scope, frame, lines);
    if (!dry) await holdSubjects(tx);
    const known = await subjectsNamed(
      tx.db,
      good.map((one) => one.subject),
    );
    const near = new Map(
      good.map((one) => [
        one,
        known(one.subject).flatMap((other) => {
          const how = compareSubjects(one.subject, other);
          return how === 'other'
            ? []
            : [{ id: other.rootId, ids: [other.id, other.rootId], how, name: other.name, unitName: other.unitName }];
        }),
      ]),
    );
    const existing = Map.groupBy(
      await existingOf(tx, [...new Set([...near.values()].flat().flatMap((one) => one.ids))]),
      (row) => row.subjectId,
    );
    const golden = await goldenTaken(tx, good);
    // a file may name one person a hundred times: found by the name, not by going through all
    const made = new Map<string, { subject: NamedSubject; id: string; awards: SheetAward[] }[]>();
    const nameOf = (subject: NamedSubject) => `${subject.kind} ${fold(subject.name)}`;
    const records: NewRecord[] = [];
    for (const one of good) {
      const { award, line, label } = one;
      const say = (outcome: RowReport['outcome'], message: string, field: string | null = null) =>
        reports.set(line.line, { line: line.line, label, outcome, message, field });
      const others = near.get(one)!;
      const here = others.find((other) => other.how === 'same');
      const fresh = made
        .get(nameOf(one.subject))
        ?.find((other) => compareSubjects(one.subject, other.subject) === 'same');
      const papers = others.flatMap((other) =>
        other.ids.flatMap((id) => (existing.get(id) ?? []).map((row) => ({ other, how: samePaper(award, row) }))),
      );
      const twin = papers.find((paper) => paper.how === 'same' && paper.other.how === 'same');
      const perhaps = papers.find((paper) => paper.how !== 'other');
      const inFile = fresh?.awards.some(
        (other) => samePaper(award, { ...other, subjectId: '', formId: other.form.id }) === 'same',
      );
      const place = `${one.authority?.id} ${award.year} ${award.form.id} ${award.golden}`;
      if (twin) say('same', 'Đã có trong sổ.');
      else if (inFile) say('refused', 'Cùng đối tượng, hình thức và quyết định đã có ở một dòng trước của tệp.');
      else if (perhaps && !award.another)
        say(
          'refused',
          `Có thể trùng với ${perhaps.other.name}${perhaps.other.unitName ? ` (${perhaps.other.unitName})` : ''}, ${award.form.shortName}, ${paperOf(award)} đã có trong sổ. Nếu là khen thưởng khác, hãy ghi “Có” ở cột “Khác dòng đã có”.`,
          'twin',
        );
      else if (award.golden !== null && one.authority && golden.has(place))
        say('refused', `Số sổ vàng ${award.golden} năm ${award.year} của hình thức này đã có.`, 'golden');
      else {
        if (one.authority && award.golden !== null) golden.add(place);
        let id = here?.id ?? fresh?.id;
        if (id === undefined) id = dry ? '' : await makeSubject(tx, ctx, one.subject);
        if (fresh) fresh.awards.push(award);
        else {
          const key = nameOf(one.subject);
          made.set(key, [...(made.get(key) ?? []), { subject: one.subject, id, awards: [award] }]);
        }
        records.push(recordOf(one, id, frame.jobId));
        say(
          'created',
          [
            here || fresh ? 'Thêm vào đối tượng đã có' : 'Đối tượng mới',
            ...(one.unit || one.subject.unitName === ''
              ? []
              : [`đơn vị “${one.subject.unitName}” không có trong danh mục, ghi theo tên`]),
          ].join('; '),
        );
      }
    }
    if (!dry && records.length > 0) {
      await enterRecords(tx, ctx, records);
      tx.publish();
    }
    return lines.map((line) => reports.get(line.line)!);
  },
};
