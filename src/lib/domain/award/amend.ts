/**
 * What may still change in a call after it has opened: only what harms nobody. Units work towards a deadline and count on their quota;
 * dossiers are on their way along the path.
 */
import { compare } from '../kernel/decimal.ts';
import type { Issue } from '../kernel/errors.ts';
import { toMs } from '../kernel/time.ts';
import { same } from '../programme/diff.ts';
import type { Soft } from '../programme/types.ts';
import type { AwardCall, Quota } from './types.ts';

type Limit = Quota['limits'][number];

const contains = <T>(all: readonly T[], some: readonly T[]): boolean => some.every((one) => all.includes(one));

/** A day more is never to the worse of those who wait for it; no limit at all is more than any. */
const notShorter = (before: Soft<number> | null, after: Soft<number> | null): boolean =>
  (after?.value ?? null) === null || ((before?.value ?? null) !== null && after!.value! >= before!.value!);

const roundingOrder = [null, 'down', 'nearest', 'up'];

function notLess(before: Limit, after: Limit): boolean {
  if (before.max === null && before.percent === null) return true;
  if (before.max !== null) return after.max !== null && after.max >= before.max;
  if (after.percent === null || compare(after.percent, before.percent!) < 0) return false;
  return roundingOrder.indexOf(after.rounding) >= roundingOrder.indexOf(before.rounding);
}

function quotaIssues(before: Quota[], after: Quota[]): Issue[] {
  const known = new Map(before.map((quota) => [quota.id, quota]));
  return after.flatMap((quota, index): Issue[] => {
    const was = known.get(quota.id);
    const field = `quotas.${index}`;
    if (!was)
      return [
        {
          field,
          message: `Đợt đã mở: không thêm chỉ tiêu “${quota.printed}”, vì đơn vị đang đề nghị không theo chỉ tiêu đó.`,
        },
      ];
    if (!same([was.classIds, was.units, was.formIds], [quota.classIds, quota.units, quota.formIds]))
      return [{ field, message: `Đợt đã mở: không đổi đối tượng, hình thức mà chỉ tiêu “${was.printed}” tính.` }];
    const less = quota.limits.some((limit) => {
      const old = was.limits.find((one) => same(one.subjects.toSorted(), limit.subjects.toSorted()));
      return !old || !notLess(old, limit);
    });
    return less ? [{ field, message: `Đợt đã mở: chỉ tiêu “${was.printed}” chỉ được tăng, không được giảm.` }] : [];
  });
}

function pathIssues(before: AwardCall['path'], after: AwardCall['path']): Issue[] {
  const shape = (path: AwardCall['path']) => path.map(({ id, kind, unit }) => [id, kind, unit]);
  if (!same(shape(before), shape(after)))
    return [
      {
        field: 'path',
        message:
          'Đợt đã mở: không thêm, bớt, đổi thứ tự hay đổi cơ quan của các bước xét, vì hồ sơ đang đi theo các bước đó.',
      },
    ];
  return before.flatMap((was, index): Issue[] => {
    const step = after[index]!;
    const shorter = (['days', 'returnDays', 'publicDays'] as const).some((key) => !notShorter(was[key], step[key]));
    return shorter
      ? [
          {
            field: `path.${index}`,
            message: `Đợt đã mở: thời hạn của bước “${was.name}” chỉ được kéo dài, không được rút ngắn.`,
          },
        ]
      : [];
  });
}

const fixed = {
  schema: 'mẫu',
  code: 'mã đợt',
  occasion: 'dịp khen thưởng',
  kind: 'loại hình khen thưởng',
  authority: 'người quyết định',
  standingUnit: 'cơ quan thường trực',
  period: 'thời gian xét thành tích',
  opensAt: 'lúc mở nhận đề nghị',
} as const satisfies Partial<Record<keyof AwardCall, string>>;

/** Why a change cannot be made to a call that is open; empty: it harms nobody. */
export function harmsOfChange(before: AwardCall, after: AwardCall): Issue[] {
  const issues: Issue[] = (Object.keys(fixed) as (keyof typeof fixed)[])
    .filter((key) => !same(before[key], after[key]))
    .map((key) => ({ field: key, message: `Đợt đã mở: không đổi ${fixed[key]} được nữa.` }));
  if (toMs(after.closesAt) < toMs(before.closesAt))
    issues.push({ field: 'closesAt', message: 'Đợt đã mở: hạn đề nghị chỉ được lùi lại, không được rút ngắn.' });
  before.forms.forEach((was, index) => {
    const form = after.forms.find((one) => one.formId === was.formId);
    if (!form || !contains(form.subjects, was.subjects))
      issues.push({
        field: `forms.${index}`,
        message: `Đợt đã mở: không bỏ “${was.name}” hay đối tượng của hình thức này.`,
      });
  });
  if (!keepsNominators(before.nominators, after.nominators))
    issues.push({ field: 'nominators', message: 'Đợt đã mở: chỉ thêm đơn vị được đề nghị, không bớt.' });
  issues.push(...quotaIssues(before.quotas, after.quotas), ...pathIssues(before.path, after.path));
  return issues;
}

function keepsNominators(before: AwardCall['nominators'], after: AwardCall['nominators']): boolean {
  const all = (one: AwardCall['nominators']) => one.classIds.length === 0 && one.units.length === 0;
  if (all(after)) return true;
  return !all(before) && contains(after.classIds, before.classIds) && contains(after.units, before.units);
}
