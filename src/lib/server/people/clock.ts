import { sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDateTime, toLocalIso } from '#lib/domain/kernel/time.ts';
import { act } from '../platform/act.ts';
import type { Clock, MovableClock } from '../platform/clock/clock.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { all, allow, type Decision, deny, requireAllowed } from '../platform/policy.ts';
import { canAdminister } from './policy.ts';

/** Only a rehearsal has a clock to move: real deadlines must not hang on an administrator. */
const canMoveClock = (ctx: Ctx): Decision =>
  all(
    ctx.app.config.mode === 'demo' ? allow : deny('clock.real', 'Chỉ chỉnh được đồng hồ ở chế độ diễn tập.'),
    canAdminister(ctx),
  );

const isMovable = (clock: Clock): clock is MovableClock => 'set' in clock;

const earliest = new Date('2000-01-01T00:00:00+07:00');
const latest = new Date('2100-01-01T00:00:00+07:00');

/**
 * Moves the rehearsal's clock to an instant, or on by some time, or back to real time. Every process hears it.
 * @throws RuleError outside demonstration mode
 */
export async function moveClock(ctx: Ctx, args: { to: Date } | { byMs: number } | { reset: true }): Promise<Date> {
  requireAllowed(canMoveClock(ctx));
  const { clock } = ctx.app;
  if (!isMovable(clock)) throw new RuleError({ code: 'clock.fixed', message: 'Đồng hồ của lần chạy này đứng yên.' });
  const real = Date.now();
  const to = 'reset' in args ? new Date(real) : 'to' in args ? args.to : new Date(clock.now().getTime() + args.byMs);
  if (to < earliest || to > latest)
    throw new RuleError({
      code: 'clock.range',
      message: 'Hãy chọn một thời điểm từ năm 2000 đến năm 2099.',
      field: 'at',
    });
  const offsetMs = 'reset' in args ? 0 : to.getTime() - real;
  await act(
    ctx,
    {
      act: 'clock.move',
      summary: `Chỉnh đồng hồ diễn tập đến ${formatDateTime(to)}`,
      changes: { to: toLocalIso(to), offsetMs },
    },
    async (tx) => {
      await tx.db
        .insertInto('setting')
        .values({ key: 'clock', value: json({ offsetMs }) })
        .onConflict((c) => c.column('key').doUpdateSet({ value: json({ offsetMs }), updated_at: sql`now()` }))
        .execute();
      await sql`select pg_notify('lantoa', 'clock')`.execute(tx.db);
      // Countdowns and the current step are printed on public pages.
      tx.publish();
    },
  );
  clock.set(offsetMs);
  ctx.app.cache.clear();
  return to;
}
