import { describe, expect, it } from 'vitest';
import {
  escapeCsv,
  escapeHtml,
  escapeMarkdown,
  scriptJson,
} from '../../../src/publish/render/escape.ts';

describe('escapeCsv', () => {
  it.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(1)', '\tx', ' =1', '\n=1'])(
    'keeps %j from being a formula',
    (text) => {
      expect(escapeCsv(text)).toMatch(/^"'/);
    },
  );

  it('doubles quotes and leaves numbers as they are', () => {
    expect(escapeCsv('a "b", c')).toBe('"a ""b"", c"');
    expect(escapeCsv(-1.5)).toBe('-1.5');
    expect(escapeCsv(null)).toBe('');
  });
});

describe('escapeHtml', () => {
  it('leaves no markup and no way out of an attribute', () => {
    expect(escapeHtml(`<b a="1" c='2'>&`)).toBe('&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;');
  });
});

describe('escapeMarkdown', () => {
  it('leaves nothing that Markdown or HTML reads', () => {
    const escaped = escapeMarkdown('|`*_~[x](y)<i>\\$!#\n"\'https://a');
    expect(escaped.replaceAll(/&#\d+;|<br>/g, '')).toBe('x(y)ihttps:a');
  });
});

describe('scriptJson', () => {
  it('cannot end its script element, and reads back the same', () => {
    const value = { text: '</script><!--\u2028\u2029&' };
    expect(scriptJson(value)).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(scriptJson(value))).toEqual(value);
  });
});
