import { expect, it } from 'vitest';
import { follow } from './award.support.ts';
import { press, type Stage, who } from './movement.support.ts';

/** What everyone finds, and what becomes of an award that should not have been given. */
export function lookUp(stage: Stage): void {
  const visitor = () => who(stage, 'visitor');
  const search = async (q: string) => {
    stage.server.app.cache.clear();
    await visitor().get('/khen-thuong');
    await visitor().submit({ q }, { fields: ['q', 'hinh-thuc'] });
    return visitor().page.text;
  };

  it('Q25-2: a visitor finds an award without diacritics, by name, unit or number, and nothing private beside it', async () => {
    const text = await search('lo van thao');
    expect(text).toContain('Lò Văn Thạo');
    expect(text).toContain('2150/QĐ-UBND');
    expect(text).not.toContain('12/03/1980');
    expect(text).not.toContain('Quàng Thị Hoa');
    expect(await search('to cong nghe so hua nam')).toContain('Tổ công nghệ số cộng đồng bản Hua Nặm');
    expect(await search('2163/qd-ubnd')).toContain('Quàng Thị Hoa');
    expect(await search('khong co ai ten nay')).toContain('Không tìm thấy');
  });

  it('Q25-2: the code on the paper says that it is real; a mistyped one says so', async () => {
    await visitor().get('/xac-minh');
    await visitor().submit({ ma: stage.at.code!.toLowerCase().replaceAll('-', ' ') }, { fields: ['ma'] });
    expect(visitor().page.text).toContain('có thật và còn giá trị');
    expect(visitor().page.text).toContain('Quàng Thị Hoa');
    await visitor().get('/xac-minh');
    await visitor().submit({ ma: 'KT-1234-5678' }, { fields: ['ma'] });
    expect(visitor().page.text).toContain('không phải là mã xác minh');
  });

  it('Q25-2: the unit reads in its own rooms what its people were given', async () => {
    const commune = who(stage, 'commune');
    await commune.get(`/xet-khen/don-vi/${stage.units['03808']}`);
    expect(commune.page.text).toContain('Lò Văn Thạo');
    expect(commune.page.text).toContain('2150/QĐ-UBND');
  });

  it('Q25-2: revoked with a decision and a reason: the consequences are shown before, and everyone sees it after', async () => {
    const registry = who(stage, 'registry');
    await registry.get('/xet-khen/so?q=quang+thi+hoa');
    await follow(registry, 'Bằng khen của Chủ tịch');
    stage.at.record = registry.page.url;
    expect(registry.page.text).toContain('Nếu thu hồi thì');
    expect(registry.page.text).toContain(stage.at.code!);
    await registry.submit({ number: '', date: '', reason: '' }, { action: '?/revoke' });
    expect(registry.page.status).toBe(422);
    const grounds = registry
      .form({ action: '?/revoke' })
      .fields.flatMap((field) => (field.name === 'ground' ? [field.value] : []));
    await press(
      registry,
      {
        ground: grounds[0]!,
        number: '2301/QĐ-UBND',
        date: '6/9/2027',
        reason: 'Kết luận thanh tra số 20: kê khai thành tích không đúng.',
      },
      { action: '?/revoke' },
      'xong=revoke',
    );
    stage.server.app.cache.clear();
    await visitor().get(`/xac-minh/${stage.at.code}`);
    expect(visitor().page.text).toContain('đã bị thu hồi');
    expect(visitor().page.text).toContain('2301/QĐ-UBND');
    expect(await search('quang thi hoa')).toContain('đã thu hồi');
    const home = who(stage, 'home');
    await home.get(`/xet-khen/dot/${stage.at.call}/chi-thuong?quyet-dinh=${stage.at.second!.split('/').at(-1)}`);
    expect(home.page.text).toMatch(/thu hồi|không chi/i);
  });
}
