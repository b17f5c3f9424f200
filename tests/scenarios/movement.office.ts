import { expect, it } from 'vitest';
import {
  officeSlug,
  press,
  publicText,
  room,
  root,
  runJob,
  type Stage,
  slug,
  unitRoom,
  who,
} from './movement.support.ts';

const office = `/dieu-hanh/phong-trao/${officeSlug}`;

/** The movement inside one office, and a movement that an agency makes of the province's. */
export function offices(stage: Stage): void {
  it('V26-1, V26-6: rooms of the Office take part, its movement names the plan above, and who commends whom', async () => {
    stage.server.moveTo('2026-01-05T08:00:00+07:00');
    await runJob(stage, 'obligation.generate');
    const text = await publicText(stage, `/phong-trao/${officeSlug}/noi-dung`);
    expect(text).toContain('Giấy khen của Chánh Văn phòng UBND tỉnh');
    const rows = await stage.server.app.db
      .selectFrom('obligation as o')
      .innerJoin('programme as p', 'p.id', 'o.programme_id')
      .innerJoin('unit as u', 'u.id', 'o.unit_id')
      .select(['u.code', 'o.rule_id'])
      .where('p.slug', '=', officeSlug)
      .where('o.rule_id', '=', 'plan')
      .execute();
    expect(rows.map((row) => row.code).sort()).toEqual(
      ['TTTT', 'VPUB-KGVX', 'VPUB-KT', 'VPUB-NC', 'VPUB-TCHCQT', 'VPUB-TH', 'VPUB-TTHCC'].sort(),
    );
  });

  it('V26-7: the room that is charged with it follows all rooms; another room sees its own; a department of the province nothing', async () => {
    const [chancery, economy, science] = [who(stage, 'chancery'), who(stage, 'economy'), who(stage, 'science')];
    await chancery.get(`${office}/nghia-vu`);
    expect(chancery.page.text).toContain('Phòng Kinh tế');
    expect(chancery.page.text).toContain('Phòng Nội chính');
    await economy.get(`${office}/nghia-vu`);
    expect(economy.page.text).not.toContain('Phòng Nội chính');
    await economy.get(`/don-vi/${stage.units['VPUB-KT']}/phong-trao`);
    expect(economy.page.text).toContain('Nội dung triển khai phong trào thi đua của phòng, đơn vị');
    expect(economy.page.text).toContain('29/06/2026');
    await economy.get(unitRoom(stage, 'VPUB-NC', officeSlug));
    expect(economy.page.status).toBe(404);
    await science.get(office);
    expect(science.page.status).toBe(404);
  });

  it('Q25-1: a department makes a movement of its own; what it keeps, leaves out and adds is visible', async () => {
    const science = who(stage, 'science');
    await science.get(`${room}/phong-trao-con`);
    expect(science.page.text).toContain('Đơn vị phát động: Sở Khoa học và Công nghệ');
    const kept = science
      .form({ fields: ['childSlug'] })
      .fields.filter((field) => field.name === 'contents')
      .map((field) => field.value);
    await press(
      science,
      {
        name: 'Phong trào thi đua của Sở Khoa học và Công nghệ',
        shortName: 'Thi đua Sở Khoa học và Công nghệ',
        childSlug: 'thi-dua-so-khcn',
        code: 'TDKHCN',
        contents: kept.filter((id) => id !== 'g'),
      },
      { fields: ['childSlug'] },
      '/dieu-hanh/phong-trao/thi-dua-so-khcn/thiet-lap',
    );
    await science.get('/dieu-hanh/phong-trao/thi-dua-so-khcn/cap-tren');
    expect(science.page.text).toContain('An toàn, an ninh mạng, hợp tác quốc tế');
    const row = await stage.server.app.db
      .selectFrom('programme')
      .select('doc')
      .where('slug', '=', 'thi-dua-so-khcn')
      .executeTakeFirstOrThrow();
    expect(row.doc).toMatchObject({ level: 'agency', inherits: { slug }, parent: { slug } });
    expect(await publicText(stage, root)).not.toContain('Thi đua Sở Khoa học và Công nghệ');
  });
}
