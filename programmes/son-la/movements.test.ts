import { describe, expect, it } from 'vitest';
import { parseMovement } from '#lib/domain/movement/parse.ts';
import { demoMovements, movements } from './index.ts';

describe.each([...movements, ...demoMovements].map((doc) => [doc.code, doc] as const))('movement %s', (_code, doc) => {
  it('has the shape of a movement', () => {
    expect(parseMovement(JSON.parse(JSON.stringify(doc)))).toEqual({ ok: true, movement: doc });
  });
});
