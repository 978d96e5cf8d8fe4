import type { CaseRecord, DataType, Outcome, Run, Stack } from '@stackbench/model';
import { parseCaseId } from '@stackbench/model';
import { failedOutcome } from '../make-run.ts';
import {
  cpuMachine,
  gemmCase,
  gpuMachine,
  launches,
  madeRun,
  madeStack,
} from './make-publication.ts';

/*
 * A made-up lab: several machines, kinds of stacks and suites. For tests only; no number here was
 * measured, and none is a claim about any product.
 */

const sizes = [256, 512, 1024, 2048, 4096, 8192];
const ladder: readonly [string, number][] = [
  ['naive', 0.08],
  ['shared-tile', 0.14],
  ['register-tile', 0.68],
  ['vectorized', 0.79],
  ['warp-tile', 0.93],
  ['library', 1],
];

const stacks: readonly { stack: Stack; speed: number; library: boolean }[] = [
  {
    stack: madeStack('cuda:13.0@/usr/local/cuda-13.0', {
      cublasVersion: '13.0.0',
      nvccVersion: '13.0.88',
    }),
    speed: 1,
    library: true,
  },
  {
    stack: madeStack('pytorch:conda/ml', {
      cublasVersion: '12.8.4',
      cudnnVersion: '9.10.2',
      torchVersion: '2.8.0',
      environmentKind: 'conda',
    }),
    speed: 0.97,
    library: true,
  },
  {
    stack: madeStack('pytorch:venv/.venv', {
      cublasVersion: '13.4.1',
      cudnnVersion: '9.26.0',
      torchVersion: '2.15.0',
      environmentKind: 'venv',
    }),
    speed: 0.995,
    library: true,
  },
  {
    stack: madeStack('webgpu:dawn/nvidia-h200', {
      implementation: 'dawn.node',
      implementationVersion: '0.6.2',
      device: 'NVIDIA H200',
    }),
    speed: 0.72,
    library: false,
  },
  {
    stack: madeStack('webgpu:chromium/nvidia-h200', {
      implementation: 'Chromium',
      implementationVersion: '140.0',
      device: '0x2335',
    }),
    speed: 0.66,
    library: false,
  },
];

const software: readonly { stack: Stack; speed: number; library: boolean }[] = [
  {
    stack: madeStack('webgpu:dawn/swiftshader', { implementation: 'dawn.node' }),
    speed: 5e9,
    library: false,
  },
  {
    stack: madeStack('pytorch:system-cpu', { torchVersion: '1.13.1' }),
    speed: 4.5e9,
    library: true,
  },
];

function throughput(peak: number, size: number): number {
  return peak / (1 + (1200 / size) ** 2);
}

function gemmOutcomes(type: DataType, drift: number): { cases: CaseRecord[]; outcomes: Outcome[] } {
  const cases: CaseRecord[] = [];
  const outcomes: Outcome[] = [];
  const peak = type === 'f32' ? 48e12 : 700e12;
  for (const size of sizes) {
    for (const [variant, share] of ladder) {
      const record = gemmCase(variant, size, type);
      cases.push(record);
      for (const { stack, speed, library } of stacks) {
        if (variant === 'library' && !library) {
          outcomes.push(
            failedOutcome(stack.id, record.id, 'unsupported', 'WebGPU has no vendor’s library.'),
          );
        } else if (type === 'f16' && stack.kind === 'webgpu') {
          outcomes.push(
            failedOutcome(stack.id, record.id, 'unsupported', 'The adapter has no shader-f16.'),
          );
        } else if (size === 8192 && variant === 'naive' && stack.kind === 'webgpu') {
          outcomes.push(
            failedOutcome(
              stack.id,
              record.id,
              'timeout',
              'No answer within 60 s: the watchdog of the driver may have reset the device.',
            ),
          );
        } else if (size === 512 && variant === 'warp-tile' && stack.id.includes('chromium')) {
          outcomes.push(
            failedOutcome(
              stack.id,
              record.id,
              'wrong-result',
              '17 of 262144 elements differ; the first at [0, 31].',
            ),
          );
        } else {
          const made = launches(stack.id, record, throughput(peak * share * speed * drift, size));
          if (size === 2048 && variant === 'naive' && stack.kind === 'cuda') {
            made[9] = failedOutcome(
              stack.id,
              record.id,
              'throttled',
              'The GPU slowed down: power cap.',
              9,
            );
          }
          outcomes.push(...made);
        }
      }
    }
  }
  return { cases, outcomes };
}

