import { BenchError } from '@stackbench/model';
import type { Surroundings } from '@stackbench/privacy';
import { aggregate } from '../analysis/publication/aggregate.ts';
import type { RunDigest } from '../analysis/publication/digest.ts';
import type { ClientBundle } from './provide-client.ts';
import { findPrivate, type Finding } from './privacy/scan.ts';
import { listSought } from './privacy/sought-secrets.ts';
import { createWithMarkers, replaceBetweenMarkers } from './render/markers.ts';
import { renderCsv } from './render/render-csv.ts';
import { renderHtml } from './render/render-html.ts';
import { renderJson } from './render/render-json.ts';
import { renderPictures } from './render/render-pictures.ts';
import { renderMarkdown } from './render/render-markdown.ts';
import { indexPublication } from '../analysis/publication/publication-index.ts';

export interface PublishOptions {
  digests: readonly RunDigest[];
  /** `README.md` as it is; null when there is none. */
  readme: Uint8Array | null;
  client: ClientBundle;
  surroundings: Surroundings;
  /** Texts that look private and are not. */
  allowed?: ReadonlySet<string>;
}

/**
 * The files to publish, by name. Pure: nothing is written.
 * @throws BenchError when README.md has no sound markers, two files hold one run, or something
 * private would be published
 */
export function renderPublication(options: PublishOptions): Map<string, Uint8Array> {
  const publication = aggregate(options.digests);
  const index = indexPublication(publication);
  const section = renderMarkdown(index);
  const readme =
    options.readme === null
      ? createWithMarkers('Results', section)
      : replaceBetweenMarkers(options.readme, section, 'README.md');
  const { script, style } = options.client;
  const html = renderHtml(index, options.client);
  const page = { text: html, data: html.replace(script, '').replace(style, '') };
  const secrets = listSought(options.surroundings);
  const findings: Finding[] = [];
  const files = new Map<string, Uint8Array>();
  for (const [file, parts] of [
    ['README.md', [{ text: Buffer.from(readme).toString('utf8'), data: section }]],
    ['index.html', [page]],
    ['results.csv', inBlocks(renderCsv(index))],
    ['results.json', inBlocks(renderJson(publication))],
    ...[...renderPictures(index)].map(([name, svg]) => [name, [{ text: svg, data: svg }]] as const),
  ] as const) {
    const bytes: Buffer[] = [];
    let line = 1;
    for (const { text, data } of parts) {
      findings.push(...findPrivate({ file, line, text, data }, secrets, options.allowed));
      bytes.push(Buffer.from(text, 'utf8'));
      line += text.split('\n').length - 1;
    }
    files.set(file, Buffer.concat(bytes));
  }
  refusePrivate(findings);
  // As bytes: what a person wrote around the tables need not be UTF-8.
  return files.set('README.md', readme);
}

const blockLength = 2 ** 20;

/** Lines in blocks of about a megabyte: a file may have a hundred of them, and one is in work. */
function* inBlocks(lines: Iterable<string>): Generator<{ text: string; data: string }> {
  let block: string[] = [];
  let length = 0;
  for (const line of lines) {
    block.push(line);
    length += line.length;
    if (length < blockLength) continue;
    const text = block.join('');
    yield { text, data: text };
    block = [];
    length = 0;
  }
  const text = block.join('');
  yield { text, data: text };
}

const namedFindings = 5;

/**
 * Names places and never what stands there: messages end up in logs.
 * @throws BenchError when there are findings
 */
export function refusePrivate(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const places = findings
    .slice(0, namedFindings)
    .map(
      ({ what, file, line, column, field }) =>
        `${what} in ${file}, line ${line}, ${field === undefined ? `column ${column}` : `field ${field}`}`,
    );
  const more = findings.length - places.length;
  throw new BenchError(
    `Nothing was published, as it would show ${places.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    {
      fix: 'Remove or rename it in the run file that it comes from, or, if it is not private, give it with --allow.',
    },
  );
}
