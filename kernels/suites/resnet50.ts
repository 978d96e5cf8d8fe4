import type { Suite, SuiteProblem } from '@stackbench/model';

/** Input height, C → K, R (= S), stride, occurrences: the convolutions of ResNet-50 v1.5. */
const layers = [
  [224, 3, 64, 7, 2, 1],
  [56, 64, 64, 1, 1, 1],
  [56, 64, 64, 3, 1, 3],
  [56, 64, 256, 1, 1, 4],
  [56, 256, 64, 1, 1, 2],
  [56, 256, 128, 1, 1, 1],
  [56, 128, 128, 3, 2, 1],
  [56, 256, 512, 1, 2, 1],
  [28, 128, 512, 1, 1, 4],
  [28, 512, 128, 1, 1, 3],
  [28, 128, 128, 3, 1, 3],
  [28, 512, 256, 1, 1, 1],
  [28, 256, 256, 3, 2, 1],
  [28, 512, 1024, 1, 2, 1],
  [14, 256, 1024, 1, 1, 6],
  [14, 1024, 256, 1, 1, 5],
  [14, 256, 256, 3, 1, 5],
  [14, 1024, 512, 1, 1, 1],
  [14, 512, 512, 3, 2, 1],
  [14, 1024, 2048, 1, 2, 1],
  [7, 512, 2048, 1, 1, 3],
  [7, 2048, 512, 1, 1, 2],
  [7, 512, 512, 3, 1, 2],
] as const;

const operations = layers.reduce((sum, [, , , , , count]) => sum + count, 0);
const batches = [1, 32, 256];

function problemsOf(batch: number): SuiteProblem[] {
  return layers.map(([height, c, k, r, stride, count]) => {
    const pad = Math.floor(r / 2);
    return {
      problem: `n=${batch},c=${c},h=${height},w=${height},k=${k},r=${r},s=${r},stride=${stride},pad=${pad}`,
      title: `ResNet-50 ${r}×${r} ${c}→${k} at ${height}, batch ${batch}`,
      layer: { network: 'ResNet-50 v1.5', batch, count, operations },
    };
  });
}

/**
 * He et al., "Deep Residual Learning for Image Recognition" (2015), in the v1.5 form, which has the
 * stride in the 3×3 convolutions: 23 different convolutions, 53 in all. NHWC, the layout of tensor
 * cores.
 */
const resnet50: Suite = {
  name: 'resnet50',
  title: 'All convolutions of ResNet-50 v1.5 at batches 1, 32 and 256',
  entries: [
    {
      operation: 'conv2d',
      dataTypes: ['f32', 'tf32', 'f16', 'bf16'],
      problems: batches.flatMap(problemsOf),
    },
  ],
};

export default resnet50;
