import { expect, it } from 'vitest';
import { loggedPath } from './loggedPath.ts';

it('addresses with a secret come into the log without it', () => {
  const secret = 'Zk3v-0123456789_abcdefghijklmnopqrstuvwxyzAB';
  for (const root of [
    '/binh-chon/xac-nhan/',
    '/nguoi-giam-ho/',
    '/chia-se/',
    '/lich/',
    '/dat-lai-mat-khau/',
    '/xac-nhan-ho-so/',
  ])
    expect(loggedPath(`${root}${secret}.ics/__data.json`)).toBe(`${root}…`);
  expect(loggedPath('/binh-chon/cds24-00042')).toBe('/binh-chon/cds24-00042');
  expect(loggedPath('/cuoc-thi/a/thu-vien')).toBe('/cuoc-thi/a/thu-vien');
});
