/**
 * Who organises or judges cannot enter (K26-2b), whichever came first: checked when authors are named, when an entry is
 * submitted, and when a role is given.
 */
import { fold } from '../kernel/text.ts';
import { roleHolderNames } from '../people/roles.ts';
import { clauseLabel } from '../programme/cite.ts';
import type { Programme, RoleName } from '../programme/types.ts';
import type { EntryState } from './states.ts';

export interface PersonRef {
  personId: string | null;
  fullName: string;
  email: string | null;
}

/** A person who holds, or is about to hold, a role in the programme. */
export interface RoleHolder extends PersonRef {
  role: RoleName;
  /** where they work, to tell people of the same name apart */
  workplace?: string | null;
}

/** An author together with the entry. */
export interface EntryAuthor extends PersonRef {
  workplace?: string | null;
  confirmedAt: Date | null;
  declinedAt: Date | null;
  entry: { id: string; code: string | null; title: string; state: EntryState };
}

export interface ExclusionFinding {
  /** stable: 'exclusion.role' */
  code: 'exclusion.role' | 'exclusion.maybe' | 'exclusion.invited';
  /** `block`: the same person. `ask`: same name, a person must look. */
  level: 'block' | 'ask';
  holder: RoleHolder;
  author: PersonRef;
  /** null while an author is only being named */
  entry: EntryAuthor['entry'] | null;
  message: string;
  clause: string;
}

type Rules = Pick<Programme, 'eligibility' | 'clauses'>;

/** By account, or by address. */
export const samePerson = (a: PersonRef, b: PersonRef): boolean =>
  (a.personId !== null && a.personId === b.personId) ||
  (!!a.email && !!b.email && a.email.trim().toLowerCase() === b.email.trim().toLowerCase());

const sameLooks = (
  a: PersonRef & { workplace?: string | null },
  b: PersonRef & { workplace?: string | null },
): boolean =>
  fold(a.fullName) === fold(b.fullName) && !!a.workplace && !!b.workplace && fold(a.workplace) === fold(b.workplace);

/** 'CDS26-00042 “Sổ tay số”', or only the title while there is no code. */
export const entryName = (entry: { code: string | null; title: string }): string =>
  [entry.code, `“${entry.title.trim() || 'Sản phẩm chưa đặt tên'}”`].filter(Boolean).join(' ');

/** The role is one whose holders cannot be authors of this programme. */
export const isExcludedRole = ({ eligibility }: Pick<Programme, 'eligibility'>, role: RoleName): boolean =>
  eligibility.excludedRoles.includes(role);

/**
 * Authors who hold an excluded role: when authors are named and when the entry is submitted. Holders are those whose
 * grant is in force; other roles are ignored.
 */
export function excludedAuthors(
  programme: Rules,
  authors: readonly (PersonRef & { workplace?: string | null; declinedAt?: Date | null })[],
  holders: readonly RoleHolder[],
): ExclusionFinding[] {
  const clause = clauseLabel(programme, programme.eligibility.clause);
  const found: ExclusionFinding[] = [];
  for (const author of authors) {
    if (author.declinedAt) continue;
    const excluded = holders.filter((holder) => isExcludedRole(programme, holder.role));
    const holder = excluded.find((one) => samePerson(one, author));
    const double = holder ? undefined : excluded.find((one) => sameLooks(one, author));
    if (holder) {
      const message = `${author.fullName} là ${roleHolderNames[holder.role]} của Cuộc thi nên không được là tác giả (${clause}).`;
      found.push({ code: 'exclusion.role', level: 'block', holder, author, entry: null, message, clause });
    } else if (double) {
      const message = `${author.fullName} trùng họ tên và nơi công tác với ${roleHolderNames[double.role]} của Cuộc thi. Cần kiểm tra có phải một người không (${clause}).`;
      found.push({ code: 'exclusion.maybe', level: 'ask', holder: double, author, entry: null, message, clause });
    }
  }
  return found;
}

/** Entries that are out of the contest exclude nobody from a role, and use up nobody's number of entries. */
export const stillCounts = (state: EntryState): boolean => state !== 'withdrawn' && state !== 'disqualified';

/**
 * Entries that stand against giving a person a role: the other direction. Somebody named as co-author of a draft who has
 * not confirmed is only reported (`ask`), or else anyone could keep a person from the jury by typing their address.
 */
export function appointmentConflicts(
  programme: Rules,
  appointee: RoleHolder,
  authors: readonly EntryAuthor[],
): ExclusionFinding[] {
  if (!isExcludedRole(programme, appointee.role)) return [];
  const clause = clauseLabel(programme, programme.eligibility.clause);
  const role = roleHolderNames[appointee.role];
  const found: ExclusionFinding[] = [];
  for (const author of authors) {
    if (author.declinedAt || !stillCounts(author.entry.state)) continue;
    const base = { holder: appointee, author, entry: author.entry, clause };
    const name = entryName(author.entry);
    if (samePerson(appointee, author)) {
      const onlyInvited = author.entry.state === 'draft' && author.confirmedAt === null;
      found.push(
        onlyInvited
          ? {
              ...base,
              code: 'exclusion.invited',
              level: 'ask',
              message: `${appointee.fullName} được mời làm đồng tác giả của bản nháp ${name} nhưng chưa xác nhận. Nếu giao vai trò này, người đó không xác nhận được nữa (${clause}).`,
            }
          : {
              ...base,
              code: 'exclusion.role',
              level: 'block',
              message: `${appointee.fullName} là tác giả của sản phẩm ${name} nên không thể là ${role} (${clause}). Chỉ giao được vai trò này sau khi sản phẩm được rút.`,
            },
      );
    } else if (sameLooks(appointee, author)) {
      const message = `${appointee.fullName} trùng họ tên và nơi công tác với một tác giả của sản phẩm ${name}. Cần kiểm tra có phải một người không (${clause}).`;
      found.push({ ...base, code: 'exclusion.maybe', level: 'ask', message });
    }
  }
  return found;
}
