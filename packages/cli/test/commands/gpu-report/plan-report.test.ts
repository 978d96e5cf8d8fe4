import { loadCatalog } from '@stackbench/kernels';
import type { Stack } from '@stackbench/model';
import { expect, test } from 'vitest';
import { planReport } from '../../../src/commands/gpu-report/plan-report.ts';

const catalog = await loadCatalog();

function stack(id: string, computes: string[]): Stack {
  return {
    id,
    kind: id.split(':')[0]!,
    software: false,
    native: true,
    computes,
    available: true,
    facts: {},
  };
}

const native = stack('cuda:13.0@/usr/local/cuda-13.0', ['cu', 'library']);
const webgpu = stack('webgpu:dawn/nvidia-h100', ['wgsl']);
const wishes = {
  folder: '/report',
  stacks: [native, webgpu],
  suites: ['standard', 'llm'],
  cases: [],
  rounds: 7,
};

test('doctor comes first, then verification, the suites, and publish', () => {
  const steps = planReport(catalog, wishes, () => false);
  expect(steps.map(({ command }) => command)).toEqual(['doctor', 'run', 'run', 'run', 'publish']);
  expect(steps[2]!.args.join(' ')).toBe(
    `--suite standard --rounds 7 --stack ${native.id} --stack ${webgpu.id} --out /report/runs/standard.jsonl`,
  );
});

test('every operation that has CUDA kernels is verified at each of its edge problems, by the stacks that run them', () => {
  const { args } = planReport(catalog, wishes, () => false)[1]!;
  expect(args).not.toContain(webgpu.id);
  for (const { operation, variants } of catalog.operations.values()) {
    const dataTypes = new Set(variants.flatMap((variant) => variant.dataTypes.cu ?? []));
    for (const problem of operation.edgeProblems) {
      for (const dataType of dataTypes) {
        expect(args).toContain(`${operation.name}/*:${problem};${dataType}`);
      }
    }
  }
});

test('without a stack that runs CUDA kernels none are verified', () => {
  const steps = planReport(catalog, { ...wishes, stacks: [webgpu] }, () => false);
  expect(steps.map(({ title }) => title)).not.toContain(expect.stringContaining('Verify'));
  expect(steps).toHaveLength(4);
});

test('what was cut off is resumed', () => {
  const steps = planReport(catalog, wishes, (file) => file.endsWith('llm.jsonl'));
  expect(steps[3]!.args).toEqual(['--resume', '/report/runs/llm.jsonl']);
});

test('times are held against other timers where an environment has them', () => {
  const torch = stack('pytorch:venv/.venv', ['cu', 'library', 'compiled']);
  const steps = planReport(catalog, { ...wishes, stacks: [native, webgpu, torch] }, () => false);
  expect(steps.at(-2)).toMatchObject({
    command: 'cross-check',
    args: ['--rounds', '7', '--stack', native.id, '--stack', torch.id],
    kept: '/report/cross-check.txt',
  });
});
