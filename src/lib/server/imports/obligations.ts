/** Lines of obligations: the standing unit excuses units and takes that back; everything else is changed on the pages. */
import type { SheetLine } from '#lib/domain/imports/format.ts';
import { type ObligationSheetRow, obligationsFormat, readExemption } from '#lib/domain/imports/obligations.ts';
import type { RowReport } from '#lib/domain/imports/outcome.ts';
import { charCount, cleanMultiline, fold } from '#lib/domain/kernel/text.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { REASON_LENGTH } from '#lib/domain/obligation/states.ts';
import { mayManage } from '../movement/scope.ts';
import { mayReadObligation, ruleOf } from '../obligation/list.ts';
import { type ObligationRow, obligationsOf } from '../obligation/queries.ts';
import { excuseInto, holdObligations, unexcuseInto } from '../obligation/states.ts';
import type { ImportFrame, ImportKind } from './kind.ts';
import { type NamedUnit, periodOf, unitNames } from './names.ts';

const keyOf = (row: { unitId: string; ruleId: string; period: string }) => `${row.unitId} ${row.ruleId} ${row.period}`;

interface Found {
  line: SheetLine;
  label: string;
  unit: NamedUnit;
  ruleId: string;
  period: string;
}

type Change = { kind: 'excuse'; id: string; reason: string } | { kind: 'unexcuse'; id: string };

const report = (
  { line, label }: { line: SheetLine; label: string },
  outcome: RowReport['outcome'],
  message: string,
  field: string | null = null,
): RowReport => ({ line: line.line, label, outcome, message, field });

/** What a line asks for; null with its report where nothing is to be done. */
function weigh(frame: ImportFrame, one: Found, row: ObligationRow | undefined): [RowReport, Change | null] {
  const rule = ruleOf(frame.movement.doc, one.ruleId);
  if (!row || !mayReadObligation(frame.scope, rule, row.unitId))
    return [
      report(
        one,
        'refused',
        'Không có việc này của đơn vị và kỳ ghi trong tệp, hoặc bạn không có quyền xem.',
        'ruleId',
      ),
      null,
    ];
  const shown: ObligationSheetRow = { ...row, unitCode: one.unit.code, ruleName: rule?.name ?? '' };
  const read = readExemption(shown, one.line.cells);
  if ('refused' in read) return [report(one, 'refused', read.refused.message, read.refused.field), null];
  const reason = cleanMultiline(read.reason);
  const before = { exempt: row.exemptedAt !== null, reason: cleanMultiline(row.exemptReason ?? '') };
  if (before.exempt === read.exempt && before.reason === (read.exempt ? reason : '')) {
    if (read.exempt || reason === '') return [report(one, 'same', ''), null];
    return [
      report(one, 'refused', 'Có lý do miễn nhưng cột “Được miễn” để trống. Hãy ghi “Có” nếu miễn việc này.', 'exempt'),
      null,
    ];
  }
  const may = mayManage(frame.scope);
  if (!may.allow) return [report(one, 'refused', may.reason, 'exempt'), null];
  if (!read.exempt) return [report(one, 'changed', 'Bỏ miễn: đơn vị lại phải nộp'), { kind: 'unexcuse', id: row.id }];
  if (row.state === 'accepted')
    return [report(one, 'refused', 'Việc này đã được chấp nhận nên không cần miễn.', 'exempt'), null];
  if (charCount(reason) < REASON_LENGTH)
    return [report(one, 'refused', `Hãy ghi lý do miễn, ít nhất ${REASON_LENGTH} ký tự.`, 'reason'), null];
  const message = before.exempt ? `Lý do miễn: “${before.reason}” → “${reason}”` : `Phải nộp → Được miễn: ${reason}`;
  return [report(one, 'changed', message), { kind: 'excuse', id: row.id, reason }];
}

export const obligationsImport: ImportKind = {
  format: obligationsFormat,

  subject: ({ cells }) =>
    [cells.unitCode || cells.unitName, cells.ruleId, cells.period].map((cell) => fold(cell ?? '')).join('\n'),

  async apply(tx, ctx, frame, lines, dry) {
    const unitOf = await unitNames(tx.db);
    const reports = new Map<number, RowReport>();
    const found: Found[] = [];
    for (const line of lines) {
      const unit = unitOf(line.cells, frame);
      const period = periodOf(line.cells, frame);
      const ruleId = (line.cells.ruleId ?? '').trim();
      const label = [
        unit.found?.name ?? (line.cells.unitName || line.cells.unitCode),
        ruleOf(frame.movement.doc, ruleId)?.name ?? ruleId,
        period.found ? periodName(period.found) : line.cells.period,
      ]
        .filter(Boolean)
        .join(' – ');
      const problem = [unit, period].find((one) => one.found === null);
      const earlier = frame.repeated.get(line.line);
      if (problem) reports.set(line.line, report({ line, label }, 'refused', problem.message, problem.field));
      else if (earlier !== undefined)
        reports.set(
          line.line,
          report({ line, label }, 'refused', `Việc này của cùng đơn vị và kỳ đã có ở dòng ${earlier}.`),
        );
      else found.push({ line, label, unit: unit.found!, ruleId, period: period.found! });
    }
    await holdObligations(
      tx,
      frame.movement.id,
      found.map((one) => ({ unitId: one.unit.id, ruleId: one.ruleId, period: one.period })),
    );
    const rows = await obligationsOf(tx.db, {
      programmeIds: [frame.movement.id],
      unitIds: [...new Set(found.map((one) => one.unit.id))],
    });
    const byKey = new Map(rows.map((row) => [keyOf(row), row]));
    const changes: Change[] = [];
    for (const one of found) {
      const row = byKey.get(keyOf({ unitId: one.unit.id, ruleId: one.ruleId, period: one.period }));
      const [told, change] = weigh(frame, one, row);
      reports.set(one.line.line, told);
      if (change) changes.push(change);
    }
    if (!dry) {
      await excuseInto(
        tx,
        ctx,
        changes.filter((one) => one.kind === 'excuse'),
      );
      const back = changes.filter((one) => one.kind === 'unexcuse').map((one) => one.id);
      if (back.length > 0) await unexcuseInto(tx, ctx, frame.movement.id, back);
    }
    return lines.map((line) => reports.get(line.line)!);
  },
};
