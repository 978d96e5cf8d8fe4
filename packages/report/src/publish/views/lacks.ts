import { networksOf } from '../../analysis/publication/network-totals.ts';
import { isMeasured } from '../../analysis/publication/publication-index.ts';
import {
  isVaried,
  overNative,
  overRuns,
  overSizes,
  overVariants,
} from '../../analysis/publication/varied.ts';
import { bandwidthOptions, usualProgram } from '../../bench-command.ts';
import type { FindLack, Lack } from './view.ts';

/** Measures the bandwidth that a roof needs. */
export const bandwidthCommand = `${usualProgram} ${bandwidthOptions}`;

function lacks(why: string, options: string): Lack {
  return { why, command: `${usualProgram}${options}` };
}

export const lacksMeasured: FindLack = (index) =>
  index.entries.some(isMeasured) ? null : lacks('No case was measured yet.', '');

export const lacksComparison: FindLack = ({ publication }) =>
  publication.comparisons.some(({ cases }) => cases.length > 0)
    ? null
    : lacks('No run holds two stacks of one device that measured the same case.', ' --rounds 10');

export const lacksLadder: FindLack = ({ entries }) =>
  isVaried(entries, overVariants)
    ? null
    : lacks('No problem was measured in two variants.', ' --suite standard');

export const lacksSizes: FindLack = ({ entries }) =>
  isVaried(entries, overSizes)
    ? null
    : lacks('No stack was measured at two sizes of one operation.', ' --suite standard');

export const lacksHistory: FindLack = ({ entries, runs }) =>
  runs.size > 1 && isVaried(entries, overRuns)
    ? null
    : lacks('No case was measured by the same stack in two runs: measure once more.', '');

export const lacksWebgpu: FindLack = ({ entries }) =>
  isVaried(entries, overNative)
    ? null
    : lacks(
        'No run holds WebGPU beside CUDA or PyTorch on one device.',
        " --stack 'webgpu:*' --stack 'cuda:*' --stack 'pytorch:*' --rounds 10",
      );

export const lacksNetworks: FindLack = ({ entries }) =>
  networksOf(entries).length > 0
    ? null
    : lacks(
        'No run of a suite that counts the layers of a network is published yet.',
        ' --suite resnet50',
      );
