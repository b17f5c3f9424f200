import { targetIn } from '#lib/domain/indicator/status.ts';
import { targetText } from '#lib/domain/indicator/text.ts';
import { toNumber } from '#lib/domain/kernel/decimal.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import type { Board } from './board.ts';
import { boundsOf, type ChartPoint, namesOf, pointOf } from './cells.ts';

interface Dot extends ChartPoint {
  /** the unit's id, or a running number where the unit is not named */
  id: string;
  name: string | null;
  href?: string;
  note?: string;
}

/** Fewer others than this would be known without their names. */
const fewestOthers = 5;

/**
 * The units of each class that reports an indicator, as dots of the shown year. A reader who may not see a unit's figure gets a dot without
 * its name, and none at all among so few that a dot would name it; such dots are official figures only.
 * @param page address of the indicator, for links to its table
 */
export function dotsOf(board: Board, indicator: Indicator, page: string, own: string | null = null) {
  const { doc } = board.movement;
  return doc.classes
    .filter((one) => indicator.reportedBy.includes(one.id))
    .flatMap((subject) => {
      const members = board.scope.participants.filter((unit) => unit.classId === subject.id);
      const named: Dot[] = [];
      const others: ChartPoint[] = [];
      for (const unit of members) {
        const figure = board.series(indicator, unit.id).find((one) => one.year === board.year);
        if (!figure) continue;
        const point = pointOf(indicator, figure.value);
        if (board.sees(indicator, unit.id))
          named.push({
            ...point,
            id: unit.id,
            name: unit.name,
            ...(page ? { href: `${page}?nam=${board.year}#${unit.code}` } : {}),
            ...(figure.from.length > 0 ? { note: `gồm số của ${namesOf(board, figure.from).join(', ')}` } : {}),
          });
        else others.push(point);
      }
      const hidden = others.length > 0 && others.length < fewestOthers;
      // by value, so that their order tells nothing
      const nameless = hidden
        ? []
        : others.sort((a, b) => a.value - b.value).map((point, i) => ({ ...point, id: `o${i}`, name: null }));
      const dots: Dot[] = [...named, ...nameless];
      if (dots.length === 0) return [];
      const target = targetIn(indicator, subject.id, board.year);
      const missing = members.length - named.length - others.length;
      return [
        {
          classId: subject.id,
          className: subject.name,
          dots,
          own: own ?? (named.length === 1 ? named[0]!.id : null),
          direction: indicator.direction,
          measure: indicator.measure,
          decimals: indicator.decimals,
          bounds: boundsOf(indicator),
          target: target && { value: toNumber(target.value), text: targetText(indicator, target) },
          counted:
            `${board.working ? (nameless.length > 0 ? 'Số liệu đang nhập của đơn vị mình và số chính thức của nơi khác,' : 'Số liệu đang nhập') : 'Số liệu chính thức'} năm ${board.year} của ${dots.length} trong ${members.length} ${subject.name.toLowerCase()}` +
            (missing > 0 ? `; ${missing} nơi chưa có số liệu, không tính là 0` : '') +
            (nameless.length > 0 ? '; đơn vị khác chỉ là chấm, không nêu tên' : '') +
            (hidden ? `; ${others.length} đơn vị khác không hiện vì quá ít để giữ kín tên` : '') +
            '.',
        },
      ];
    });
}
