import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { closeEntryList, previewList } from '#lib/server/screening/entryList.ts';
import { contest2024Demo } from '#programmes/son-la/index.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { agreeToAll } from '../support/gallery.ts';
import { type Stage, stage } from './screening.support.ts';

type Person = Actor & { id: string };

/** Moments of the video contest of 2024. */
export const when = {
  intake: '2024-07-10T08:00:00+07:00',
  lastDay: '2024-07-31T23:30:00+07:00',
  closing: '2024-08-01T08:00:00+07:00',
  screening: '2024-08-05T08:00:00+07:00',
  final: '2024-08-12T08:00:00+07:00',
};

export interface VideoContest {
  t: TestApp;
  s: Stage;
  doc: ContestProgramme;
  secretary: Person;
  colleague: Person;
  organiser: Person;
  chair: Person;
  author: Person;
  as(person: Actor, at?: string): Ctx;
  stored(): Promise<StoredProgramme>;
  /** a video that was handed in; its checks are all in order, its authors agreed to publication */
  work(more?: Parameters<Stage['entry']>[0]): Promise<{ id: string; code: string }>;
  closeList(at?: string): Promise<void>;
}

/** The contest of 2024 with a secretariat; entries are put in as they come out of the submission. */
export async function videoContest(change: (doc: ContestProgramme) => void = () => {}): Promise<VideoContest> {
  const t = await testApp();
  const doc = structuredClone(contest2024Demo);
  change(doc);
  const s = await stage(t, doc);
  const { programmeId } = s;
  const holder = (name: string, role: 'secretary' | 'organiser' | 'jury-chair') =>
    t.person(name, [{ role, programmeId }]);
  const secretary = await holder('Lò Thị Thư', 'secretary');
  const author = await t.person('Quàng Thị Tác');
  const as = (person: Actor, at: string = when.screening) => t.ctx(person, at);
  const stored = async () => (await programmeById(t.app.db, programmeId))!;
  return {
    t,
    s,
    doc,
    secretary,
    colleague: await holder('Cầm Văn Đồng', 'secretary'),
    organiser: await holder('Lò Minh Trưởng', 'organiser'),
    chair: await holder('Vì Văn Khảo', 'jury-chair'),
    author,
    as,
    stored,
    async work(more = {}) {
      const made = await s.entry({
        state: 'submitted',
        unitId: null,
        at: when.intake,
        topics: ['skills'],
        authors: [{ name: author.name, email: author.email, personId: author.id, workplace: 'Trường THPT Tô Hiệu' }],
        ...more,
      });
      await agreeToAll(t.app.db, made.id, new Date(when.intake));
      return made;
    },
    async closeList(at = when.closing) {
      const { fingerprint } = await previewList(t.app.db, await stored(), new Date(at));
      await closeEntryList(as(secretary, at), { programmeId, fingerprint });
    },
  };
}
