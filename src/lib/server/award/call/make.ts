import type { AwardCall } from '#lib/domain/award/types.ts';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean, slugify } from '#lib/domain/kernel/text.ts';
import { endOfDay, parseViDateIso, startOfDay, toLocalIso } from '#lib/domain/kernel/time.ts';
import { act, type Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { json } from '../../platform/db/sql.ts';
import { requireAllowed } from '../../platform/policy.ts';
import { awardScope, managesCall, mayMakeCall } from '../scope.ts';
import { originBy } from './origins.ts';
import { insertVersion, shaped } from './versions.ts';

/** What a person says when a call is made; days as typed. */
export interface NewCall {
  origin: string;
  name: string;
  code: string;
  opensOn: string;
  closesOn: string;
  periodFrom: string;
  periodTo: string;
}

function readDays(args: NewCall): Pick<AwardCall, 'opensAt' | 'closesAt' | 'period'> {
  const issues: Issue[] = [];
  const day = (field: keyof NewCall, what: string): string => {
    const found = parseViDateIso(args[field]);
    if (!found) issues.push({ field, message: `${what}: hãy nhập ngày có thật, ví dụ 17/5/2027.` });
    return found ?? '2000-01-01';
  };
  const opens = day('opensOn', 'Mở nhận đề nghị');
  const closes = day('closesOn', 'Hạn đề nghị');
  const period = { from: day('periodFrom', 'Thành tích từ ngày'), to: day('periodTo', 'Thành tích đến ngày') };
  if (issues.length === 0 && closes < opens)
    issues.push({ field: 'closesOn', message: 'Hạn đề nghị phải sau ngày mở nhận.' });
  if (issues.length === 0 && period.to < period.from)
    issues.push({ field: 'periodTo', message: 'Ngày cuối của thời gian xét thành tích phải sau ngày đầu.' });
  if (issues.length > 0) throw new RuleError({ code: 'call.days', message: issues[0]!.message, issues });
  return { opensAt: toLocalIso(startOfDay(opens)), closesAt: toLocalIso(endOfDay(closes)), period };
}

async function freeSlug(tx: Tx, doc: AwardCall): Promise<string> {
  const plain = slugify(doc.name).slice(0, 60).replace(/-+$/, '') || 'dot';
  const taken = await tx.db.selectFrom('award_call').select('id').where('slug', '=', plain).executeTakeFirst();
  return taken ? `${plain}-${doc.code.toLowerCase()}` : plain;
}

async function refuseTaken(tx: Tx, code: string): Promise<void> {
  const taken = await tx.db.selectFrom('award_call').select('id').where('code', '=', code).executeTakeFirst();
  if (taken)
    throw new RuleError({
      code: 'call.code-taken',
      field: 'code',
      status: 409,
      message: `Mã ${code} đã có đợt khác dùng. Mã đứng đầu số hồ sơ nên mỗi đợt một mã.`,
    });
}

/**
 * Makes a call, as a draft, from one that ships, from an earlier one, or from what the plan of a movement provides for.
 * @returns its address
 */
export async function makeCall(ctx: Ctx, args: NewCall): Promise<string> {
  const scope = await awardScope(ctx);
  requireAllowed(mayMakeCall(scope));
  const origin = await originBy(ctx, scope, args.origin);
  const name = clean(args.name);
  const code = clean(args.code).toUpperCase();
  const { opensAt, closesAt, period } = readDays(args);
  const draft = origin.build();
  if (!name) throw new RuleError({ code: 'call.name', field: 'name', message: 'Hãy ghi tên đợt.' });
  if (!/^[A-Z][A-Z0-9]{1,9}$/.test(code))
    throw new RuleError({
      code: 'call.code',
      field: 'code',
      message: 'Mã đợt gồm 2 đến 10 chữ không dấu và số, bắt đầu bằng chữ, ví dụ KT27.',
    });
  const doc = shaped({ ...draft, name, code, opensAt, closesAt, period });
  if (!managesCall(scope, { doc }))
    throw new RuleError({
      code: 'award.not-standing',
      status: 403,
      message: 'Chỉ cán bộ thi đua, khen thưởng của cơ quan thường trực đợt xét khen mở được đợt này.',
    });
  return act(
    ctx,
    {
      act: 'award-call.make',
      programmeId: origin.programme?.id ?? null,
      summary: `Soạn đợt xét khen ${code}: ${name}`,
    },
    async (tx) => {
      await refuseTaken(tx, code);
      const slug = await freeSlug(tx, doc);
      const row = await tx.db
        .insertInto('award_call')
        .values({
          slug,
          code,
          programme_id: origin.programme?.id ?? null,
          state: 'draft',
          doc: json(doc),
          created_by: ctx.actor.id,
          created_at: ctx.now,
        })
        .onConflict((oc) => oc.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!row)
        throw new RuleError({
          code: 'call.code-taken',
          field: 'code',
          status: 409,
          message: 'Vừa có người soạn một đợt cùng mã hoặc cùng tên. Hãy đổi mã rồi lưu lại.',
        });
      await insertVersion(tx, ctx, row.id, 1, doc, null);
      tx.note({ subject: { kind: 'award-call', id: row.id }, changes: { origin: args.origin } });
      return slug;
    },
  );
}
