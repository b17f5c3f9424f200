import { describe, expect, it } from 'vitest';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { sampleMovement as parent } from '../../../../tests/support/movement.ts';
import { applySet } from '../programme/paths.ts';
import { checkMovement } from './check.ts';
import {
  changesAbove,
  childNames,
  compareWithParent,
  type Home,
  INHERITED_LISTS,
  inheritable,
  makeChild,
} from './inherit.ts';
import { parseMovement } from './parse.ts';

const law = lawVersions.find((one) => one.id === 'luat-2022-nd-152')!;

const home: Home = { code: 'VPUB', name: 'Văn phòng UBND tỉnh', classId: 'agencies', kinds: ['room', 'other'] };
const from = '2026-03-01';
const offered = inheritable(parent, { home, from });
const everything = Object.fromEntries(
  INHERITED_LISTS.map((list) => [list, offered[list].map((one) => one.id)]),
) as Parameters<typeof makeChild>[1]['keep'];
const args = { home, version: 3, from, ...childNames(parent, home, 2026), keep: everything };
const child = makeChild(parent, args);
const of = (list: string, all = compareWithParent(parent, child)) => all.find((one) => one.list === list)!;

describe('Q25-1, V26-1: a movement of one agency out of the one above it', () => {
  it('has the right shape, contradicts nothing, and says where it comes from', () => {
    expect(parseMovement(child)).toMatchObject({ ok: true });
    expect(checkMovement(child, law).filter((one) => one.severity === 'error')).toEqual([]);
    expect(child).toMatchObject({
      level: 'agency',
      organiserUnit: 'VPUB',
      inherits: { slug: parent.slug, version: 3 },
      parent: { number: '1470/QĐ-UBND', date: '2025-06-21', slug: parent.slug },
      from,
      to: parent.to,
    });
    expect(child.documents).toMatchObject([{ kind: 'plan', number: null, issuer: home.name }]);
    expect(child.clauses.find((one) => one.id === 'III.2')?.label).toBe('Mục III.2 (1470/QĐ-UBND)');
  });

  it('V26-2: asks the rooms and units beneath the agency, and persons; other classes are not its business', () => {
    expect(child.classes.map((one) => one.id)).toEqual(['agencies', 'persons']);
    expect(child.classes[0]).toMatchObject({
      name: 'Phòng, đơn vị thuộc Văn phòng UBND tỉnh',
      units: { kinds: ['room', 'other'], under: 'VPUB' },
    });
    expect(child.indicators.every((one) => one.reportedBy.every((id) => id === 'agencies') && one.lead === null)).toBe(
      true,
    );
    expect(child.obligations.every((one) => one.receivers[0] === 'VPUB')).toBe(true);
    expect(offered.indicators.map((one) => one.id)).toEqual(['trained', 'platform']);
    expect(offered.criteria.map((one) => one.id)).toEqual(['a1', 'a2']);
  });

  it('an agency without rooms takes part itself', () => {
    const alone = makeChild(parent, { ...args, home: { ...home, kinds: [] } });
    expect(alone.classes[0]).toMatchObject({ name: home.name, units: { kinds: [], codes: ['VPUB'] } });
  });

  it('keeps only what was chosen; an indicator without its content stands under none', () => {
    const less = makeChild(parent, { ...args, keep: { ...everything, contents: ['b'], criteria: [] } });
    expect(less.contents.map((one) => one.id)).toEqual(['b']);
    expect(less.criteria).toEqual([]);
    expect(less.indicators.map((one) => one.contentId)).toEqual([null, null]);
  });

  it('shows what is kept, changed, left out and added', () => {
    expect(of('contents')).toMatchObject({ changed: [], dropped: [], added: [] });
    expect(of('contents').kept).toHaveLength(2);
    expect(of('indicators').dropped.map((one) => one.id)).toEqual(['online']);
    const changed = of('indicators').changed.find((one) => one.id === 'trained')!;
    expect(changed.lines).toContainEqual({ label: 'Cơ quan chủ trì', before: 'SNV', after: 'Đơn vị cấp trên' });
    const own = applySet(child, 'contents', [
      ...child.contents,
      { id: 'green', label: 'c)', title: 'Chuyển đổi xanh', text: 'Thi đua chuyển đổi xanh.', clause: 'III.2' },
    ]);
    expect(of('contents', compareWithParent(parent, own)).added).toEqual([{ id: 'green', name: 'c) Chuyển đổi xanh' }]);
  });

  it('tells what changed above after it was taken over', () => {
    expect(changesAbove(parent, parent)).toEqual([]);
    const later = applySet(parent, 'contents[a].text', 'Nội dung mới.');
    expect(changesAbove(parent, later)).toMatchObject([
      { list: 'contents', changed: [{ id: 'a', lines: [{ after: 'Nội dung mới.' }] }] },
    ]);
  });
});
