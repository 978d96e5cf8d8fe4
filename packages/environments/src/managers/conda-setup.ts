import { BenchError } from '@stackbench/model';
import { readYaml } from '@stackbench/stacks';
import { z } from 'zod';

/** As much of an environment .yml as a solve without it needs. */
const environmentSchema = z.object({
  channels: z.array(z.string()).default([]),
  dependencies: z.array(z.union([z.string(), z.object({ pip: z.array(z.string()) })])),
});

export interface CondaSetup {
  channels: string[];
  specs: string[];
  pip: string[];
}

/**
 * What an environment .yml asks for.
 * @throws BenchError for one that no tool would take
 */
export function readCondaSetup(text: string, file: string): CondaSetup {
  try {
    const { channels, dependencies } = environmentSchema.parse(readYaml(text));
    return {
      channels: channels.filter((name) => name !== 'nodefaults'),
      specs: dependencies.filter((each) => typeof each === 'string'),
      pip: dependencies.flatMap((each) => (typeof each === 'string' ? [] : each.pip)),
    };
  } catch (cause) {
    throw new BenchError(`${file} is no conda environment: ${(cause as Error).message}`, {
      cause,
      fix: "It needs 'dependencies:' with packages, and 'channels:' where they come from.",
    });
  }
}
