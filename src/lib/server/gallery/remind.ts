import { sql } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { takeAttempt } from '../people/limits.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { canCheck } from '../screening/policy.ts';
import { galleryOf } from './answers.ts';
import { type AuthorConsents, authorConsents } from './consents.ts';
import { inviteGuardian } from './guardian.ts';
import { consentReminder } from './mails.ts';

export interface EntryConsents {
  id: string;
  code: string;
  title: string;
  state: EntryState;
  /** on show in the gallery now */
  shown: boolean;
  authors: AuthorConsents[];
}

/** Entries in the contest with what their authors and guardians said, two queries whatever their number (K24-4). */
export async function consentList(
  ctx: Ctx,
  programme: StoredProgramme,
  only: string | null = null,
): Promise<EntryConsents[]> {
  requireAllowed(canCheck(ctx, 'check.read', programme.id));
  galleryOf(programme);
  const { db } = ctx.app;
  const { rows } = await sql<Omit<EntryConsents, 'authors'>>`
    select e.id, e.code, e.title, e.state, g.entry_id is not null as shown
      from entry e left join gallery_item g on g.entry_id = e.id and g.withdrawn_at is null
     where e.programme_id = ${programme.id} and e.code is not null
       and (${only}::uuid is null or e.id = ${only}::uuid) and e.state not in ('draft', 'withdrawn', 'disqualified')
     order by e.code`.execute(db);
  const states = await authorConsents(
    db,
    programme,
    rows.map((row) => row.id),
    ctx.now,
  );
  return rows.map((row) => ({ ...row, authors: states.get(row.id) ?? [] }));
}

/**
 * Mails everybody who has not answered: authors the page where they do, guardians a new link. Who has no address is asked on
 * paper. At most once in twelve hours. @returns how many mails go out
 */
export async function remindConsents(
  ctx: Ctx,
  programme: StoredProgramme,
): Promise<{ authors: number; guardians: number }> {
  requireAllowed(canCheck(ctx, 'check.decide', programme.id));
  const entries = await consentList(ctx, programme);
  const waiting = entries.flatMap((entry) =>
    entry.authors.filter((one) => one.waiting.length > 0).map((author) => ({ entry, author })),
  );
  const asks = (author: AuthorConsents, who: 'author' | 'guardian') => author.waiting.some((one) => one.who === who);
  const authors = waiting.filter(({ author }) => author.email && asks(author, 'author'));
  const guardians = waiting.filter(({ author }) => author.guardian && asks(author, 'guardian'));
  if (authors.length + guardians.length === 0)
    throw new RuleError({
      code: 'gallery.nobody-to-remind',
      message: 'Không còn ai có địa chỉ thư mà chưa trả lời. Người không có thư thì trả lời bằng bản giấy.',
    });
  await takeAttempt(ctx.app.db, `remind-consents:${programme.id}`, {
    points: 1,
    windowMinutes: 12 * 60,
    what: 'Vừa gửi thư nhắc',
  });
  const init = {
    act: 'gallery.remind-consents',
    programmeId: programme.id,
    subject: { kind: 'programme', id: programme.id },
    summary: `Nhắc trả lời về đăng công khai: ${authors.length} tác giả, ${guardians.length} người giám hộ`,
  };
  return act(ctx, init, async (tx) => {
    for (const { entry, author } of authors) {
      const to = { personId: author.personId, email: author.email!, fullName: author.fullName };
      await tx.send(consentReminder(ctx.app, to, programme, entry));
    }
    for (const { entry, author } of guardians)
      await inviteGuardian(ctx, tx, programme, entry, author, author.guardian!);
    return { authors: authors.length, guardians: guardians.length };
  });
}
