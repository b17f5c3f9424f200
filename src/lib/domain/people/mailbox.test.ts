import { describe, expect, it } from 'vitest';
import { mailboxOf } from './mailbox.ts';

describe('K24-4: one mailbox has one vote', () => {
  const one = (...addresses: string[]) => expect(new Set(addresses.map(mailboxOf)).size).toBe(1);

  it('however its address is written', () => {
    one('An.Nguyen@gmail.com', 'annguyen@gmail.com', 'a.n.nguyen+bai1@googlemail.com', ' ANNGUYEN+@GMAIL.com ');
    one('an@icloud.com', 'an@me.com', 'an+1@mac.com');
    one('an.nguyen@proton.me', 'an_nguyen@protonmail.com', 'annguyen+2@pm.me');
    one('binh@sonla.gov.vn', 'Binh@sonla.gov.vn', 'binh+thi@sonla.gov.vn');
  });
  it('and boxes that differ stay apart', () => {
    const boxes = ['a.b@sonla.gov.vn', 'ab@sonla.gov.vn', 'ab@gmail.com', '+a@sonla.gov.vn', '+b@sonla.gov.vn'];
    expect(new Set(boxes.map(mailboxOf)).size).toBe(boxes.length);
  });
});
