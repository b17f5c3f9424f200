import { describe, expect, it } from 'vitest';
import type { GalleryRules } from '../programme/types.ts';
import { askedOf, type ConsentAnswer, consentState, gapsOf, isMinor } from './consent.ts';

const purpose = (id: string, needed: boolean, version = 1) => ({ id, text: id, version, clause: 'III.2', needed });
const gallery: GalleryRules = {
  clause: 'III.2',
  name: 'Thư viện',
  video: { stage: 'submission', requirementId: 'video' },
  summaryField: null,
  consents: [purpose('gallery', true), purpose('fanpage', false)],
  guardianBelowAge: 16,
};
const day = new Date('2024-08-01T08:00:00+07:00');
const at = (n: number) => new Date(Date.UTC(2024, 6, n));
const said = (answer: boolean, n: number, more: Partial<ConsentAnswer> = {}): ConsentAnswer => ({
  purposeId: 'gallery',
  version: 1,
  who: 'author',
  answer,
  at: at(n),
  ...more,
});
const grown = { id: 'a', fullName: 'Lò Thị Mai', birthYear: 1990 };
const child = { id: 'b', fullName: 'Quàng Văn An', birthYear: 2010 };

describe('K24-4: consents to publication', () => {
  it('K24-4: silence is no consent; the last answer counts; a changed text is asked again', () => {
    expect(consentState(gallery.consents[0]!, 'author', [])).toEqual({ state: 'missing', at: null });
    expect(consentState(gallery.consents[0]!, 'author', [said(false, 1)]).state).toBe('refused');
    expect(consentState(gallery.consents[0]!, 'author', [said(false, 1), said(true, 2)])).toEqual({
      state: 'given',
      at: at(2),
    });
    expect(consentState(gallery.consents[0]!, 'author', [said(true, 1), said(false, 2)]).state).toBe('withdrawn');
    expect(consentState(purpose('gallery', true, 2), 'author', [said(true, 1)]).state).toBe('missing');
    expect(consentState(gallery.consents[0]!, 'guardian', [said(true, 1)]).state).toBe('missing');
  });

  it('K24-4: only needed purposes stand against showing a work', () => {
    expect(gapsOf(gallery, grown, [said(true, 1), said(false, 1, { purposeId: 'fanpage' })], day)).toEqual([]);
    expect(gapsOf(gallery, grown, [said(true, 1, { purposeId: 'fanpage' })], day)).toEqual([
      { author: 'Lò Thị Mai', purposeId: 'gallery', who: 'author', state: 'missing' },
    ]);
  });

  it('K24-4: for a minor the guardian has to agree, too', () => {
    expect(gapsOf(gallery, child, [said(true, 1)], day)).toEqual([
      { author: 'Quàng Văn An', purposeId: 'gallery', who: 'guardian', state: 'missing' },
    ]);
    expect(gapsOf(gallery, child, [said(true, 1), said(true, 2, { who: 'guardian' })], day)).toEqual([]);
    expect(gapsOf(gallery, child, [said(false, 1), said(true, 2, { who: 'guardian' })], day)).toMatchObject([
      { who: 'author', state: 'refused' },
    ]);
  });

  it('K24-4: a year that leaves the age open counts as a minor', () => {
    // Born in 2008: perhaps not yet sixteen on 1 August 2024.
    expect(isMinor(2008, gallery, day)).toBe(true);
    expect(isMinor(2007, gallery, day)).toBe(false);
    expect(isMinor(null, gallery, day)).toBeNull();
    expect(gapsOf(gallery, { ...grown, birthYear: null }, [said(true, 1)], day)).toMatchObject([{ state: 'missing' }]);
  });

  it('K24-4: below seven the guardian alone answers', () => {
    expect(askedOf(2018, gallery, day)).toEqual(['guardian']);
    expect(askedOf(2017, gallery, day)).toEqual(['author', 'guardian']);
  });
});
