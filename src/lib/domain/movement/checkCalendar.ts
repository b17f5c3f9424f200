import { addDays, formatDate } from '../kernel/time.ts';
import type { Report } from '../programme/findings.ts';
import type { MovementProgramme } from './types.ts';

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Days, phases and reviews: inside the movement, one after the other. */
export function checkCalendar(doc: MovementProgramme, report: Report): void {
  if (doc.from >= doc.to) report('error', 'ends-first', 'to', 'Phong trào kết thúc trước khi bắt đầu.');
  checkPhases(doc, report);
  checkOccasions(doc, report);
}

/** Two phases of the same plan may overlap as printed (Q25-4: 2025-2027 and 2027-2030): pointed out, a person decides. */
function checkPhases(doc: MovementProgramme, report: Report): void {
  doc.phases.forEach((phase, index) => {
    const path = `phases[${phase.id}]`;
    if (phase.from > phase.to)
      report('error', 'phase-ends-first', `${path}.to`, `"${phase.name}" kết thúc trước khi bắt đầu.`);
    if (phase.from < doc.from || phase.to > doc.to)
      report(
        'error',
        'phase-outside',
        path,
        `"${phase.name}" nằm ngoài thời gian của phong trào (${formatDate(doc.from)} - ${formatDate(doc.to)}).`,
      );
    const before = doc.phases[index - 1];
    if (!before) return;
    if (phase.from < before.from)
      report('error', 'phase-order', `${path}.from`, `"${phase.name}" phải bắt đầu sau "${before.name}".`);
    else if (phase.from <= before.to)
      report(
        'warning',
        'phase-overlap',
        `${path}.from`,
        `"${before.name}" (${before.printed}) và "${phase.name}" (${phase.printed}) chồng nhau từ ${formatDate(phase.from)} đến ${formatDate(before.to)}.`,
      );
    else if (phase.from > addDays(before.to, 1))
      report(
        'warning',
        'phase-gap',
        `${path}.from`,
        `Từ ${formatDate(addDays(before.to, 1))} đến ${formatDate(addDays(phase.from, -1))} không thuộc giai đoạn nào.`,
      );
  });
}

function checkOccasions(doc: MovementProgramme, report: Report): void {
  const [first, last] = [yearOf(doc.from), yearOf(doc.to)];
  const final = doc.occasions.find((one) => one.kind === 'final');
  if (!final)
    report('warning', 'no-final', 'occasions', 'Chưa có dịp tổng kết (Điều 17 khoản 5 Luật Thi đua, khen thưởng).');
  for (const one of doc.occasions) {
    const path = `occasions[${one.id}]`;
    if (one.kind === 'yearly') {
      if (one.year !== null)
        report('error', 'occasion-year', `${path}.year`, `"${one.name}" là hằng năm nên không ghi năm.`);
      continue;
    }
    if (one.year === null) {
      report('error', 'occasion-year', `${path}.year`, `"${one.name}" chưa ghi năm.`);
      continue;
    }
    // A movement is often reviewed for the last time in the months after its end (C21-4).
    if (one.year < first || one.year > last + (one.kind === 'final' ? 1 : 0))
      report('error', 'occasion-outside', `${path}.year`, `"${one.name}" nằm ngoài các năm của phong trào.`);
    if (one.kind === 'mid-term' && final?.year && one.year >= final.year)
      report('error', 'occasion-order', `${path}.year`, `"${one.name}" phải trước "${final.name}".`);
    if (one.on.value !== null && yearOf(one.on.value) !== one.year)
      report('error', 'occasion-day', `${path}.on`, `Ngày của "${one.name}" không thuộc năm ${one.year}.`);
  }
}
