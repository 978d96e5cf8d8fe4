// @module-tag machine
import process from 'node:process';
import { type Catalog, loadCatalog } from '@stackbench/kernels';
import { type KernelJob, kernelCasesOf, listKernelJobs } from '@stackbench/programs';
import type { Suite } from '@stackbench/model';
import { describe, expect, it } from 'vitest';
import { condaPackage, type RealEnvironment, systemPython, venv } from '../support/environments.ts';
import { startClient } from '../../../runner-webgpu/test/support/worker-client.ts';
import { nvrtcFlags } from '../../src/compile-options.ts';
import { workerCommand } from '../../src/worker-command.ts';

const catalog: Catalog = await loadCatalog();

/** Rows on and off a vector's boundary, both layouts: what sources are compiled differently for. */
const suite: Suite = {
  name: 'compiled',
  title: 'Each way that a source is compiled',
  entries: [
    {
      operation: 'gemm',
      dataTypes: ['f32'],
      problems: [{ problem: 'm=4096,n=4096,k=4096' }, { problem: 'm=35,n=8457,k=2561' }],
    },
    {
      operation: 'conv2d',
      dataTypes: ['f32'],
      problems: [
        { problem: 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1' },
        { problem: 'n=32,c=3,h=224,w=224,k=64,r=7,s=7,stride=2,pad=3,layout=nchw' },
        { problem: 'n=32,c=96,h=56,w=56,k=96,r=3,s=3,pad=1,groups=96' },
        { problem: 'n=32,c=128,h=56,w=56,k=128,r=3,s=3,pad=1,groups=32' },
      ],
    },
    {
      operation: 'softmax',
      dataTypes: ['f32'],
      problems: [{ problem: 'rows=4096,columns=4096' }, { problem: 'rows=3,columns=1003' }],
    },
    {
      operation: 'copy',
      dataTypes: ['f32'],
      problems: [{ problem: 'n=4194304' }, { problem: 'n=4194303' }],
    },
  ],
};

/** For all but what is made for them, a convolution in groups is one of few channels. */
const cases = kernelCasesOf(catalog, suite).filter(
  ({ problem, candidates: [variant] }) =>
    (problem['groups'] ?? 1) === 1 || /^(depthwise|grouped)/.test(variant!.name),
);

async function compileAll({ python }: RealEnvironment, architecture: string) {
  const worker = await startClient(workerCommand(python, process.env, `compile:${architecture}`));
  const jobs = await listKernelJobs(catalog.root, cases, [architecture]);
  const failures: string[] = [];
  try {
    for (const job of jobs) {
      const reply = await worker.ask({ do: 'prepare', program: programOf(job), bufferSets: 1 });
      if (!reply.ok) {
        const { status, message } = reply.failure;
        failures.push(`${job.variant} ${job.dataType}: ${status}, ${message}`);
      }
    }
  } finally {
    await worker.end();
  }
  return { jobs, failures };
}

function programOf({ text, entry, pass, dataType }: KernelJob) {
  const one: [number, number, number] = [1, 1, 1];
  const module = {
    kind: 'source' as const,
    language: 'cu' as const,
    file: 'kernel.cu',
    text,
    flags: [...nvrtcFlags],
  };
  return {
    dataType,
    tensors: [],
    passes: [{ label: pass, module, entry, grid: one, block: one, tensors: [], scalars: [] }],
  };
}

/** Every variant with a CUDA source, as `operation/variant`. */
const cudaVariants = [...catalog.operations.values()].flatMap(({ operation, variants }) =>
  variants
    .filter(({ dataTypes }) => dataTypes.cu !== undefined)
    .map(({ name, cudaArchitecture = {} }) => ({
      id: `${operation.name}/${name}`,
      isHoppers: Object.values(cudaArchitecture).some((each) => each.startsWith('sm_90a')),
    })),
);

describe('NVRTC inside an environment', { timeout: 1_200_000 }, () => {
  it.for(['sm_80', 'sm_90a'])(
    "of CUDA 13 compiles every CUDA variant for %s, as torch's wheels bring it",
    async (architecture, { skip }) => {
      skip(venv.missing !== null, venv.missing ?? '');
      const { jobs, failures } = await compileAll(venv, architecture);
      expect(failures).toEqual([]);
      const compiled = new Set(jobs.map(({ variant }) => variant));
      const wanted = cudaVariants.filter(
        ({ isHoppers }) => !isHoppers || architecture === 'sm_90a',
      );
      expect([...compiled].toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
    },
  );

  it('of CUDA 11.7 compiles every variant of older GPUs, as a conda package brings it', async ({
    skip,
  }) => {
    skip(condaPackage.missing !== null, condaPackage.missing ?? '');
    const { failures } = await compileAll(condaPackage, 'sm_80');
    expect(failures).toEqual([]);
  });

  it('names the file and the line of an error', async ({ skip }) => {
    skip(venv.missing !== null, venv.missing ?? '');
    const worker = await startClient(workerCommand(venv.python, process.env, 'compile:sm_80'));
    const [job] = await listKernelJobs(catalog.root, cases, ['sm_80']);
    const program = programOf({
      ...job!,
      text: '#line 7 "gemm/mine/kernel.cu"\nint x = nonsense;',
    });
    const failure = await worker.mustFail({ do: 'prepare', program, bufferSets: 1 });
    await worker.end();
    expect(failure).toMatchObject({ status: 'compile-error', fatal: false });
    expect(failure.message).toMatch(/gemm\/mine\/kernel\.cu\(7\): error.*nonsense/);
  });

  it('names the package that a missing header comes with', async ({ skip }) => {
    skip(venv.missing !== null, venv.missing ?? '');
    const worker = await startClient(workerCommand(venv.python, process.env, 'compile:sm_80'));
    const [job] = await listKernelJobs(catalog.root, cases, ['sm_80']);
    const program = programOf({ ...job!, text: '#include <crt/nowhere.h>\n' });
    const failure = await worker.mustFail({ do: 'prepare', program, bufferSets: 1 });
    await worker.end();
    expect(failure.status).toBe('unsupported');
    expect(failure.message).toMatch(
      /lack <crt\/nowhere\.h>.*nvidia-cuda-crt==\d+\.\d+\.\* \(pip\)/,
    );
  });

  it('is missed, and what to install is said, where an environment has none', async ({ skip }) => {
    skip(systemPython.missing !== null, systemPython.missing ?? '');
    const command = workerCommand(systemPython.python, process.env, 'compile:sm_80');
    const worker = await startClient(command);
    const failure = await worker.mustFail({ do: 'describe' });
    await worker.end();
    expect(failure.message).toMatch(/has no NVRTC.*nvidia-cuda-nvrtc/);
  });
});
