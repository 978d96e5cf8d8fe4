// Writes the outputs in docs/doctor.md anew: node packages/cli/scripts/write-doctor-examples.ts [TEXT]
//
// A comment of the form `<!-- COMMAND | SURROUNDINGS | PIECES -->` stands above each, and says how it came about:
// `doctor --json` or `collect_env`; stand-ins at their places (`ml=environments/uv-2.8` in ~/envs,
// `/usr/local/cuda-12.4=toolkits/cuda-12.4`) and variables; what is shown of it. The places exist in a mount
// namespace of its own, which takes root on Linux. TEXT: only those whose comment holds it.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '@stackbench/stacks';
import { runTool } from '@stackbench/workers';

const root = join(import.meta.dirname, '../../..');
const file = join(root, 'docs/doctor.md');
const standIns = join(cacheFolder(), 'stand-ins');
const home = '/home/ada';

interface Example {
  command: string;
  /** Place → stand-in. */
  mounts: readonly (readonly [string, string])[];
  variables: Readonly<Record<string, string>>;
  pieces: readonly string[];
}

function parse(text: string): Example {
  const [command = '', surroundings = '', pieces = 'all'] = text
    .split('|')
    .map((part) => part.trim());
  const words = surroundings.split(/\s+/).map((word): [string, string] => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1)];
  });
  return {
    command,
    mounts: words
      .filter(([, value]) => isMount(value))
      .map(([name, value]) => [
        name.startsWith('/') ? name : `${home}/envs/${name}`,
        value.startsWith('own/')
          ? join(cacheFolder(), 'environments', value.slice(4))
          : join(standIns, value),
      ]),
    variables: Object.fromEntries(words.filter(([, value]) => !isMount(value))),
    pieces: pieces.split(',').map((piece) => piece.trim()),
  };
}

function isMount(value: string): boolean {
  return /^(environments|toolkits|own)\//.test(value);
}

/** What a command prints where the stand-ins lie at their places. */
async function run({ command, mounts, variables }: Example): Promise<string> {
  const cache = `${home}/.cache/stackbench`;
  const script = [
    'set -e',
    'mount -t tmpfs tmpfs /usr/local',
    'mount -t tmpfs tmpfs /home',
    ...[
      // Unpacked once for all.
      [`${cache}/chromium-153.0.0`, join(cacheFolder(), 'chromium-153.0.0')] as const,
      ...mounts,
    ].flatMap(([place, source]) => [`mkdir -p '${place}'`, `mount --bind '${source}' '${place}'`]),
    `cd ${home}`,
    command === 'collect_env'
      ? `exec ${dirname(mounts.find(([place]) => place.startsWith(home))![0])}/ml/bin/python -m torch.utils.collect_env`
      : `exec '${process.execPath}' '${join(root, 'packages/cli/bin/stackbench.mjs')}' ${command}`,
  ].join('\n');
  const said = await runTool('unshare', ['--mount', 'bash', '-c', script], {
    timeoutMs: 600_000,
    env: { HOME: home, PATH: '/usr/bin:/bin', COLUMNS: '110', LANG: 'C.UTF-8', ...variables },
  });
  // 1: there are findings of severity error.
  if (said.stdout === '') throw new Error(`${command} said nothing: ${said.stderr}`);
  return said.stdout;
}

/** A piece of what was printed: `table`, `what-if`, `finding RULE`, `json PATH`, `line PATTERN`. */
function pick(printed: string, piece: string): string {
  const [kind = '', what = ''] = piece.split(' ');
  const lines = printed.split('\n');
  const from = (start: RegExp, end: RegExp) => {
    const at = lines.findIndex((line) => start.test(line));
    if (at === -1) throw new Error(`There is no '${piece}' in:\n${printed}`);
    const length = lines.slice(at + 1).findIndex((line) => end.test(line));
    return lines.slice(at, length === -1 ? undefined : at + 1 + length).join('\n');
  };
  switch (kind) {
    case 'table':
      return from(/^Environments/, /^$/)
        .split('\n')
        .slice(1)
        .join('\n');
    case 'what-if':
      return from(/^What if/, /^\0/).trimEnd();
    case 'finding':
      return from(new RegExp(`^(error|warning|note) +${what} `), /^$/);
    case 'line':
      return lines.filter((line) => line.startsWith(piece.slice(5))).join('\n');
    case 'json': {
      let value: unknown = JSON.parse(printed);
      for (const name of what.split('.')) value = (value as Record<string, unknown>)[name];
      return JSON.stringify(value, null, 2);
    }
    default:
      return printed.trimEnd();
  }
}

function showCommand({ command, variables, pieces }: Example): string {
  const set = Object.entries(variables).map(([name, value]) => `${name}=${value} `);
  const called =
    command === 'collect_env' ? 'python -m torch.utils.collect_env' : `pnpm bench ${command}`;
  const [, path] = /^json (.*)$/.exec(pieces[0] ?? '') ?? [];
  const filter = path === undefined ? '' : ` | jq '.${path.replaceAll(/\.(\d+)/g, '[$1]')}'`;
  return `$ ${set.join('')}${called}${filter}`;
}

let text = readFileSync(file, 'utf8');
for (const [whole, directive = ''] of text.matchAll(
  /<!-- ((?:doctor|collect_env)[^>]*) -->\n\n```\n[\s\S]*?\n```\n/g,
)) {
  if (!directive.includes(process.argv[2] ?? '')) continue;
  const example = parse(directive);
  const printed = await run(example);
  const separator = example.command === 'collect_env' ? '\n' : '\n\n';
  const shown = example.pieces.map((piece) => pick(printed, piece)).join(separator);
  const block = `<!-- ${directive} -->\n\n\`\`\`\n${showCommand(example)}\n${shown}\n\`\`\`\n`;
  text = text.replace(whole, () => block);
  process.stdout.write(`${directive}\n`);
}
writeFileSync(file, text);
