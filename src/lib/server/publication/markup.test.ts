import { describe, expect, it } from 'vitest';
import { plainSummary, renderText } from './markup.ts';

describe('text of news', () => {
  it('draws paragraphs, lists, headings, bold and links', () => {
    expect(
      renderText('Mở đầu\ndòng hai\n\n## Mốc\n- một\n- **hai**\n\n1. a\n2. b\n\n[Thể lệ](/cuoc-thi/x/the-le)'),
    ).toBe(
      '<p>Mở đầu<br>dòng hai</p>\n<h2>Mốc</h2>\n<ul><li>một</li><li><strong>hai</strong></li></ul>\n<ol><li>a</li><li>b</li></ol>\n<p><a href="/cuoc-thi/x/the-le">Thể lệ</a></p>',
    );
  });

  it('lets nothing typed become markup', () => {
    expect(renderText('<script>alert(1)</script> **<b onload=x>** "\'')).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; <strong>&lt;b onload=x&gt;</strong> &quot;&#39;</p>',
    );
  });

  it('refuses addresses that run or leave unseen', () => {
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', '//evil.test/x', '/\\evil.test', 'JaVaScRiPt:x'])
      expect(renderText(`[bấm](${bad})`)).not.toContain('<a');
    expect(renderText('[x](https://a.test/?q="onmouseover=1)')).toContain(
      'href="https://a.test/?q=&quot;onmouseover=1"',
    );
  });

  it('links bare addresses without the full stop after them', () => {
    expect(renderText('Xem https://sonla.gov.vn/tin.')).toBe(
      '<p>Xem <a href="https://sonla.gov.vn/tin" rel="noopener nofollow">https://sonla.gov.vn/tin</a>.</p>',
    );
  });

  it('gives the first paragraph without marks as a summary', () => {
    expect(plainSummary('## Đầu\n**Đậm** và [liên kết](https://a.test)\n\n- mục')).toBe('Đậm và liên kết');
  });
});
