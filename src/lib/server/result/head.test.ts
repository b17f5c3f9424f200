import { expect, it } from 'vitest';
import { paperKind } from './head.ts';

it('papers bear the heading that a person chose; until then the standing agency decides, in either spelling', () => {
  expect(paperKind({ standingAgency: 'Ban Tuyên giáo Tỉnh ủy Sơn La' })).toBe('party');
  expect(paperKind({ standingAgency: 'Ban Tuyên giáo và Dân vận Tỉnh uỷ Sơn La' })).toBe('party');
  expect(paperKind({ standingAgency: 'Sở Khoa học và Công nghệ' })).toBe('state');
  expect(paperKind({ standingAgency: 'Sở Khoa học và Công nghệ', letterhead: 'party' })).toBe('party');
  expect(paperKind({ standingAgency: 'Ban Tuyên giáo Tỉnh ủy', letterhead: 'state' })).toBe('state');
});
