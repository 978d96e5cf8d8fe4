import { createPaint } from '@stackbench/report/style';
import { describe, expect, it } from 'vitest';
import { compareLayers, loadExperiments, type Trial } from '../src/index.ts';
import { renderExperiments } from '../src/render/render-experiments.ts';
import {
  makeCudnn,
  makeEnvironment,
  makeForeignPart,
  makeLibrary,
  makeToolkit,
  packages,
  system,
} from './make-layers.ts';

const kinds = await loadExperiments();
const cudart = makeLibrary({
  name: 'cudart',
  file: `${packages}/nvidia/cuda_runtime/lib/libcudart.so.12`,
});
const environment = makeEnvironment({ libraries: { cudart } });
const older = makeToolkit({
  prefix: '/usr/local/cuda-11.8',
  libraries: {
    cudart: { file: '/usr/local/cuda-11.8/lib64/libcudart.so.11.0', version: '11.8.89' },
  },
});

/** With the path as it is now. */
function planOnPath(path: string): Trial | undefined {
  const of = makeEnvironment({ libraries: { cudart }, variables: { LD_LIBRARY_PATH: path } });
  return plan('ld-library-path', [makeToolkit()], of)[0];
}

function plan(id: string, toolkits = [makeToolkit()], of = environment): Trial[] {
  return kinds.find((kind) => kind.id === id)?.trials(of, toolkits) ?? [];
}

describe('experiments', () => {
  it('are found on disk', () => {
    expect(kinds.map(({ id }) => id)).toEqual([
      'cuda-home',
      'ld-library-path',
      'loaded-first',
      'loader-cache',
      'nothing-set',
      'preload',
    ]);
  });

  it('name in CUDA_HOME the folder with bin/nvcc, which of pip’s packages is one below the toolkit’s', () => {
    const { nvcc } = makeToolkit();
    const wheels = makeToolkit({
      prefix: '/own/nvidia',
      nvcc: { ...nvcc!, file: '/own/nvidia/cu13/bin/nvcc' },
    });
    const homes = plan('cuda-home', [makeToolkit(), wheels]).map(
      ({ circumstances }) => circumstances.changes?.['CUDA_HOME'],
    );
    expect(homes).toEqual(['/usr/local/cuda-12.4', '/own/nvidia/cu13']);
  });

  it('say what the path held instead, and try none that it holds already', () => {
    expect(planOnPath('/opt/x/lib')?.question).toBe(
      `LD_LIBRARY_PATH held ${system} instead of /opt/x/lib`,
    );
    expect(planOnPath(system)).toMatchObject({
      question: `LD_LIBRARY_PATH held ${system}`,
      skipped: 'it does: this is what was proven',
    });
  });

  it('put each toolkit on the path, into the cache, before torch', () => {
    expect(plan('ld-library-path')).toMatchObject([
      { circumstances: { changes: { LD_LIBRARY_PATH: system } }, skipped: null },
    ]);
    expect(plan('loader-cache')).toMatchObject([
      { circumstances: { cacheFolders: [system] }, skipped: null },
    ]);
    expect(plan('loaded-first')).toMatchObject([
      { circumstances: { first: [`${system}/libcudart.so.12`] }, skipped: null },
      {
        question: expect.stringContaining('libcublas'),
        skipped: expect.stringContaining('another name'),
      },
    ]);
    expect(plan('preload')).toMatchObject([
      { circumstances: { changes: { LD_PRELOAD: `${system}/libcudart.so.12` } }, skipped: null },
    ]);
  });

  it('say why what has no name in common needs not be tried', () => {
    for (const id of ['ld-library-path', 'loader-cache', 'loaded-first', 'preload']) {
      expect(plan(id, [older])).toMatchObject([{ skipped: expect.stringContaining('name') }]);
    }
  });

  it('leave toolkits of environments alone', () => {
    const inside = makeToolkit({ kind: 'environment' });
    expect(kinds.flatMap(({ id }) => (id === 'nothing-set' ? [] : plan(id, [inside])))).toEqual([]);
  });

  it('take all variables away only where one is set', () => {
    expect(plan('nothing-set')).toMatchObject([
      { skipped: expect.stringContaining('none is set') },
    ]);
    const steered = makeEnvironment({ variables: { LD_LIBRARY_PATH: system } });
    expect(plan('nothing-set', [], steered)).toMatchObject([
      { circumstances: { changes: { LD_LIBRARY_PATH: undefined } }, skipped: null },
    ]);
  });
});

describe('compareLayers', () => {
  it('tells cuDNN’s parts from its entry, and what compiles', () => {
    const before = makeEnvironment();
    const after = makeEnvironment({
      libraries: { ...before.libraries, cudnn: makeCudnn({ parts: [makeForeignPart('9.1.1')] }) },
      compilesWith: null,
    });
    expect(compareLayers(before, after)).toEqual([
      { library: 'cudnn_graph', from: 'environment 9.10.2', to: 'toolkit 9.1.1' },
      { library: 'compiles with', from: '/usr/local/cuda', to: 'nothing' },
    ]);
    expect(compareLayers(before, before)).toEqual([]);
  });

  it('takes a library that a failed import has not come to for no change', () => {
    expect(compareLayers(makeEnvironment(), makeEnvironment({ libraries: {} }))).toEqual([]);
  });
});

describe('renderExperiments', () => {
  it('asks each question once, and puts environments of one answer together', () => {
    const blank = { experiment: 'preload', title: 'pigs could fly', changes: [], failure: null };
    const lines = renderExperiments(
      [
        { ...blank, environment: 'a', skipped: null },
        { ...blank, environment: 'b', skipped: null },
        { ...blank, environment: 'c', skipped: null, failure: 'import torch: it died' },
        { ...blank, environment: 'd', skipped: 'they cannot' },
      ],
      { width: 100, paint: createPaint(false) },
    );
    expect(lines).toEqual([
      'What if pigs could fly?',
      '  a, b: no change',
      '  c: breaks: import torch: it died',
      '  d: no change while it runs, not tried: they cannot',
    ]);
  });
});
