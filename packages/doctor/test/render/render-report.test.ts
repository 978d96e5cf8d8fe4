import { createPaint } from '@stackbench/report/style';
import { textWidth } from '@stackbench/report/text';
import { describe, expect, it } from 'vitest';
import { findFindings, loadRules, renderReport } from '../../src/index.ts';
import { makeCudnn, makeEnvironment, makeForeignPart, makeLayers } from '../make-layers.ts';

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
    const wide = lines.filter((line) => textWidth(line) > width && !line.startsWith('  fix: '));
    expect(wide).toEqual([]);
  });

  it('lets no name of a file move the cursor', () => {
    const environments = [makeEnvironment({ id: 'venv/\u001B[2J' })];
    expect(render(makeLayers({ environments }))).not.toContain('\u001B');
  });
});
