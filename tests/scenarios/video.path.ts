import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { intake, setup } from './video.intake.ts';
import { results } from './video.results.ts';
import { screening } from './video.screening.ts';
import type { Stage } from './video.support.ts';
import { tasks } from './video.tasks.ts';
import { votes } from './video.votes.ts';

/**
 * The whole path of the video contest of 2024, from an empty installation to certificates that anyone verifies, each role
 * through its own pages; the steps share one server and one clock.
 * @param what.browsers what people sit at: a browser without scripts, or Chromium with them
 */
export function videoPath(what: { browsers: (server: TestServer) => Promise<() => Browser>; scripts: boolean }): void {
  const stage = { scripts: what.scripts, people: {}, works: {} } as Stage;

  beforeAll(async () => {
    stage.server = await startTestServer({ at: '2024-05-20T08:00:00+07:00' });
    stage.server.browser = await what.browsers(stage.server);
  });
  afterAll(() => stage.server?.stop());

  describe('May: the contest is set up', () => setup(stage));
  describe('May: everybody knows their tasks', () => tasks(stage));
  describe('June and July: authors enter', () => intake(stage));
  describe('1 to 10 August: the list is closed, the works are screened and posted', () => screening(stage));
  describe('August: everyone watches, likes and passes on', () => votes(stage));
  describe('August to September: scores, the freeze, prizes, certificates', () => results(stage));

  it('the auditor reads who did what, and everything still fits', async () => {
    const auditor = stage.people.auditor!;
    await auditor.get('/quan-tri/nhat-ky');
    expect(auditor.page.text).toContain('Hoàng Quốc Trị');
    const all = await checkInvariants(stage.server.app);
    expect(all.filter((one) => !one.ok)).toEqual([]);
  });
}
