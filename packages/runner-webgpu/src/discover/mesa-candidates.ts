import type { Environment } from '@stackbench/workers';
import { shortenHome } from '@stackbench/stacks';
import { findMesaRoots, startInRoot } from '../mesa/mesa-root.ts';
import type { Candidate } from './candidates.ts';
import { dawnCommand } from './worker-commands.ts';
import { bindToAdapter } from './driver-variables.ts';

/** dawn.node on every Mesa that `install-mesa` has unpacked. */
export function mesaCandidates(env: Environment): Candidate[] {
  return findMesaRoots(env).map((root) => ({
    implementation: 'dawn',
    name: `llvmpipe-${root.name}`,
    suffix: root.name,
    title: `dawn.node on Mesa's software adapter in ${shortenHome(root.folder)}`,
    fix: `Delete ${shortenHome(root.folder)}, and unpack it again: pnpm --filter @stackbench/runner-webgpu run install-mesa`,
    command: (options) =>
      startInRoot(root, dawnCommand(options, bindToAdapter(root.manifest, env))),
  }));
}
