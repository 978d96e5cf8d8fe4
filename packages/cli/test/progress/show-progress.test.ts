import type { RunPlan } from '@stackbench/engine';
import type { Outcome } from '@stackbench/model';
import { expect, it } from 'vitest';
import { createPlainDisplay } from '../../src/progress/show-progress.ts';

const names = ['a', 'b', 'c', 'd'].map((variant) => `gemm/${variant}:m=1,n=1,k=1;f32`);
const plan = {
  rounds: 1,
  stacks: [{}],
  cases: names.map((id) => ({ record: { id, work: 'flops', flops: 1e9, bytes: 1 } })),
} as unknown as RunPlan;

const reason = (variant: string) =>
  `Predicted to need 3 s: ${variant} reached 1 GFLOP/s. Use --force.`;

it('tells what was left out alike and in a row in one short line', () => {
  const lines: string[] = [];
  const output = {
    write: (text: string) => lines.push(text),
    width: () => 80,
    color: false,
    isLive: false,
  };
  const display = createPlainDisplay(plan, [], output);
  const tell = (id: string, more: object) => {
    const outcome = { case: id, stack: 'webgpu:dawn/x', round: 0, ...more } as Outcome;
    display.onEvent({ type: 'outcome', outcome });
  };
  tell(names[0]!, { status: 'skipped', reason: reason('a') });
  tell(names[1]!, { status: 'skipped', reason: reason('b') });
  tell(names[2]!, { status: 'ok', kernelNs: [1e9] });
  tell(names[3]!, { status: 'unsupported', reason: 'no WGSL source' });
  display.end();
  expect(lines).toEqual([
    '[2/4] webgpu:dawn/x  skipped: Predicted to need 3 s (2 cases)\n',
    `[3/4] webgpu:dawn/x  ${names[2]}  1.00 GFLOP/s\n`,
    '[4/4] webgpu:dawn/x  unsupported: no WGSL source (1 case)\n',
  ]);
});
