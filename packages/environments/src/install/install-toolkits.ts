import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { installation } from '@stackbench/installation';
import { BenchError } from '@stackbench/model';
import { readSetup } from '../setup/read-setup.ts';
import { installSetup, type Say } from './install-setup.ts';

/** The setups of this copy of stackbench. */
const setups = join(installation.root, 'environments');

/**
 * Installs toolkits from the setups `cuda-LINE`, or with `--libraries` from those with cuBLAS and cuDNN.
 * @param args `[--libraries] [LINE …]`; default: 13.0
 */
export async function installToolkits(args: readonly string[], say: Say): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { libraries: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  for (const line of positionals.length === 0 ? ['13.0'] : positionals) {
    const name = `cuda-${line}${values.libraries ? '-libraries' : ''}`;
    const setup = await readSetup(join(setups, `${name}.txt`)).catch((cause: unknown) => {
      throw new BenchError(`There is no setup ${name} of a toolkit`, {
        cause,
        fix: "'pnpm bench env list' shows those that are.",
      });
    });
    await installSetup(setup, process.env, say);
  }
}
