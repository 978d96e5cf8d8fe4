import { dirname } from 'node:path';
import {
  describeWorker,
  type DiscoverOptions,
  type Environment,
  withSaid,
} from '@stackbench/workers';
import { type Facts, stateFacts } from '@stackbench/model';
import {
  activate,
  type Activation,
  describeChanges,
  type Problem,
  type PythonEnvironment,
  shortenHome,
} from '@stackbench/stacks';
import { mendTorch } from '../interpreter-variables.ts';
import { workerCommand } from '../worker-command.ts';
import { checkVersions } from './check-versions.ts';
import { type FoundTorch, type Probe, probeInterpreter } from './probe.ts';
import { findTorchFolder } from './torch-folder.ts';

/** An environment that holds torch. */
export interface TorchEnvironment {
  environment: PythonEnvironment;
  /** What can be told of it; see also the worker's own description. */
  facts: Facts;
  /** The torch that it gets from somewhere else; null where it is its own. */
  foreign: ForeignTorch | null;
  /** What runs it; null where it is broken. */
  usable: { interpreter: string; activation: Activation; torch: FoundTorch } | null;
  /** Why it cannot run, whatever the device. */
  problem: Problem | null;
}

/** A torch that is not of the environment whose interpreter imports it. */
interface ForeignTorch {
  /** What leads to it: a variable, or `user-site`. */
  by: string;
  file: string;
  /** The environment has one of its own, which is not reached. */
  shadows: boolean;
}

/** Looks into an environment, activated, without importing torch. Null where there is no torch. */
export async function examineEnvironment(
  environment: PythonEnvironment,
  plain: Environment,
  options: DiscoverOptions,
  ask: typeof probeInterpreter = probeInterpreter,
): Promise<TorchEnvironment | null> {
  const { interpreter, kind } = environment;
  const folder = findTorchFolder(environment);
  const broken = (problem: Problem, probe: Probe | null = null): TorchEnvironment =>
    unusable(environment, problem, probe);
  if (interpreter === null) return folder === null ? null : broken(missingInterpreter(environment));
  const activation = await activate(environment, plain, options);
  const probed = await ask(interpreter, activation.env, options);
  if (!probed.ok) return folder === null ? null : broken(probed.problem);
  const { probe } = probed;
  if (probe.torch === null) {
    // Several Pythons share the system's folders.
    return folder === null || kind === 'system' ? null : broken(strayTorch(folder, probe), probe);
  }
  const outdated = checkVersions(probe);
  if (outdated !== null) return broken(outdated, probe);
  const torch = probe.torch as FoundTorch;
  if (kind === 'system' && torch.isForAnother) return null;
  const foreign = findForeign(kind, torch);
  const { by, changes, problem } = activation;
  const facts = {
    ...describeEnvironment(environment, probe),
    ...stateFacts({
      torchBroughtBy: foreign === null ? undefined : describeForeign(foreign),
      activatedBy: by,
      activation: describeChanges(changes, plain),
      activationProblem: problem?.reason,
    }),
  };
  const fatal = problem?.isFatal === true ? problem : null;
  const usable = fatal === null ? { interpreter, activation, torch } : null;
  return { environment, facts, foreign, usable, problem: fatal };
}

/** An environment of which nothing is executed. Null where there is no torch. */
export function refuseEnvironment(
  environment: PythonEnvironment,
  problem: Problem,
): TorchEnvironment | null {
  return findTorchFolder(environment) === null ? null : unusable(environment, problem, null);
}

function unusable(
  environment: PythonEnvironment,
  problem: Problem,
  probe: Probe | null,
): TorchEnvironment {
  const facts = describeEnvironment(environment, probe);
  return { environment, facts, foreign: null, usable: null, problem };
}

function findForeign(kind: PythonEnvironment['kind'], torch: FoundTorch): ForeignTorch | null {
  const { broughtBy: by, file = '', shadows = false } = torch;
  if (by == null) return null;
  // What a user has installed for the system's Python is at home there.
  return kind === 'system' && by !== 'PYTHONPATH' ? null : { by, file, shadows };
}

function describeForeign({ by, file, shadows }: ForeignTorch): string {
  const folder = shortenHome(dirname(dirname(file)));
  const who = by === 'user-site' ? `the user's own packages (unless PYTHONNOUSERSITE is set)` : by;
  return `${who}, from ${folder}${shadows ? ', in place of its own' : ''}`;
}

/** The same environment, broken where its files do not vouch for torch and importing it fails. */
export async function confirmImport(
  found: TorchEnvironment,
  options: DiscoverOptions,
): Promise<TorchEnvironment> {
  if (!isDoubtful(found)) return found;
  const { interpreter, activation, torch } = found.usable;
  const told = await describeWorker(workerCommand(interpreter, activation.env, 'cpu'), options);
  if (told.ok) return found;
  const problem = {
    reason: `${withSaid(told).reason} (${torch.doubts.slice(0, 3).join('; ')})`,
    fix: mendTorch(activation.env),
  };
  return { ...found, usable: null, problem };
}

type UsableEnvironment = TorchEnvironment & { usable: NonNullable<TorchEnvironment['usable']> };

function isDoubtful(found: TorchEnvironment): found is UsableEnvironment {
  return found.usable !== null && found.usable.torch.doubts.length > 0;
}

function describeEnvironment(environment: PythonEnvironment, probe: Probe | null): Facts {
  const { kind, prefix, foundBy, interpreter, venv } = environment;
  const torch = typeof probe?.torch === 'object' ? probe.torch : null;
  return stateFacts({
    environmentKind: kind,
    environment: shortenHome(prefix),
    interpreter: interpreter === null ? undefined : shortenHome(interpreter),
    foundBy,
    createdBy: venv?.createdBy,
    pythonVersion: probe?.pythonVersion,
    torchVersion: torch?.version ?? undefined,
    torchBuild: torch?.build ?? undefined,
    torchCudaVersion: torch?.cuda ?? undefined,
    torchHipVersion: torch?.hip ?? undefined,
    torchInstalledBy: torch?.installedBy ?? undefined,
    torchAlsoInstalledBy: torch?.alsoInstalledBy,
  });
}

function missingInterpreter({ kind, prefix }: PythonEnvironment): Problem {
  return {
    reason: `It holds torch, but its Python is missing or leads nowhere: ${shortenHome(prefix)}.`,
    fix:
      kind === 'venv'
        ? 'The Python that it was made from is gone: make the venv anew, or remove it.'
        : 'Make the environment anew, or remove it.',
  };
}

/** For example packages of Python 3.10 under an interpreter that has become 3.12. */
function strayTorch(folder: string, { pythonVersion }: Probe): Problem {
  return {
    reason: `There is a torch in ${shortenHome(folder)}, which its Python ${pythonVersion} does not look into.`,
    fix: 'Install torch for this Python, or make the environment anew.',
  };
}
