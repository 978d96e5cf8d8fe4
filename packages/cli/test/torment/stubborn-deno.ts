import { join } from 'node:path';
import type { TormentedMachine } from './tormented-machine.ts';

const worker = join(import.meta.dirname, '../../../runner-webgpu/src/worker/dawn.ts');
const ignoring = `data:text/javascript,for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})`;

/** The stack whose worker does not go when it is told to. */
export const stubbornStack = 'webgpu:deno/swiftshader';

/**
 * A fake Deno: dawn.node behind a shell, both deaf to every signal that can be ignored, with a child in a
 * session of its own that keeps their output open.
 */
export function installStubbornDeno({ writeProgram }: TormentedMachine): void {
  writeProgram(
    'deno',
    `trap '' TERM INT HUP
/usr/bin/setsid /bin/sleep 1000 &
for word; do case $word in --expect=*) expect=$word;; esac; done
STACKBENCH_REPLY_FD=3 '${process.execPath}' --import "${ignoring}" '${worker}' $expect 3>&1 1>&2`,
  );
}
