import { expect, it } from 'vitest';
import { pick } from './contest.support.ts';
import { press, publicText, room, root, type Stage } from './movement.support.ts';

/** The address of a new element's field. */
const at = (i: number, fields: Record<string, string | string[]>) =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [`indicators.${i}.${key}`, value]));

const shared = { contentId: 'dd', clause: 'III.1', group: 'Chính quyền số' };
const ratio = {
  ...shared,
  name: 'Hồ sơ nộp trực tuyến trên tổng số hồ sơ',
  shortName: 'Hồ sơ trực tuyến',
  kind: 'ratio',
  measure: '%',
  numerator: 'Hồ sơ nộp trực tuyến',
  denominator: 'Hồ sơ tiếp nhận',
  reportedBy: ['communes'],
  lead: 'SKHCN',
  evidence: 'required',
};
const amount = {
  ...shared,
  name: 'Người dân được hướng dẫn kỹ năng số',
  shortName: 'Người dân được hướng dẫn',
  kind: 'amount',
  measure: 'người',
  decimals: '0',
  'bounds.max': '',
  'aggregation.method': 'sum',
  reportedBy: ['communes'],
  lead: 'SKHCN',
};
const target = { printed: 'ít nhất 60%', level: 'communes', year: '2025', comparator: '>=', value: '60' };

/** The plan prints no measured target, so the ones that were decided on are typed into the editor. */
export function indicators(stage: Stage): void {
  it('C21-1: two indicators with a target are typed into the editor; what is missing is named beside its box', async () => {
    const { admin } = stage;
    const page = `${room}/sua/indicators`;
    const change = async (op: string, values: Record<string, string | string[]> = {}) => {
      const form = admin.form({ fields: ['op'] });
      form.action = '?/change';
      admin.page.forms = [form];
      await admin.submit({ ...values, op }, { action: '?/change' });
    };
    await admin.get(page);
    await change('add:indicators');
    await change('add:indicators.0.targets', at(0, ratio));
    await change(
      'add:indicators',
      at(0, Object.fromEntries(Object.entries(target).map(([k, v]) => [`targets.0.${k}`, v]))),
    );
    pick(admin, (form) => form.fields.some((field) => field.name === 'indicators.1.name'));
    await admin.submit(at(1, { ...amount, shortName: '' }), { action: '?/preview' });
    expect(admin.page.text).toContain('Tên ngắn');
    expect(admin.page.text).not.toContain('Xem lại trước khi lưu');
    pick(admin, (form) => form.fields.some((field) => field.name === 'indicators.1.name'));
    await admin.submit(at(1, { shortName: amount.shortName }), { action: '?/preview' });
    expect(admin.page.text, admin.page.text.slice(0, 1500)).toContain('Xem lại trước khi lưu');
    await press(
      admin,
      { reason: 'Chọn trong Kế hoạch số 136/KH-UBND theo kết luận cuộc họp ngày 30/6/2025' },
      { action: '?/save' },
      'da-luu=indicators',
    );
    const { doc } = await stage.server.app.db
      .selectFrom('programme')
      .select('doc')
      .where('slug', '=', 'thi-dua-2025-2030')
      .executeTakeFirstOrThrow();
    if (doc.kind !== 'movement') throw new Error('a contest');
    const [first, second] = doc.indicators;
    stage.at.online = first!.id;
    stage.at.guided = second!.id;
    expect(first).toMatchObject({ lead: 'SKHCN', targets: [{ comparator: '>=', value: '60' }] });
    expect(second).toMatchObject({ kind: 'amount', bounds: { max: null }, aggregation: { method: 'sum' } });
    const text = await publicText(stage, `${root}/chi-tieu`);
    expect(text).toContain('ít nhất 60%');
  });
}
