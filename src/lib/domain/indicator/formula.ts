/**
 * Formulas over other indicators: numbers, {indicator}, + - * / and parentheses. Nothing else, so a document can hold no program.
 */
import { add, type Decimal, dec, divide, isZero, mul, sub } from '../kernel/decimal.ts';

export type Formula =
  | { kind: 'number'; value: Decimal }
  | { kind: 'figure'; id: string }
  | { kind: '+' | '-' | '*' | '/'; left: Formula; right: Formula };

const token = /\s*(?:(\d{1,15}(?:\.\d{1,10})?)|\{([a-z0-9][a-z0-9.-]{0,79})\}|([-+*/()]))/gy;
const deepest = 40;
const longest = 500;

function tokens(text: string): string[] | null {
  const found: string[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const match = token.exec(text);
    if (!match) return null;
    found.push(match[1] ?? (match[2] !== undefined ? `{${match[2]}` : match[3]!));
  }
  return found;
}

/** The parsed formula; null when it is none. */
export function parseFormula(text: string): Formula | null {
  const all = text.length > longest ? null : tokens(text);
  if (!all || all.length === 0) return null;
  let at = 0;
  const factor = (depth: number): Formula | null => {
    const next = all[at++];
    if (next === undefined || depth > deepest) return null;
    if (next === '(') {
      const inner = expression(depth + 1);
      return inner && all[at++] === ')' ? inner : null;
    }
    if (next === '-') {
      const right = factor(depth + 1);
      return right && { kind: '-', left: { kind: 'number', value: dec(0) }, right };
    }
    if (next.startsWith('{')) return { kind: 'figure', id: next.slice(1) };
    return /^\d/.test(next) ? { kind: 'number', value: dec(next) } : null;
  };
  const chain = (operators: string[], part: (depth: number) => Formula | null, depth: number): Formula | null => {
    let left = part(depth);
    while (left && operators.includes(all[at] ?? '')) {
      const kind = all[at++] as '+';
      const right = part(depth);
      left = right && { kind, left, right };
    }
    return left;
  };
  const term = (depth: number) => chain(['*', '/'], factor, depth);
  const expression = (depth: number): Formula | null => chain(['+', '-'], term, depth);
  const parsed = expression(0);
  return parsed && at === all.length ? parsed : null;
}

/** Ids of the indicators that a formula reads. */
export function formulaIds(formula: Formula): string[] {
  if (formula.kind === 'figure') return [formula.id];
  if (formula.kind === 'number') return [];
  return [...new Set([...formulaIds(formula.left), ...formulaIds(formula.right)])];
}

/** decimals kept in each division */
const precision = 10;

/** The result; null where a figure is missing or something is divided by zero. */
export function evaluate(formula: Formula, figureOf: (id: string) => string | null): Decimal | null {
  if (formula.kind === 'number') return formula.value;
  if (formula.kind === 'figure') {
    const figure = figureOf(formula.id);
    return figure === null ? null : dec(figure);
  }
  const [left, right] = [evaluate(formula.left, figureOf), evaluate(formula.right, figureOf)];
  if (left === null || right === null) return null;
  switch (formula.kind) {
    case '+':
      return add(left, right);
    case '-':
      return sub(left, right);
    case '*':
      return mul(left, right);
    case '/':
      return isZero(right) ? null : divide(left, right, precision, 'half-up');
  }
}
