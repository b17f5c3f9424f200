import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicityOf } from '#lib/server/award/publicityQueries.ts';
import { callBySlug, dossiersOf, listCalls } from '#lib/server/award/queries.ts';
import { brokenInvariants, type Played, playTo } from '../support/playedSeason.ts';

describe('commendation, played to October 2027', () => {
  let played: Played;
  const callNamed = async (code: string) => {
    const call = (await listCalls(played.app.db)).find((one) => one.code === code)!;
    return (await callBySlug(played.app.db, call.slug))!;
  };
  const statesOf = async (code: string) => {
    const dossiers = await dossiersOf(played.app.db, { callId: (await callNamed(code)).id });
    return Object.groupBy(dossiers, (one) => one.state);
  };
  beforeAll(async () => {
    played = await playTo('2027-10-31');
  }, 300_000);
  afterAll(() => played?.close());

  it('Q25-12, C21-5, C21-6: dossiers of two reviews went from their units to the Chairman’s decision', async () => {
    for (const code of ['KT25', 'KT27']) {
      const { awarded = [], declined = [], ...rest } = await statesOf(code);
      expect(awarded.length).toBeGreaterThan(5);
      expect(Object.keys(rest)).toEqual([]);
      const records = await played.app.db
        .selectFrom('award_record')
        .select(['dossier_id', 'certificate_code', 'golden_no'])
        .where(
          'dossier_id',
          'in',
          awarded.map((one) => one.id),
        )
        .execute();
      expect(records).toHaveLength(awarded.length);
      expect(records.every((one) => one.certificate_code && one.golden_no)).toBe(true);
      expect(declined.every((one) => one.receivedAt)).toBe(true);
    }
  });

  it('V26-4: the Office’s year took the shorter path of its own call', async () => {
    const call = await callNamed('GKVP26');
    expect(call.doc.path.some((step) => step.kind === 'publicity')).toBe(false);
    expect((await statesOf('GKVP26')).awarded?.length).toBeGreaterThan(1);
  });

  it('Q25-2: the lists stood open to comments, and each comment was answered', async () => {
    const lists = await publicityOf(played.app.db, { callId: (await callNamed('KT25')).id });
    expect(lists).toHaveLength(1);
    expect(lists[0]).toMatchObject({ unhandled: 0 });
  });

  it('nothing of it contradicts itself', async () => {
    expect(await brokenInvariants(played)).toEqual([]);
  });
});
