import { createPaint } from '@stackbench/report/style';
import { textWidth } from '@stackbench/report/text';
import { describe, expect, it } from 'vitest';
import { findFindings, loadRules, renderReport } from '../../src/index.ts';
import {
  makeCudnn,
  makeEnvironment,
  makeForeignPart,
  makeLayers,
  makeLibrary,
  makeToolkit,
} from '../make-layers.ts';

const rules = await loadRules();

function render(layers = makeLayers(), width = 100): string {
  const report = { schemaVersion: 1 as const, ...layers, findings: findFindings(layers, rules) };
  return renderReport(report, { width, paint: createPaint(false) });
}

const broken = makeLayers({
  environments: [
    makeEnvironment({
      libraries: {
        ...makeEnvironment().libraries,
        cudnn: makeCudnn({ parts: [makeForeignPart('9.1.1')] }),
      },
    }),
    makeEnvironment({ id: 'conda/a-rather-long-name' }),
  ],
});

describe('renderReport', () => {
  it('shows each layer, and that nothing is wrong', () => {
    const text = render();
    expect(text).toMatch(/^Driver +580\.65\.06 · serves CUDA ≤ 13\.0 · libcuda/);
    expect(text).toMatch(
      /12\.4 +\/usr\/local\/cuda-12\.4: nvcc 12\.4\.131 · cuBLAS 12\.4\.5 · no cuDNN/,
    );
    expect(text).toMatch(/venv\/ml +2\.8\.0\+cu128 +12\.8 ● +12\.8\.4 ● +9\.10\.2 ●/);
    expect(text).toContain('No findings.');
  });

  it('shows the version that does the work, and that it is not the environment’s', () => {
    const text = render(broken, 130);
    expect(text).toMatch(/venv\/ml .* 9\.1\.1 ▲/);
    expect(text).toContain('▲ from elsewhere');
    expect(text).toMatch(/^error {2}cudnn-parts-from-elsewhere {2}venv\/ml$/m);
  });

  it('explains the marks of what is shown, and no others', () => {
    const cufft = makeLibrary({ name: 'cufft', proof: 'static' });
    const environment = makeEnvironment({
      libraries: { ...makeEnvironment().libraries, cufft },
    });
    const text = render(makeLayers({ environments: [environment] }));
    expect(text).toContain('● from the environment');
    expect(text).not.toContain('■');
  });

  it('gives cuBLASLt a column where it is another one', () => {
    expect(render()).not.toContain('cuBLASLt');
    const cublasLt = makeLibrary({ name: 'cublasLt', owner: 'toolkit', version: '12.4.5' });
    const environment = makeEnvironment({
      libraries: { ...makeEnvironment().libraries, cublasLt },
    });
    expect(render(makeLayers({ environments: [environment] }))).toMatch(
      /cuBLAS +cuBLASLt[\s\S]*12\.8\.4 ● +12\.4\.5 ▲/,
    );
  });

  it('says of a folder without nvcc that nothing compiles with it', () => {
    const compilesWith = {
      prefix: '/opt/libraries',
      version: '12.4',
      foundBy: 'CUDA_HOME',
      hasNvcc: false,
    };
    const text = render(makeLayers({ environments: [makeEnvironment({ compilesWith })] }), 120);
    expect(text).toContain('nothing: CUDA_HOME has no nvcc');
  });

  it('says what is out of order behind the row, or below where there is no room', () => {
    const failure = { step: 'cudnnCreate', message: 'SIGABRT', isCrash: true };
    const layers = makeLayers({ environments: [makeEnvironment({ failure })] });
    expect(render(layers, 120)).toMatch(/venv\/ml .* dies at cudnnCreate$/m);
    expect(render(layers, 80)).toMatch(/^ {4}compiles with .*, dies at cudnnCreate$/m);
  });

  it('names a toolkit before its folder, and counts what only serves an environment', () => {
    const toolkits = [
      makeToolkit({ name: 'cuda-13.0', kind: 'own', prefix: '/c/nvidia' }),
      makeToolkit({ kind: 'environment', nvcc: null, prefix: '/home/ada/envs/ml/nvidia' }),
      makeToolkit({ kind: 'environment', nvcc: null, prefix: '/home/ada/envs/other/nvidia' }),
    ];
    const text = render(makeLayers({ toolkits }));
    expect(text).toContain('cuda-13.0 (/c/nvidia): nvcc');
    expect(text).toContain('/home/ada/envs/other/nvidia: libraries alone');
    expect(text).toContain('and 1 without nvcc, which serve the environments below');
  });

  it('marks what is part of torch itself, and what is predicted', () => {
    const { cublas, cudart } = makeEnvironment().libraries;
    const environment = makeEnvironment({
      libraries: {
        cublas: { ...cublas!, proof: 'static' },
        cudart: { ...cudart!, proof: 'predicted' },
      },
    });
    expect(render(makeLayers({ environments: [environment] }))).toMatch(/12\.8 ○ +12\.8\.4 ■/);
  });

  it('tells a predicted file from elsewhere from a proven one', () => {
    const { cudart } = makeEnvironment().libraries;
    const environment = makeEnvironment({
      libraries: { cudart: { ...cudart!, owner: 'toolkit', proof: 'predicted' } },
    });
    const text = render(makeLayers({ environments: [environment] }));
    expect(text).toMatch(/12\.8 △/);
    expect(text).toContain('△ from elsewhere, predicted, not proven');
  });

  it.each([40, 60, 80, 120])('fits into %i columns, but for what can be pasted', (width) => {
    const lines = render(broken, width).split('\n');
    // A path is not broken either.
    const wide = lines.filter(
      (line) => textWidth(line) > width && !/^ {2}fix: |^ +\/\S+$/.test(line),
    );
    expect(wide).toEqual([]);
  });

  it('lets no name of a file move the cursor', () => {
    const environments = [makeEnvironment({ id: 'venv/\u001B[2J' })];
    expect(render(makeLayers({ environments }))).not.toContain('\u001B');
  });
});
