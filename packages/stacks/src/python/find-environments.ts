import { join } from 'node:path';
import { entries, resolveLinks } from '../folders.ts';
import { findOwnEnvironments, ownRecordOf } from '../own-environments.ts';
import { activePlaces } from './active-places.ts';
import { condaPlaces } from './conda-places.ts';
import { type EnvironmentPlaces, showPath } from './environment-places.ts';
import { findInterpreter } from './interpreter.ts';
import { nameEnvironment } from './name-environment.ts';
import { pixiPlaces } from './pixi-places.ts';
import type { Candidate, PythonEnvironment } from './python-environment.ts';
import { recognise } from './recognise.ts';
import { standalonePlaces } from './standalone-places.ts';
import { findSystemInterpreters } from './system-interpreters.ts';
import { venvPlaces } from './venv-places.ts';

/**
 * Every Python environment of this machine, each once, however many ways lead to it; the first way names
 * it. A venv is never one with its base, though its interpreter is a link to the base's. Looks at
 * files alone and runs nothing, so it is quick, and hostile names do no harm. What stackbench has begun to
 * make and not completed is none.
 * @param known prefixes that a conda-like manager knows
 */
export function findEnvironments(
  places: EnvironmentPlaces,
  known: readonly Pick<Candidate, 'prefix' | 'foundBy'>[] = [],
): PythonEnvironment[] {
  const candidates: readonly Candidate[] = [
    ...activePlaces(places),
    ...findOwnEnvironments(places.ownFolder).map(({ prefix }) => ({
      prefix,
      foundBy: "stackbench's own environments",
    })),
    ...condaPlaces(places),
    ...known,
    ...pixiPlaces(places),
    ...standalonePlaces(places),
    ...venvPlaces(places),
  ];
  const found = new Map<string, PythonEnvironment>();
  const consider = ({ prefix, foundBy, otherwise }: Candidate) => {
    const real = resolveLinks(prefix);
    if (found.has(real)) return;
    const recognised = recognise(real, otherwise);
    if (recognised === null || ownRecordOf(real, places.ownFolder) === null) return;
    const name = nameEnvironment(recognised.kind, real, places);
    const interpreter = findInterpreter(real);
    found.set(real, { ...recognised, name, prefix: real, interpreter, foundBy });
  };
  for (const candidate of candidates) {
    consider(candidate);
    // Installs keep environments below, and so does pyenv-virtualenv.
    const folder = join(candidate.prefix, 'envs');
    for (const prefix of entries(folder)) consider({ prefix, foundBy: showPath(places, folder) });
  }
  return [...found.values(), ...findSystemInterpreters(places, [...found.values()])];
}
