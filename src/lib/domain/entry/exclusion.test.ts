import { describe, expect, it } from 'vitest';
import { contest2026 } from '#programmes/son-la/y-tuong-so-2026.ts';
import { appointmentConflicts, type EntryAuthor, excludedAuthors, type RoleHolder } from './exclusion.ts';

const mai = { personId: 'p1', fullName: 'Lò Thị Mai', email: 'mai@example.com' };
const judge: RoleHolder = { ...mai, role: 'judge', workplace: 'Sở Y tế' };
const entry = (state: EntryAuthor['entry']['state'] = 'submitted') => ({
  id: 'e',
  code: 'CDS26-00042',
  title: 'Sổ tay số',
  state,
});
const author = (more: Partial<EntryAuthor> = {}): EntryAuthor => ({
  ...mai,
  confirmedAt: new Date(0),
  declinedAt: null,
  entry: entry(),
  ...more,
});

describe('K26-2b: appointed first, entering later', () => {
  it('refuses a judge as author, by account or by e-mail', () => {
    expect(excludedAuthors(contest2026, [mai], [judge])).toMatchObject([{ level: 'block', clause: 'Mục II.2' }]);
    const byEmail = { personId: null, fullName: 'Mai', email: ' MAI@example.com' };
    expect(excludedAuthors(contest2026, [byEmail], [judge])[0]?.message).toBe(
      'Mai là thành viên Ban Giám khảo của Cuộc thi nên không được là tác giả (Mục II.2).',
    );
  });
  it('asks a person to look when only name and workplace agree', () => {
    const double = { personId: 'p2', fullName: 'LÒ THỊ MAI', email: null, workplace: 'sở y tế' };
    expect(excludedAuthors(contest2026, [double], [judge])).toMatchObject([{ code: 'exclusion.maybe', level: 'ask' }]);
    expect(excludedAuthors(contest2026, [{ ...double, workplace: 'Sở Nội vụ' }], [judge])).toEqual([]);
  });
  it('covers every role that the plan names and no other', () => {
    for (const role of ['organiser', 'judge', 'jury-chair', 'secretary', 'support'] as const) {
      expect(excludedAuthors(contest2026, [mai], [{ ...judge, role }])).toHaveLength(1);
    }
    for (const role of ['unit-coordinator', 'auditor', 'admin'] as const) {
      expect(excludedAuthors(contest2026, [mai], [{ ...judge, role }])).toEqual([]);
    }
  });
});

describe('K26-2b: entered first, appointed later', () => {
  it('refuses the appointment with the name of the entry', () => {
    const [found] = appointmentConflicts(contest2026, judge, [author()]);
    expect(found).toMatchObject({ level: 'block', entry: { id: 'e' } });
    expect(found?.message).toBe(
      'Lò Thị Mai là tác giả của sản phẩm CDS26-00042 “Sổ tay số” nên không thể là thành viên Ban Giám khảo (Mục II.2). Chỉ giao được vai trò này sau khi sản phẩm được rút.',
    );
    expect(appointmentConflicts(contest2026, judge, [author({ entry: entry('draft') })])[0]?.level).toBe('block');
  });
  it('does not count entries that are out, declined authorship, or other roles', () => {
    for (const state of ['withdrawn', 'disqualified'] as const) {
      expect(appointmentConflicts(contest2026, judge, [author({ entry: entry(state) })])).toEqual([]);
    }
    expect(appointmentConflicts(contest2026, judge, [author({ declinedAt: new Date(0) })])).toEqual([]);
    expect(appointmentConflicts(contest2026, { ...judge, role: 'auditor' }, [author()])).toEqual([]);
  });
  it('cannot be blocked by a stranger who types the address into a draft', () => {
    const invited = author({ confirmedAt: null, entry: entry('draft') });
    expect(appointmentConflicts(contest2026, judge, [invited])).toMatchObject([
      { code: 'exclusion.invited', level: 'ask' },
    ]);
  });
});
