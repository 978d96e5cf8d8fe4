import { BenchError } from '@stackbench/model';
import { aggregate } from './aggregate/aggregate.ts';
import type { RunDigest } from './aggregate/digest.ts';
import type { ClientBundle } from './bundle-client.ts';
import { findPrivate, type Finding, type ScannedFile } from './privacy/scan.ts';
import { listSecrets, type Surroundings } from './privacy/secrets.ts';
import { createWithMarkers, replaceBetweenMarkers } from './render/markers.ts';
import { renderCsv } from './render/render-csv.ts';
import { renderHtml } from './render/render-html.ts';
import { renderJson } from './render/render-json.ts';
import { renderMarkdown } from './render/render-markdown.ts';

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
  const section = renderMarkdown(publication);
  const readme =
    options.readme === null
      ? createWithMarkers('Results', section)
      : replaceBetweenMarkers(options.readme, section, 'README.md');
  const html = renderHtml(publication, options.client);
  const data = { csv: renderCsv(publication), json: renderJson(publication) };
  const { script, style } = options.client;
  const files: ScannedFile[] = [
    { name: 'README.md', text: Buffer.from(readme).toString('utf8'), data: section },
    {
      name: 'index.html',
      text: html,
      data: html.replace(script, () => '').replace(style, () => ''),
    },
    { name: 'results.csv', text: data.csv, data: data.csv },
    { name: 'results.json', text: data.json, data: data.json },
  ];
  refusePrivate(findPrivate(files, listSecrets(options.surroundings), options.allowed));
  return new Map<string, Uint8Array>([
    ['README.md', readme],
    ...files
      .slice(1)
      .map(({ name, text }): [string, Uint8Array] => [name, Buffer.from(text, 'utf8')]),
  ]);
}

const namedFindings = 5;

/** Names places and never what stands there: messages end up in logs. */
function refusePrivate(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const places = findings
    .slice(0, namedFindings)
    .map(({ what, file, line, column }) => `${what} in ${file}, line ${line}, column ${column}`);
  const more = findings.length - places.length;
  throw new BenchError(
    `Nothing was published, as it would show ${places.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    {
      fix: 'Remove or rename it in the run file that it comes from, or, if it is not private, give it with --allow.',
    },
  );
}
