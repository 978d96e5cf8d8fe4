import type { Suite, SuiteProblem } from '@stackbench/model';

/** Input height, channels, stride, occurrences: all 3×3 convolutions of a network that are in groups. */
type Layer = readonly [height: number, channels: number, stride: number, count: number];

const mobilenet: readonly Layer[] = [
  [112, 32, 1, 1],
  [112, 96, 2, 1],
  [56, 144, 1, 1],
  [56, 144, 2, 1],
  [28, 192, 1, 2],
  [28, 192, 2, 1],
  [14, 384, 1, 4],
  [14, 576, 1, 2],
  [14, 576, 2, 1],
  [7, 960, 1, 3],
];

const resnext: readonly Layer[] = [
  [56, 128, 1, 3],
  [56, 256, 2, 1],
  [28, 256, 1, 3],
  [28, 512, 2, 1],
  [14, 512, 1, 5],
  [14, 1024, 2, 1],
  [7, 1024, 1, 2],
];

const batches = [1, 32];

function problemsOf(
  network: string,
  layers: readonly Layer[],
  groupsOf: (channels: number) => number,
): SuiteProblem[] {
  const operations = layers.reduce((sum, [, , , count]) => sum + count, 0);
  return batches.flatMap((batch) =>
    layers.map(([height, channels, stride, count]) => ({
      problem: `n=${batch},c=${channels},h=${height},w=${height},k=${channels},r=3,s=3,stride=${stride},pad=1,groups=${groupsOf(channels)}`,
      title: `${network}, ${channels} channels at ${height}, batch ${batch}`,
      layer: { network, batch, count, operations },
    })),
  );
}

/**
 * Convolutions in groups, in NHWC. Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks" (2018), has a
 * group for each channel; Xie et al., "Aggregated Residual Transformations for Deep Neural Networks" (2017), 32 groups, here
 * with the stride in the 3×3 convolutions as in ResNet-50 v1.5.
 */
const groups: Suite = {
  name: 'groups',
  title: 'Convolutions in groups: those of MobileNet v2 and of ResNeXt-50 at batches 1 and 32',
  entries: [
    {
      operation: 'conv2d',
      dataTypes: ['f32', 'tf32', 'f16', 'bf16'],
      problems: [
        ...problemsOf('MobileNet v2, depthwise', mobilenet, (channels) => channels),
        ...problemsOf('ResNeXt-50 32×4d, 3×3 in groups', resnext, () => 32),
      ],
    },
  ],
};

export default groups;
