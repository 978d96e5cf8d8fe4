import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { type Environment, runTool, timeLimitMs } from '@stackbench/workers';
import { chooseMirror, listArchives, mirrorVariable } from './debian-mirror.ts';

/** Packages of a release of Debian, reached by apt without root and without its system's state. */
export interface DebianRelease {
  /** The version of a package there. */
  versionOf(name: string): Promise<string>;
  /** Unpacks packages, and all that they need, into `folder`. */
  unpack(names: readonly string[], folder: string): Promise<void>;
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Reads what a release has.
 * @param suites where apt looks; what the first has wins
 * @param state an empty folder for what apt downloads
 * @throws BenchError where there is no apt, or no way to Debian
 */
export async function openDebianRelease(
  suites: readonly string[],
  state: string,
  env: Environment,
): Promise<DebianRelease> {
  if (!existsSync(keyring)) {
    throw new BenchError(`Debian's packages cannot be verified: there is no ${keyring}`, {
      fix: 'Install the package debian-archive-keyring, which Debian and Ubuntu have.',
    });
  }
  const run = (tool: string, args: readonly string[]) => runIn(env, tool, args);
  const mirror = env[mirrorVariable] ?? chooseMirror(await run('apt-get', listArchives));
  const at = (name: string) => join(state, name);
  await mkdir(at('lists/partial'), { recursive: true });
  await mkdir(at('cache/archives/partial'), { recursive: true });
  const source = (suite: string) => `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`;
  await writeFile(at('sources.list'), suites.map(source).join(''));
  // Nothing is installed, as far as this apt knows: it fetches all that is needed.
  await writeFile(at('status'), '');
  const options = [
    `Dir::Etc::sourcelist=${at('sources.list')}`,
    'Dir::Etc::sourceparts=/dev/null',
    'Dir::Etc::preferences=/dev/null',
    'Dir::Etc::preferencesparts=/dev/null',
    `Dir::State::lists=${at('lists')}`,
    `Dir::State::status=${at('status')}`,
    `Dir::Cache=${at('cache')}`,
    `APT::Default-Release=${suites[0]}`,
    'APT::Install-Recommends=false',
    'APT::Sandbox::User=',
    'Acquire::Languages=none',
    'Debug::NoLocking=1',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, 'update']);
  return {
    versionOf: async (name) => {
      const said = await run('apt-cache', [...options, 'policy', name]);
      const [, version] = /Candidate: (\S+)/.exec(said) ?? [];
      if (version === undefined || version === '(none)') {
        throw new BenchError(`Debian's ${suites[0]} has no ${name}`, {
          fix: `See whether ${mirror} has it, or name another mirror: ${mirrorVariable}.`,
        });
      }
      return version;
    },
    unpack: async (names, folder) => {
      await run('apt-get', [...options, '--yes', '--download-only', 'install', ...names]);
      const archives = at('cache/archives');
      const files = (await readdir(archives)).filter((name) => name.endsWith('.deb'));
      for (const file of files) await run('dpkg-deb', ['-x', join(archives, file), folder]);
    },
  };
}

async function runIn(env: Environment, tool: string, args: readonly string[]): Promise<string> {
  const variables = { ...env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const result = await runTool(tool, args, { timeoutMs: timeLimitMs('install'), env: variables });
  if (result.ok) return result.stdout;
  const said = `${result.stdout}\n${result.stderr}`
    .split('\n')
    .find((line) => line.startsWith('E: '));
  throw new BenchError(`${tool} ${result.reason}${said === undefined ? '' : `: ${said}`}`, {
    fix: `It needs apt, dpkg and a way to a mirror of Debian, which ${mirrorVariable} may name; apt knows proxies (Acquire::http::Proxy).`,
  });
}
