import { afterAll, beforeAll, describe } from 'vitest';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { intake } from './video.intake.ts';
import { screening } from './video.screening.ts';
import type { Stage } from './video.support.ts';

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

  describe('May to July: the contest is set up, authors enter', () => intake(stage));
  describe('1 to 10 August: the list is closed, the works are screened and posted', () => screening(stage));
}
