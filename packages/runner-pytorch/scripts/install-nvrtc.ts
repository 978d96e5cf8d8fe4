// Gets the NVRTC of each CUDA release that a PyTorch environment may bring: node scripts/install-nvrtc.ts [NAME …]
import { join } from 'node:path';
import { installCompilers } from '@stackbench/environments/install';
import { argv, stdout } from 'node:process';

await installCompilers(join(import.meta.dirname, 'nvrtc'), argv.slice(2), (line) =>
  stdout.write(`${line}\n`),
);
