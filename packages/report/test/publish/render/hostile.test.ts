import { describe, expect, it } from 'vitest';
import { provideClient } from '../../../src/publish/provide-client.ts';
import { renderCsv } from '../../../src/publish/render/render-csv.ts';
import { renderHtml } from '../../../src/publish/render/render-html.ts';
import { renderJson } from '../../../src/publish/render/render-json.ts';
import { renderPictures } from '../../../src/publish/render/render-pictures.ts';
import { renderMarkdown } from '../../../src/publish/render/render-markdown.ts';
import { indexPublication } from '../../../src/analysis/publication/publication-index.ts';
import { hostileRun, hostileTexts } from '../hostile-run.ts';
import { publicationOf } from '../make-publication.ts';

const publication = publicationOf(hostileRun());
const index = indexPublication(publication);

describe('strings of a run file', () => {
  it('cannot become markup in Markdown', () => {
    const markdown = renderMarkdown(index);
    expect(markdown).not.toMatch(/<(script|img|iframe)|\]\(javascript:/i);
    const tables = markdown.match(/(^\|.*\n?)+/gm) ?? [];
    expect(tables.length).toBeGreaterThan(1);
    // None is torn apart by a pipe.
    for (const table of tables) {
      const widths = table
        .trimEnd()
        .split('\n')
        .map((line) => line.split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  it('cannot become markup in a picture', () => {
    const pictures = [...renderPictures(index).values()].join('');
    expect(pictures).toMatch(/^<svg /);
    const names = new Set([...pictures.matchAll(/<([^\s/>]+)/g)].map(([, name]) => name));
    const drawn = new Set(['g', 'line', 'path', 'rect', 'style', 'svg', 'text', 'title']);
    expect([...names].filter((name) => !drawn.has(name ?? ''))).toEqual([]);
  });

  it('cannot become formulas or rows in CSV', () => {
    const lines = [...renderCsv(index)].join('').trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + publication.results.length);
    expect(lines.join('\n')).not.toMatch(/(^|,)"?[=+@\t]/m);
  });

  it('cannot leave their block of data in HTML', async () => {
    const client = await provideClient();
    const html = renderHtml(index, client).replace(client.script, () => '');
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<iframe/);
  });

  it('come back unharmed from JSON, without control characters and without a prototype', () => {
    const json = [...renderJson(publication)].join('');
    // eslint-disable-next-line no-control-regex
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    const parsed = JSON.parse(json) as typeof publication;
    expect(parsed).toEqual(publication);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
    expect(hostileTexts.length).toBeGreaterThan(5);
  });

  it('cannot make a link that leaves the folder or has a scheme', () => {
    const links = [...renderMarkdown(index).matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !/^(#stack-\d+|[\w%.~#/-]+)$/.test(link ?? ''))).toEqual([]);
  });
});
