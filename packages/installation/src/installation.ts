import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type BuildRecord, buildRecordName, bundleRecordName } from './records.ts';

/** This copy of stackbench. */
export interface Installation {
  /** A clone of the repository, the npm package, or the archive that brings Node and all else. */
  kind: 'checkout' | 'package' | 'bundle';
  /** The folder that holds it; in it files lie as they do in the repository. */
  root: string;
  version: string;
  /** What it was built from; null for a checkout, which git knows. */
  build: BuildRecord | null;
  /** Sources run as they are; a package's are compiled, as Node takes no types below node_modules. */
  moduleExtension: string;
  /** How its user starts it. */
  command: string;
  /** What brings back a part of it that is missing. */
  repair: string;
}

const kinds = {
  checkout: { command: 'pnpm bench', repair: 'Run `npx -y pnpm@12 install` again' },
  package: { command: 'npx stackbench', repair: 'Run `npm install stackbench` again' },
  bundle: { command: './bench', repair: 'Unpack the bundle again' },
} as const;

/** What lies in `root`, a copy of stackbench whose modules end with `moduleExtension`. */
export function describeInstallation(root: string, moduleExtension: string): Installation {
  const { version } = readJson(join(root, 'package.json')) as { version: string };
  const record = join(root, buildRecordName);
  const build = existsSync(record) ? (readJson(record) as BuildRecord) : null;
  const built = existsSync(join(root, '..', bundleRecordName)) ? 'bundle' : 'package';
  const kind = build === null ? 'checkout' : built;
  return { kind, root, version, build, moduleExtension, ...kinds[kind] };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The copy that this module is part of: the one place that knows where it lies. */
export const installation = describeInstallation(
  join(import.meta.dirname, '../../..'),
  extname(import.meta.filename),
);
