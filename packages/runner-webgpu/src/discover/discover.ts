import { join } from 'node:path';
import {
  clockFacts,
  type Described,
  describeWorker,
  type DiscoverOptions,
  type Environment,
  type WorkerCommand,
  type WorkerFailure,
  adviseLonger,
  mayName,
} from '@stackbench/workers';
import { type Description, type Stack } from '@stackbench/model';
import { cacheFolder, type Problem } from '@stackbench/stacks';
import { adapterLabel, isSoftwareAdapter } from '../device/adapter-facts.ts';
import { browserCandidates, bundledChromium } from './browser-candidates.ts';
import { type BundledResult, provideBundled } from './bundled.ts';
import type { Candidate } from './candidates.ts';
import { bringingFolder, describeSteering } from './driver-variables.ts';
import { mesaCandidates } from './mesa-candidates.ts';
import { openProbeCache } from './probe-cache.ts';
import { vulkanCandidates } from './vulkan-candidates.ts';

/** A stack, and how its worker is started; null where it cannot be. */
export interface Discovered {
  stack: Stack;
  command: WorkerCommand | null;
  /** Asks anew what was remembered from an earlier search; absent where it was just asked. */
  confirm?: (options: DiscoverOptions) => Promise<Discovered>;
}

const idOf = (implementation: string, adapter: string) => `webgpu:${implementation}/${adapter}`;

const webgpu = { kind: 'webgpu', native: false, computes: ['wgsl'] };

/** Asks everything on this machine that may offer WebGPU, all at once. */
export async function discoverStacks(
  env: Environment,
  options: DiscoverOptions,
): Promise<Discovered[]> {
  const { wanted } = options;
  const isWanted = (implementation: string) =>
    wanted?.some((pattern) => mayName(pattern, idOf(implementation, ''))) !== false;
  const bundled = await provideBundled(env);
  const files = bundled.ok ? bundled.files : null;
  const candidates = [
    ...(await vulkanCandidates(env, files)),
    ...mesaCandidates(env),
    ...browserCandidates(env, files),
  ].filter(({ implementation }) => isWanted(implementation));
  const cache = openProbeCache(join(cacheFolder(env), 'probes'));
  const askNow = async (command: WorkerCommand, by: DiscoverOptions): Promise<Described> => {
    const answer = await describeWorker(command, by);
    await (answer.ok ? cache.put(command, answer.description) : cache.drop(command));
    return answer;
  };
  const ask: Ask = async (command) => {
    const known = options.anew === true ? null : await cache.get(command);
    return known === null
      ? { answer: await askNow(command, options) }
      : { answer: { ok: true, description: known }, again: (by) => askNow(command, by) };
  };
  const found = await Promise.all(candidates.map((candidate) => examine(candidate, ask, env)));
  const missing = isWanted(bundledChromium) ? chromiumAbsence(bundled) : [];
  const all = [...dropTwins(found.flat()), ...missing];
  return makeUnique(all.length === 0 ? [nothingFound(env)] : all);
}

/** Why there is no bundled Chromium, where there is none. */
function chromiumAbsence(bundled: BundledResult): Discovered[] {
  if (bundled.ok && bundled.files.chromium !== null) return [];
  const why = bundled.ok
    ? { reason: 'This bundle has no Chromium.', fix: 'Make it with `--with chromium`.' }
    : bundled;
  return [unavailable(bundledChromium, 'swiftshader', why)];
}

/** What a worker says of itself, or said lately; `again` then asks it. */
type Ask = (command: WorkerCommand) => Promise<{
  answer: Described;
  again?: (options: DiscoverOptions) => Promise<Described>;
}>;

