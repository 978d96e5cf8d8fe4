// Installs CUDA Toolkits for one's own use, without root: nvcc and what it needs, from the packages
// that NVIDIA publishes on PyPI, into stackbench's cache, where `pnpm bench` looks for toolkits.
//
//     node scripts/install-toolkit.ts [--libraries] [line …]      default: 13.0
//
// A line is a minor version of CUDA: 13.0, 13.5. --libraries adds cuBLAS and cuDNN (1.5 GB).
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process, { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { cacheFolder } from '@stackbench/stacks';

const compilerPackages = [
  'nvidia-cuda-nvcc',
  'nvidia-cuda-crt',
  'nvidia-nvvm',
  'nvidia-cuda-cccl',
  'nvidia-cuda-runtime',
];
const installTimeoutMs = 600_000;

const { values, positionals } = parseArgs({
  options: { libraries: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const lines = positionals.length === 0 ? ['13.0'] : positionals;
for (const line of lines) await install(line, values.libraries);

async function install(line: string, withLibraries: boolean): Promise<void> {
  if (!/^13\.\d+$/.test(line)) {
    throw new Error(`'${line}' is no line of CUDA that comes as packages: try 13.0`);
  }
  const toolkits = join(cacheFolder(), 'toolkits');
  const target = join(toolkits, withLibraries ? `${line}-libraries` : line);
  if (existsSync(target)) {
    stdout.write(`CUDA ${line} is there already.\n`);
    return;
  }
  await mkdir(toolkits, { recursive: true });
  // Beside the other toolkits, where nothing looks for one: renamed once it is complete.
  const beside = await mkdtemp(join(cacheFolder(), 'installing-'));
  const packages = [
    ...compilerPackages.map((name) => `${name}==${versionOf(name, line)}`),
    ...(withLibraries ? ['nvidia-cublas==13.*', 'nvidia-cudnn-cu13'] : []),
  ];
  try {
    await run(await chooseInstaller(), ['--target', beside, '--no-deps', ...packages]);
    await rename(beside, target);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  stdout.write(`CUDA ${line} is installed.\n`);
}

/** From 13.3 on the CCCL headers count by themselves: 13.3.4.… are those of 13.4. */
function versionOf(name: string, line: string): string {
  const [, minor = '0'] = line.split('.');
  const countsByItself = name === 'nvidia-cuda-cccl' && Number(minor) >= 3;
  return countsByItself ? `13.3.${minor}.*` : `${line}.*`;
}

/** uv where it is, as it is many times faster; or else pip. */
async function chooseInstaller(): Promise<readonly string[]> {
  const { failed } = await execa('uv', ['--version'], { reject: false });
  return failed ? ['python3', '-m', 'pip', 'install', '--quiet'] : ['uv', 'pip', 'install'];
}

async function run([file = '', ...first]: readonly string[], args: readonly string[]) {
  const { failed, stderr, shortMessage } = await execa(file, [...first, ...args], {
    reject: false,
    timeout: installTimeoutMs,
    env: { ...process.env, PIP_ROOT_USER_ACTION: 'ignore', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  });
  if (failed) throw new Error(`${shortMessage}\n${stderr}`);
}
