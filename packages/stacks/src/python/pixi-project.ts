import { basename, dirname, join } from 'node:path';
import { isFile } from '../folders.ts';
import { readText } from '../read-text.ts';

/** The project that a pixi environment belongs to. */
export interface PixiProject {
  /** Its `pixi.toml` or `pyproject.toml`. */
  manifest: string;
  /** The environment's name in it. */
  environment: string;
}

const manifests = ['pixi.toml', 'pyproject.toml', 'mojoproject.toml'];

/** Reads what pixi has written into the environment; null for one without a project, as global ones are. */
export function readPixiProject(prefix: string): PixiProject | null {
  const { manifest_path: recorded, environment_name: name } = readRecord(prefix);
  const environment = typeof name === 'string' ? name : basename(prefix);
  if (typeof recorded === 'string' && isFile(recorded)) return { manifest: recorded, environment };
  // The project was moved since, or its pixi is older than the record.
  const manifest = manifests
    .map((file) => join(dirname(dirname(dirname(prefix))), file))
    .find(isFile);
  return isInPixiFolder(prefix) && manifest !== undefined ? { manifest, environment } : null;
}

/** `<project>/.pixi/envs/<environment>` */
export function isInPixiFolder(prefix: string): boolean {
  const above = dirname(prefix);
  return basename(above) === 'envs' && basename(dirname(above)) === '.pixi';
}

function readRecord(prefix: string): { manifest_path?: unknown; environment_name?: unknown } {
  try {
    const record: unknown = JSON.parse(readText(join(prefix, 'conda-meta/pixi')) ?? '');
    return typeof record === 'object' && record !== null ? record : {};
  } catch {
    return {};
  }
}
