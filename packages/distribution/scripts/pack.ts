// `pnpm package`: the npm package of this checkout, as a tarball in dist/ that npm can install and publish.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { readCommit } from '@stackbench/engine';
import { installation } from '@stackbench/installation';
import { runTool } from '@stackbench/workers';
import { buildPackage } from '../src/index.ts';

const { root } = installation;
const dist = join(root, 'dist');
const folder = join(dist, 'package');
await mkdir(dist, { recursive: true });
const revision = await readCommit(root);
await buildPackage(root, folder, { ...revision, builtAt: new Date().toISOString() });
const packed = await runTool('npm', ['pack', '--silent', folder], { cwd: dist, timeoutMs: 60_000 });
if (!packed.ok) throw new Error(`npm pack failed: ${packed.stderr}`);
process.stdout.write(`${join(dist, packed.stdout.trim())}\n`);
