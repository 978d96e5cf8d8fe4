import { createHash } from 'node:crypto';
import { paletteCss } from '../charts/palette.ts';
import { compact } from '../compact.ts';
import type { PublicationIndex } from '../../analysis/publication/publication-index.ts';
import type { ClientBundle } from '../provide-client.ts';
import { views } from '../views/index.ts';
import { usualProgram } from '../../bench-command.ts';
import type { Publication } from '../../analysis/publication/publication.ts';
import { runTitle } from '../views/cells.ts';
import { escapeHtml, scriptJson } from './escape.ts';

/** What the data of the page stand behind, up to the end of a script. */
export const dataTag = '<script type="application/json" id="data">';

/**
 * `index.html`: one file that needs nothing else. Its policy forbids every request and every script
 * but its own; all strings of run files are in one block of data, which the script writes as text.
 */
export function renderHtml(index: PublicationIndex, client: ClientBundle): string {
  const { publication } = index;
  const hash = createHash('sha256').update(client.script).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const menu = listMenu(index);
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<title>stackbench results</title>',
    `<style>${paletteCss()}\n${client.style}</style>`,
  ].join('\n');
  const body =
    publication.runs.length === 0
      ? `<main id="main" tabindex="-1">${firstRun}</main>`
      : [
          `<nav aria-label="Views"><ul>${menu}</ul></nav>`,
          ...listExcerpts(publication),
          `<main id="main" tabindex="-1">${noScript}</main>`,
          `${dataTag}${scriptJson(compact(publication))}</script>`,
        ].join('\n');
  return `<!doctype html>
<html lang="en">
<head>
${head}
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header><p class="brand">stackbench</p><button type="button" id="theme" hidden>Theme</button></header>
${body}
${footer}
<script>${client.script}</script>
</body>
</html>
`;
}

/** What the page leaves out of runs that it does not hold whole, above every view. */
function listExcerpts({ runs }: Publication): string[] {
  return runs.flatMap((run) => {
    if (run.shown === undefined) return [];
    const { problems, ofProblems, ofResults } = run.shown;
    return [
      `<p class="text warning">${escapeHtml(`Of the run “${runTitle(run)}” this page holds ${problems} of ${ofProblems} problems, evenly over their list; rankings and totals are over all.`)} All ${ofResults} results are in <a href="results.csv">results.csv</a> and <a href="results.json">results.json</a>.</p>`,
    ];
  });
}

/** A view without anything to show stays reachable, since it says what to run. */
function listMenu(index: PublicationIndex): string {
  return views
    .flatMap(({ name, menu, lack }) => {
      if (menu === null) return [];
      const missing = lack?.(index) ?? null;
      const told =
        missing === null
          ? ''
          : ` class="lacking" title="${escapeHtml(`${missing.why} ${missing.command}`)}"`;
      return [`<li><a href="#${name}"${told}>${escapeHtml(menu)}</a></li>`];
    })
    .join('');
}

const firstRun = `<h1>No results yet</h1>
<p>Nothing has been measured here. Make the first run in the folder of stackbench:</p>
<pre><code>${escapeHtml(usualProgram)}</code></pre>
<p>It finds the software stacks of this machine, runs the quick suite on each and writes a run file into <code>results/runs/</code>. Without a GPU it measures on the CPU and says so. Then publish it:</p>
<pre><code>npx -y pnpm@12 bench publish</code></pre>`;

const noScript =
  '<noscript><p>This page draws its tables with its own script. Without it, read <a href="README.md">README.md</a> or <a href="results.csv">results.csv</a>.</p></noscript>';

const footer =
  '<footer><p>Made by <code>bench publish</code> from run files. Data: <a href="results.csv">results.csv</a>, <a href="results.json">results.json</a>.</p></footer>';
