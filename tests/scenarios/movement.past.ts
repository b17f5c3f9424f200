import { expect, it } from 'vitest';
import { samplePdf } from '../support/samples.ts';
import { pick, untilChecked } from './contest.support.ts';
import { pastSlug, press, type Stage, unitRoom, who } from './movement.support.ts';

const room = `/dieu-hanh/phong-trao/${pastSlug}`;
/** Counted in parts, and added up over units: it can be handed on. */
const indicator = 'work-files-communes';

/** The last figures of a district that ends on 30 June, and who takes its place (C21-7). */
export function districts(stage: Stage): void {
  const form = () => unitRoom(stage, 'HMS', pastSlug);

  it('C21-2: before it ends a district enters its figures of 2024 with evidence', async () => {
    const district = who(stage, 'district');
    await district.get(`${form()}/so-lieu?ky=2024`);
    expect(district.page.text).toContain('Số liệu năm 2024');
    await press(
      district,
      { [`numerator.${indicator}`]: '450', [`denominator.${indicator}`]: '600', intent: 'save' },
      {},
      'da=luu',
    );
    const { id } = await stage.server.app.db
      .selectFrom('indicator_value')
      .select('id')
      .where('unit_id', '=', stage.units.HMS!)
      .executeTakeFirstOrThrow();
    stage.at.past = id;
    await district.get(`${form()}/so-lieu/${id}`);
    pick(district, (one) => one.action.includes('/api/tai-tep'));
    await district.submit({
      file: new File([new Uint8Array(samplePdf())], 'bang-ke.pdf', { type: 'application/pdf' }),
    });
    await untilChecked(stage.server);
    await district.get(`${form()}/so-lieu/${id}`);
    expect(district.page.text).toContain('bang-ke.pdf');
    await press(district, {}, { action: '?/submit' }, 'da=gui');
  });

  it('C21-2: the department that leads verifies, the standing unit locks', async () => {
    const [science, archivist] = [who(stage, 'science'), who(stage, 'archivist')];
    await science.get(`${room}/so-lieu/${stage.at.past}`);
    await press(science, {}, { action: '?/verify' }, 'da=xac-nhan');
    await archivist.get(`${room}/so-lieu/${stage.at.past}`);
    await press(archivist, {}, { action: '?/lock' }, 'da=khoa');
  });

  it('C21-7: the administrator writes down who takes the district’s place, with shares that are all of it', async () => {
    const { admin, units } = stage;
    await admin.get(`/quan-tri/don-vi/${units.HMS}/ket-thuc`);
    const half = { next0: '04105', share0: '1/2', next1: '04117', share1: '1/4' };
    await admin.submit({ ...half, reason: 'Ghi đơn vị kế thừa' }, { action: '/end' });
    expect(admin.page.status).toBe(422);
    expect(admin.page.text).toContain('phải đúng bằng 100 %');
    await press(admin, { next2: '04123', share2: '1/4' }, { action: '/end' }, 'xong=1');
    expect(admin.page.text).toContain('Xã Chiềng Mung (25 %)');
  });
}

/** After the reorganisation. */
export function successors(stage: Stage): void {
  it('C21-7: the old figure stays under the old unit and counts for its successors by their shares', async () => {
    const archivist = who(stage, 'archivist');
    await archivist.get(`${room}/chi-tieu/${indicator}?nam=2024`);
    const { text } = archivist.page;
    expect(text).toContain('Huyện Mai Sơn');
    expect(text).toContain('đã tính vào đơn vị kế thừa');
    expect(text).toMatch(/450\D+600/);
    for (const name of ['Xã Mai Sơn', 'Xã Mường Chanh', 'Xã Chiềng Mung']) expect(text).toContain(name);
    const old = await archivist.get(`${room}/so-lieu/${stage.at.past}`);
    expect(old.text).toContain('450 / 600 = 75,0%');
  });

  it('C21-7: a figure of 2025 for the district that ended before is refused, and says who reports it', async () => {
    const district = who(stage, 'district');
    await district.get(`${unitRoom(stage, 'HMS', pastSlug)}/so-lieu?ky=2025`);
    expect(district.page.status).toBe(404);
  });
}