const layers: readonly [string, string, number][] = [
  ['conv1', 'c=3,h=224,w=224,k=64,r=7,s=7,stride=2,pad=3', 1],
  ...Array.from({ length: 21 }, (_, at): [string, string, number] => [
    `layer ${at + 2}`,
    `c=${64 + at},h=56,w=56,k=64,r=1,s=1`,
    2,
  ]),
  ['layer 23', 'c=512,h=7,w=7,k=512,r=3,s=3,pad=1', 10],
];

function networkRun(): Run {
  const cases = layers.flatMap(([title, text, count]) =>
    ['implicit-gemm', 'library'].map((variant): CaseRecord => {
      const id = `conv2d/${variant}:n=32,${text};f16`;
      const layer = { network: 'ResNet-50', batch: 32, count, operations: 53 };
      return {
        id,
        ...parseCaseId(id),
        work: 'flops',
        flops: 4e9,
        bytes: 4e7,
        title: `ResNet-50 ${title}`,
        layer,
      };
    }),
  );
  const outcomes = stacks.flatMap(({ stack, speed, library }) =>
    cases.flatMap((record): Outcome[] => {
      if (stack.kind === 'webgpu') {
        return [
          failedOutcome(stack.id, record.id, 'unsupported', 'The adapter has no shader-f16.'),
        ];
      }
      if (record.variant === 'library' && !library) return [];
      if (stack.kind === 'cuda' && record.title === 'ResNet-50 layer 5') {
        return [
          failedOutcome(
            stack.id,
            record.id,
            'out-of-memory',
            'The workspace of 12 GB did not fit.',
          ),
        ];
      }
      return launches(stack.id, record, 300e12 * speed * (record.variant === 'library' ? 1 : 0.6));
    }),
  );
  return madeRun({
    runId: '20260103T100000Z-resnet50-aaaaaa',
    startedAt: '2026-01-03T10:00:00.000Z',
    suite: 'resnet50',
    stacks: stacks.map(({ stack }) => stack),
    cases,
    outcomes,
  });
}

function standardRun(day: number, drift: number): Run {
  const parts = (['f32', 'f16'] as const).map((type) => gemmOutcomes(type, drift));
  return madeRun({
    runId: `2026010${day}T090000Z-standard-${day}bcdef`,
    startedAt: `2026-01-0${day}T09:00:00.000Z`,
    suite: 'standard',
    machine: gpuMachine,
    stacks: [
      ...stacks.map(({ stack }) =>
        day > 1 && stack.id === 'pytorch:conda/ml'
          ? { ...stack, facts: { ...stack.facts, cudnnVersion: '9.13.0' } }
          : stack,
      ),
      madeStack(
        'pytorch:conda/broken',
        {},
        {
          available: false,
          reason: 'torch cannot be imported: libcudart.so.12 is missing.',
          fix: 'Reinstall torch in this environment.',
        },
      ),
    ],
    cases: parts.flatMap(({ cases }) => cases),
    outcomes: parts.flatMap(({ outcomes }) => outcomes),
  });
}

function softwareRun(): Run {
  const cases = [256, 512].flatMap((size) =>
    ladder.map(([variant]) => gemmCase(variant, size, 'f32')),
  );
  const outcomes = software.flatMap(({ stack, speed, library }) =>
    cases.flatMap((record) => {
      const share = ladder.find(([variant]) => variant === record.variant)?.[1] ?? 1;
      return record.variant === 'library' && !library
        ? [failedOutcome(stack.id, record.id, 'unsupported', 'WebGPU has no vendor’s library.')]
        : launches(stack.id, record, speed * share, 3);
    }),
  );
  return madeRun({
    runId: '20260102T120000Z-quick-cccccc',
    startedAt: '2026-01-02T12:00:00.000Z',
    suite: 'quick',
    machine: cpuMachine,
    stacks: software.map(({ stack }) => stack),
    cases,
    outcomes,
  });
}

/** Two standard runs and ResNet-50 on a GPU, and a quick one on a CPU. */
export function madeSession(): Run[] {
  return [standardRun(1, 1), softwareRun(), standardRun(2, 1.03), networkRun()];
}
