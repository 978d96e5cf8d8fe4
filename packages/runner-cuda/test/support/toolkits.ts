import { homedir } from 'node:os';
import process from 'node:process';
import type { BuildTools } from '../../src/build/nvcc.ts';
import { discoverToolkits } from '../../src/discover/discover-toolkits.ts';

const found = await discoverToolkits(
  { env: { ...process.env, HOME: homedir() } },
  { timeoutMs: 10_000 },
);

/** The real toolkits of this machine that can build, oldest first. */
export const realTools: readonly BuildTools[] = found
  .flatMap(({ tools }) => tools ?? [])
  .toSorted((a, b) =>
    a.toolkit.nvccVersion.localeCompare(b.toolkit.nvccVersion, 'en', { numeric: true }),
  );

/** Why tests of a real toolkit are skipped; null when they are not. */
export const missingToolkit: string | null =
  realTools.length > 0
    ? null
    : 'no CUDA Toolkit on this machine: run `pnpm --filter @stackbench/runner-cuda install-toolkit`';
