import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { examples } from './movement.examples.ts';
import { figures } from './movement.figures.ts';
import { indicators } from './movement.indicators.ts';
import { inspection } from './movement.inspection.ts';
import { offices } from './movement.office.ts';
import { districts, successors } from './movement.past.ts';
import { plan, reminders } from './movement.plan.ts';
import { yearReport } from './movement.report.ts';
import { setup } from './movement.setup.ts';
import { sheets } from './movement.sheets.ts';
import { summary } from './movement.summary.ts';
import type { Stage } from './movement.support.ts';

/**
 * The whole path of the movement of 2025-2030, from an empty installation to the provincial report of its first year, each role
 * through its own pages; the steps share one server and one clock.
 * @param what.browsers what people sit at: a browser without scripts, or Chromium with them
 */
export function movementPath(what: {
  browsers: (server: TestServer) => Promise<() => Browser>;
  scripts: boolean;
}): void {
  const stage = { scripts: what.scripts, people: {}, units: {}, at: {}, files: {} } as unknown as Stage;

  beforeAll(async () => {
    stage.server = await startTestServer({ at: '2025-06-23T08:00:00+07:00' });
    stage.server.browser = await what.browsers(stage.server);
  });
  afterAll(() => stage.server?.stop());

  describe('June 2025: the movements are set up', () => setup(stage));
  describe('June 2025: districts end', () => districts(stage));
  describe('July 2025: two tiers', () => {
    beforeAll(() => stage.server.moveTo('2025-07-01T08:00:00+07:00'));
    successors(stage);
    indicators(stage);
    reminders(stage);
    plan(stage);
  });
  describe('October 2025: figures', () => figures(stage));
  describe('November 2025: the report of the year', () => yearReport(stage));
  describe('November 2025: good examples', () => examples(stage));
  describe('November 2025: a visit', () => inspection(stage));
  describe('December 2025: the report of the province', () => summary(stage));
  describe('January 2026: movements within an agency', () => offices(stage));
  describe('January 2026: figures as a file', () => sheets(stage));

  it('everything still fits', async () => {
    const all = await checkInvariants(stage.server.app);
    expect(all.filter((one) => !one.ok)).toEqual([]);
  });
}
