import { expect, it } from 'vitest';
import { contest2024Demo, contest2026Demo } from '#programmes/son-la/index.ts';
import { nextStep } from './progress.ts';

const chosen = {
  state: 'shortlisted' as const,
  unitName: null,
  unitDecision: null,
  reason: null,
  refinedAt: null,
};
const out = { finalists: true, results: false };

it('K24-3: who is chosen in a contest held online waits for the jury and is not asked to come', () => {
  const step = nextStep(contest2024Demo, chosen, new Date('2024-08-15T08:00:00+07:00'), out);
  expect(step).toMatchObject({ who: 'Ban Giám khảo', yours: false });
});

it('K26-4d: who is chosen for a final on stage presents there', () => {
  const step = nextStep(contest2026Demo, chosen, new Date('2026-09-15T08:00:00+07:00'), out);
  expect(step).toMatchObject({ who: 'Tác giả', yours: true });
  expect(step.what).toContain('trình bày');
});