async function examine(candidate: Candidate, ask: Ask, env: Environment): Promise<Discovered[]> {
  const { answer, again } = await ask(candidate.command({ expectedAdapter: null }));
  if (!answer.ok) {
    const alternative = candidate.otherwise;
    const others = alternative === undefined ? [] : await examine(alternative, ask, env);
    if (candidate.isAbsent?.(answer.said) === true) return others;
    return [
      unavailable(
        candidate.implementation,
        candidate.name,
        describeFailure(candidate, answer, env),
      ),
      ...others,
    ];
  }
  const found = describeFound(candidate, answer.description);
  if (found.stack.software && candidate.otherwise !== undefined) {
    return examine(candidate.otherwise, ask, env);
  }
  if (again === undefined) return [found];
  const confirm = async (options: DiscoverOptions): Promise<Discovered> => {
    const now = await again(options);
    const { implementation } = candidate;
    const label = adapterLabel(answer.description.facts);
    if (!now.ok) return unavailable(implementation, label, describeFailure(candidate, now, env));
    const other = adapterLabel(now.description.facts);
    if (other === label) return describeFound(candidate, now.description);
    const reason = `${candidate.title} was ${label} when it was found, and is ${other} now.`;
    return unavailable(implementation, label, { reason, fix: 'Run again.' });
  };
  return [{ ...found, confirm }];
}

function describeFound(candidate: Candidate, { facts, clock }: Description): Discovered {
  const label = adapterLabel(facts);
  const { implementation, suffix } = candidate;
  const name = suffix === undefined ? label : `${label}-${suffix}`;
  return {
    stack: {
      id: idOf(implementation, name),
      ...webgpu,
      software: isSoftwareAdapter(facts),
      available: true,
      facts: { ...facts, ...clockFacts(clock) },
    },
    command: candidate.command({ expectedAdapter: label }),
  };
}

function describeFailure(
  candidate: Candidate,
  { status, reason, said }: WorkerFailure,
  env: Environment,
): Problem {
  const { title, fix } = candidate;
  const steering = describeSteering(env, candidate.command({ expectedAdapter: null }).env);
  const brought = bringingFolder(env, said);
  const first =
    (brought === null
      ? ''
      : `Take ${brought} out of LD_LIBRARY_PATH, which brings that library. `) +
    (steering.length === 0 ? '' : `Unset ${steering.join(', ')}, which choose drivers. `);
  return {
    reason: `${title} does not work: ${reason.replace(/\.$/, '')}${excerptLog(said)}`,
    fix: first + (status === 'timeout' ? adviseLonger('discover') : fix),
  };
}

/** The last lines of a log that say something; traces and the noise of desktops do not. */
function excerptLog(log: string): string {
  const lines = log.split('\n').filter((line) => !/^\s*(at |- |$)|dbus|XDG_RUNTIME_DIR/.test(line));
  // A program that tries twice complains twice.
  const last = [...new Set(lines)].slice(-2);
  return last.length === 0 ? '' : `; it said: ${last.join(' ')}`;
}

function unavailable(implementation: string, name: string, { reason, fix }: Problem): Discovered {
  const id = idOf(implementation, name);
  const software = /swiftshader|lvp|lavapipe|llvmpipe/.test(name);
  return {
    stack: { ...webgpu, id, software, available: false, reason, fix, facts: {} },
    command: null,
  };
}

function nothingFound(env: Environment): Discovered {
  const steering = describeSteering(env);
  return unavailable('dawn', 'no-adapter', {
    reason:
      'No WebGPU adapter was found: no graphics driver that dawn.node can use, and no browser.' +
      (steering.length === 0 ? '' : ` Drivers are chosen by ${steering.join(', ')}.`),
    fix: "Install the GPU's driver with Vulkan support, or Chromium for its software adapter.",
  });
}

/** Where the system alone chooses, asking for the other power preference may bring the same one. */
function dropTwins(found: readonly Discovered[]): Discovered[] {
  const seen = new Set<string>();
  return found.filter(({ stack }) => {
    const key = JSON.stringify([stack.id, stack.available, stack.reason, stack.facts]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Ids by which stacks can be told apart: the second of a name gets `-2`. */
function makeUnique(found: readonly Discovered[]): Discovered[] {
  const counts = new Map<string, number>();
  return found.map((each) => {
    const { stack } = each;
    const count = (counts.get(stack.id) ?? 0) + 1;
    counts.set(stack.id, count);
    return count === 1 ? each : { ...each, stack: { ...stack, id: `${stack.id}-${count}` } };
  });
}
