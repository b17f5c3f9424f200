import type { ActionFailure } from '@sveltejs/kit';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { endOfDay, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { programmeRoles, roleLabel } from '#lib/domain/people/roles.ts';
import { programmeRoles as holdersOf } from '../people/holders.ts';
import { invitePerson } from '../people/invite.ts';
import { canAdminister } from '../people/policy.ts';
import { revokeRole } from '../people/roles.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAny } from '../programme/create.ts';
import { kindOf } from '../programme/kinds.ts';
import { mayProgramme } from '../programme/policy.ts';
import { goTo, type Refusal, refuse, text, ticked } from './forms.ts';

/*
 * Who holds which role in a contest or a movement, and its committees as everyone sees them. The caller has let the reader in.
 */

/** @param args.id of the contest or movement */
export async function rolesPage(ctx: Ctx, args: { id: string; url: URL }) {
  const programme = await requireAny(ctx, args.id);
  const { doc, slug } = programme;
  const holders = await holdersOf(ctx.app.db, { programmeId: args.id, now: ctx.now });
  return {
    edit: `${kindOf(doc).room(slug)}/sua/committees`,
    roles: programmeRoles[doc.kind].map((role) => ({
      role,
      label: roleLabel(role, doc.kind),
      people: holders.filter((holder) => holder.role === role),
    })),
    committees: doc.committees.map((committee) => ({
      ...committee,
      document: doc.documents.find((d) => d.id === committee.documentId) ?? null,
    })),
    mayGrant: canAdminister(ctx),
    mayList: await mayProgramme(ctx, 'programme.content', programme),
    saved: args.url.searchParams.get('da-luu'),
  };
}

interface Asked {
  locals: App.Locals;
  params: { slug: string };
  request: Request;
}
type Answer = Promise<ActionFailure<Refusal>>;

/**
 * Giving a role and taking it back.
 * @param open refuses those who have no work there
 */
export function rolesActions(open: (ctx: Ctx, slug: string) => Promise<{ id: string; root: string }>) {
  return {
    add: async ({ locals: { ctx }, params, request }: Asked): Answer => {
      const data = await request.formData();
      let home: string;
      try {
        const { id, root } = await open(ctx, params.slug);
        home = root;
        const { doc } = await requireAny(ctx, id);
        const role = programmeRoles[doc.kind].find((one) => one === text(data, 'role'));
        if (!role) throw new RuleError({ code: 'role.input', message: 'Hãy chọn một vai trò.', field: 'role' });
        const until = parseViDateIso(text(data, 'to'));
        if (text(data, 'to') && !until)
          throw new RuleError({ code: 'role.input', message: 'Ngày kết thúc không có thật.', field: 'to' });
        await invitePerson(ctx, {
          fullName: text(data, 'fullName'),
          email: text(data, 'email'),
          role,
          kind: doc.kind,
          programmeId: id,
          to: until ? endOfDay(until) : null,
          looked: ticked(data, 'looked'),
        });
      } catch (problem) {
        return refuse(problem, data, 'add');
      }
      return goTo(`${home}/thanh-phan?da-luu=them`);
    },
    revoke: async ({ locals: { ctx }, params, request }: Asked): Answer => {
      const data = await request.formData();
      const grantId = text(data, 'grantId');
      let home: string;
      try {
        home = (await open(ctx, params.slug)).root;
        await revokeRole(ctx, { grantId, reason: text(data, 'reason') });
      } catch (problem) {
        return refuse(problem, data, grantId);
      }
      return goTo(`${home}/thanh-phan?da-luu=thoi`);
    },
  };
}
