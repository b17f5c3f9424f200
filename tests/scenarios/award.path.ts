import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { call } from './award.call.ts';
import { provincialCouncil } from './award.council.ts';
import { decisions } from './award.decide.ts';
import { appraisal, compilation, publicComment } from './award.examine.ts';
import { nominations } from './award.nominate.ts';
import { officePath } from './award.office.ts';
import { lookUp } from './award.register.ts';
import { setup } from './award.setup.ts';
import type { Stage } from './movement.support.ts';

/**
 * Commendation from the call to the register, each role through its own pages; the steps share one server and one clock.
 * @param what.browsers what people sit at: a browser without scripts, or Chromium with them
 */
export function awardPath(what: { browsers: (server: TestServer) => Promise<() => Browser>; scripts: boolean }): void {
  const stage = { scripts: what.scripts, people: {}, units: {}, at: {}, files: {} } as unknown as Stage;

  beforeAll(async () => {
    stage.server = await startTestServer({ at: '2026-11-02T08:00:00+07:00' });
    stage.server.browser = await what.browsers(stage.server);
  });
  afterAll(() => stage.server?.stop());

  describe('November 2026: movements, roles, rules', () => setup(stage));
  describe('November 2026: the Office’s Giấy khen', () => officePath(stage));
  describe('May 2027: the call', () => {
    beforeAll(() => stage.server.moveTo('2027-05-11T08:00:00+07:00'));
    call(stage);
  });
  describe('June 2027: what units nominate', () => {
    beforeAll(() => stage.server.moveTo('2027-06-22T09:00:00+07:00'));
    nominations(stage);
  });
  describe('June 2027: Sở Khoa học và Công nghệ compiles', () => compilation(stage));
  describe('July 2027: Sở Nội vụ appraises', () => {
    beforeAll(() => stage.server.moveTo('2027-07-06T08:00:00+07:00'));
    appraisal(stage);
  });
  describe('July 2027: everyone may comment', () => {
    beforeAll(() => stage.server.moveTo('2027-07-22T08:00:00+07:00'));
    publicComment(stage);
  });
  describe('August 2027: the council', () => provincialCouncil(stage));
  describe('August 2027: the Chairman decides', () => {
    beforeAll(() => stage.server.moveTo('2027-08-20T08:00:00+07:00'));
    decisions(stage);
  });
  describe('September 2027: the register', () => {
    beforeAll(() => stage.server.moveTo('2027-09-06T08:00:00+07:00'));
    lookUp(stage);
  });

  it('everything still fits', async () => {
    const all = await checkInvariants(stage.server.app);
    expect(all.filter((one) => !one.ok)).toEqual([]);
  });
}
