// Makes the environments that tests use: node scripts/install-environments.ts [NAME …]
import { join } from 'node:path';
import { installEnvironments } from '@stackbench/environments/install';
import { argv, stdout } from 'node:process';

await installEnvironments(join(import.meta.dirname, 'environments'), argv.slice(2), (line) =>
  stdout.write(`${line}\n`),
);
