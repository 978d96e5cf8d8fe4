import { globSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '@stackbench/stacks';
import { findDisassembler } from '../../src/build/read-report.ts';
import { realTools } from './toolkits.ts';

/** Triton brings one; it lies in the environments that the tests of PyTorch use. */
const ofTriton = globSync('environments/*/*/lib/python*/site-packages/triton/backends/nvidia/bin', {
  cwd: cacheFolder(),
}).map((folder) => join(cacheFolder(), folder));

/** An nvdisasm of this machine; null where there is none. */
export const disassembler = findDisassembler(realTools[0]?.toolkit.prefix ?? '', {
  ...process.env,
  PATH: [process.env['PATH'], ...ofTriton].join(':'),
});
