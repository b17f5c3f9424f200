import { expect, it } from 'vitest';
import { appoint, begin, create, decide, movementAnswers, publish } from './movement.setup.ts';
import { officeSlug, publicText, type Stage, slug, who } from './movement.support.ts';

/** Who works in commendation, invited by the administrator: key, role and unit. */
const people: [string, Parameters<typeof appoint>[2], boolean][] = [
  ['home', { fullName: 'Vũ Thị Thẩm', role: 'award-officer', unit: 'SNV' }, true],
  ['science', { fullName: 'Lường Văn Tổng', role: 'award-officer', unit: 'SKHCN' }, true],
  ['inspector', { fullName: 'Hoàng Thanh Tra', role: 'award-officer', unit: 'TTRA' }, true],
  ['chairman', { fullName: 'Hà Trung Quyết', role: 'leader', unit: 'SL' }, true],
  ['registry', { fullName: 'Bạc Thị Sổ', role: 'award-officer', unit: 'SL' }, false],
  ['commune', { fullName: 'Cà Văn Mường', role: 'unit-coordinator', unit: '03808' }, true],
  ['neighbour', { fullName: 'Quàng Thị Bên', role: 'unit-coordinator', unit: '04123' }, false],
  ['personnel', { fullName: 'Trần Thị Phòng', role: 'award-officer', unit: 'VPUB-TCHCQT' }, true],
  ['economy', { fullName: 'Bạc Văn Kinh', role: 'unit-coordinator', unit: 'VPUB-KT' }, true],
  ['chief', { fullName: 'Đèo Văn Chánh', role: 'leader', unit: 'VPUB' }, true],
];

/** From an empty installation to the movements, their people and the rules of commendation. */
export function setup(stage: Stage): void {
  it('Q25-12: two movements stand, and everybody who works in commendation gets the role by mail', async () => {
    await begin(stage);
    const { admin, server } = stage;
    await create(admin, slug);
    for (const [question, option] of Object.entries(movementAnswers)) await decide(admin, slug, question, option);
    await publish(admin, slug);
    await create(admin, officeSlug);
    await decide(admin, officeSlug, 'number-date', 'issued');
    await decide(admin, officeSlug, 'report-dates', 'half-yearly');
    await publish(admin, officeSlug, { planNumber: '12/KH-VPUB', planDate: '2025-12-20' });
    for (const [key, person, real] of people) await appoint(stage, key, person, real ? server.browser() : undefined);
    await who(stage, 'home').get('/xet-khen');
    expect(who(stage, 'home').page.status).toBe(200);
  });

  it('Q25-7: the administrator sees the catalogue with sources and marks; everyone reads which form is given when', async () => {
    const { admin } = stage;
    await admin.get('/quan-tri/danh-muc');
    expect(admin.page.text).toContain('Luật số 06/2022/QH15, sửa đổi bởi Luật số 06/2026/QH16');
    expect(admin.page.text).toMatch(/cần xác minh/i);
    const text = await publicText(stage, '/khen-thuong/quy-dinh');
    expect(text).toContain('Bằng khen');
    expect(text).not.toContain('Bằng khen của Giám đốc Sở');
    expect(text).toMatch(/cần xác minh/i);
  });
}
