/**
 * Papers come into the box without a session: what follows takes no ctx, writes no actor, address or time, and leaves no audit event.
 * That a paper is genuine shows its signature; how many there may be, the marks in the list of voters.
 */
import type { Kysely } from 'kysely';
import { readChoices } from '#lib/domain/council/count.ts';
import { parseSlipCode } from '#lib/domain/council/paper.ts';
import type { BallotPaper, Slips } from '#lib/domain/council/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { App } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { type BallotRow, ballotClosed, itemsOf, lockOpenBallot, slipsUsed, votersOf } from './ballotRows.ts';
import { isSigned, newPaper, slipHash, withPapers } from './box.ts';

async function put(db: Kysely<DB>, ballot: BallotRow, papers: BallotPaper[], slips?: Slips): Promise<void> {
  await db
    .updateTable('ballot')
    .set({ box: json(withPapers(ballot.box, papers)), ...(slips ? { slips: json(slips) } : {}) })
    .where('id', '=', ballot.id)
    .execute();
}

/** No more papers than members who are marked. @throws RuleError 'ballot.full' */
async function requireRoom(db: Kysely<DB>, ballot: BallotRow): Promise<void> {
  const marked = (await votersOf(db, [ballot.id])).filter((one) => one.way !== null).length;
  if (ballot.box.length < marked) return;
  throw new RuleError({
    code: 'ballot.full',
    status: 409,
    message: 'Hòm phiếu đã đủ số phiếu phát ra. Hãy báo ngay Tổ kiểm phiếu.',
  });
}

/**
 * Puts a signed paper into the box of a secret ballot. The same paper sent twice (an answer got lost) counts once.
 * @throws RuleError 'ballot.closed', 'ballot.unsigned', 'ballot.choices', 'ballot.twice', 'ballot.full'
 */
export async function castPaper(
  app: Pick<App, 'db'>,
  args: { ballotId: string; serial: string; signature: string; choices: Record<string, unknown> },
): Promise<void> {
  await app.db.transaction().execute(async (db) => {
    const ballot = await lockOpenBallot(db, args.ballotId);
    if (!ballot.publicKey || !isSigned(ballot.publicKey, args))
      throw new RuleError({
        code: 'ballot.unsigned',
        message: 'Phiếu này không có chữ ký hợp lệ của lần bỏ phiếu. Hãy tải lại trang rồi thử lại.',
      });
    const choices = readChoices(await itemsOf(db, ballot.id), args.choices);
    const same = ballot.box.find((paper) => paper.serial === args.serial);
    if (same) {
      if (Object.entries(choices).every(([id, choice]) => same.choices[id] === choice)) return;
      throw new RuleError({
        code: 'ballot.twice',
        status: 409,
        message: 'Phiếu này đã nằm trong hòm; phiếu kín đã bỏ thì không đổi được.',
      });
    }
    await requireRoom(db, ballot);
    await put(db, ballot, [{ serial: args.serial, signature: args.signature, choices }]);
  });
}

const unknownSlip = () =>
  new RuleError({
    code: 'ballot.slip',
    field: 'code',
    message:
      'Mã phiếu không đúng, đã được dùng, hoặc lần bỏ phiếu đã kết thúc. Hãy kiểm tra từng ký tự hoặc hỏi thư ký.',
  });

/** The open ballot for which a drawn slip is good. @throws RuleError 'ballot.slip' */
export async function slipBallot(app: Pick<App, 'db'>, typed: string): Promise<{ ballot: BallotRow; code: string }> {
  const code = parseSlipCode(typed);
  if (!code) throw unknownSlip();
  const open = await app.db
    .selectFrom('ballot')
    .select(['id', 'slips'])
    .where('state', '=', 'open')
    .where('secret', '=', true)
    .execute();
  const found = open.find(({ id, slips }) => slips.left.includes(slipHash(id, code)));
  if (!found) throw unknownSlip();
  return { ballot: await app.db.transaction().execute((db) => lockOpenBallot(db, found.id)), code };
}

/**
 * Casts the paper of a drawn slip; the code is spent.
 * @returns the serial by which the voter finds the paper in the published list
 * @throws RuleError 'ballot.slip', 'ballot.slip-marks', 'ballot.choices'
 */
export async function castSlip(
  app: Pick<App, 'db'>,
  args: { ballotId: string; code: string; choices: Record<string, unknown> },
): Promise<{ serial: string }> {
  const code = parseSlipCode(args.code);
  if (!code) throw unknownSlip();
  return app.db.transaction().execute(async (db) => {
    const ballot = await lockOpenBallot(db, args.ballotId);
    const hash = slipHash(ballot.id, code);
    if (!ballot.slips.left.includes(hash)) throw unknownSlip();
    const drew = (await votersOf(db, [ballot.id])).filter((one) => one.way === 'slip').length;
    if (slipsUsed(ballot) >= drew)
      throw new RuleError({
        code: 'ballot.slip-marks',
        status: 409,
        message:
          'Thư ký chưa ghi nhận Ông/Bà đã rút phiếu nên phiếu chưa vào hòm được. Ý kiến vừa chọn vẫn còn trên màn hình: hãy báo thư ký rồi bấm lại.',
      });
    const choices = readChoices(await itemsOf(db, ballot.id), args.choices);
    await requireRoom(db, ballot);
    const paper = { ...newPaper(ballot.privateKey!), choices };
    await put(db, ballot, [paper], { ...ballot.slips, left: ballot.slips.left.filter((one) => one !== hash) });
    return { serial: paper.serial };
  });
}

/** Written papers, opened by the tellers, go into the box like all others. Inside the caller's act. */
export async function castWritten(db: Kysely<DB>, ballot: BallotRow, papers: readonly Record<string, unknown>[]) {
  if (ballot.state !== 'open') throw ballotClosed(ballot.state);
  const ids = await itemsOf(db, ballot.id);
  await put(
    db,
    ballot,
    papers.map((given) => ({ ...newPaper(ballot.privateKey!), choices: readChoices(ids, given) })),
  );
}
