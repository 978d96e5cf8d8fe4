import { BenchError } from '@stackbench/model';
import type { Surroundings } from '@stackbench/privacy';
import { aggregate } from '../analysis/publication/aggregate.ts';
import type { Publication } from '../analysis/publication/publication.ts';
import type { RunDigest } from '../analysis/publication/digest.ts';
import { excerptForPage } from './page-excerpt.ts';
import type { ClientBundle } from './provide-client.ts';
import { findPrivate, type Finding } from './privacy/scan.ts';
import { listSought, type SoughtSecret } from './privacy/sought-secrets.ts';
import { textsOf } from './privacy/texts-of.ts';
import { createWithMarkers, replaceBetweenMarkers } from './render/markers.ts';
import { renderCsv } from './render/render-csv.ts';
import { dataTag, renderHtml } from './render/render-html.ts';
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
 * The files to publish, by name, each as parts that are made when they are asked for: a million results are gigabytes.
 * Pure: nothing is written.
 * @throws BenchError when README.md has no sound markers, two files hold one run, or something
 * private would be published
 */
export function renderPublication(options: PublishOptions): Map<string, Iterable<Uint8Array>> {
  const publication = aggregate(options.digests);
  const index = indexPublication(publication);
  const held = excerptForPage(publication);
  const excerpt = held === publication ? index : indexPublication(held);
  const section = renderMarkdown(index, held !== publication);
  const readme =
    options.readme === null
      ? createWithMarkers('Results', section)
      : replaceBetweenMarkers(options.readme, section, 'README.md');
  const secrets = listSought(options.surroundings);
  // What holds nothing but texts of the publication is looked through once, however often a text comes.
  const isTold = isPublic(publication, secrets, options.allowed);
  const files = new Map<string, Iterable<Part>>([
    ['README.md', [{ text: Buffer.from(readme).toString('utf8'), data: section }]],
    ['index.html', inParts(renderHtml(excerpt, options.client), options.client, isTold)],
    ['results.csv', again(() => inBlocks(renderCsv(index), isTold))],
    ['results.json', again(() => inBlocks(renderJson(publication), isTold))],
    ...[...renderPictures(index)].map(([name, svg]) => [name, [{ text: svg, data: svg }]] as const),
  ]);
  // Blocks of what is told hold nothing that was not looked through: they need not be made for it.
  const blocks = isTold ? ['results.csv', 'results.json'] : [];
  refusePrivate(
    [...files].flatMap(([file, parts]) =>
      blocks.includes(file) ? [] : findPrivateIn(file, parts, secrets, options.allowed),
    ),
  );
  const rendered = [...files].map(([name, parts]) => [name, again(() => toBytes(parts))] as const);
  // As bytes: what a person wrote around the tables need not be UTF-8.
  return new Map<string, Iterable<Uint8Array>>(rendered).set('README.md', [readme]);
}

/** What can be gone through several times, made anew each time. */
function again<T>(make: () => Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: make };
}

function* toBytes(parts: Iterable<Part>): Generator<Uint8Array> {
  for (const { text } of parts) yield Buffer.from(text, 'utf8');
}

function findPrivateIn(
  file: string,
  parts: Iterable<Part>,
  secrets: readonly SoughtSecret[],
  allowed: PublishOptions['allowed'],
): Finding[] {
  const findings: Finding[] = [];
  let line = 1;
  for (const { text, data } of parts) {
    if (data !== null) findings.push(...findPrivate({ file, line, text, data }, secrets, allowed));
    line += countFeeds(text);
  }
  return findings;
}

/** A part of a file, and what of it comes from run files; null where that was looked through already. */
interface Part {
  text: string;
  data: string | null;
}

/** Whether no text of the publication is private. */
function isPublic(
  publication: Publication,
  secrets: readonly SoughtSecret[],
  allowed: PublishOptions['allowed'],
): boolean {
  return textsOf(publication).every(
    (text) => findPrivate({ file: '', line: 1, text, data: text }, secrets, allowed).length === 0,
  );
}

/** The page, its data apart from what is around it. */
function inParts(html: string, { script, style }: ClientBundle, isTold: boolean): Part[] {
  const open = html.indexOf(dataTag);
  const close = open === -1 ? -1 : html.indexOf('</script>', open);
  const own = (text: string): Part => ({
    text,
    data: text.replace(script, '').replace(style, ''),
  });
  if (!isTold || close === -1) return [own(html)];
  return [
    own(html.slice(0, open)),
    { text: html.slice(open, close), data: null },
    own(html.slice(close)),
  ];
}

const blockLength = 2 ** 20;

/** Lines in blocks of about a megabyte: a file may have a hundred of them, and one is in work. */
function* inBlocks(lines: Iterable<string>, isTold: boolean): Generator<Part> {
  let block: string[] = [];
  let length = 0;
  const join = (): Part => {
    const text = block.join('');
    return { text, data: isTold ? null : text };
  };
  for (const line of lines) {
    block.push(line);
    length += line.length;
    if (length < blockLength) continue;
    yield join();
    block = [];
    length = 0;
  }
  yield join();
}

function countFeeds(text: string): number {
  let feeds = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) feeds++;
  return feeds;
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
