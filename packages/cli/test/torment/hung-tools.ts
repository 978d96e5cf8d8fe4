import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TormentedMachine } from './tormented-machine.ts';

/** A fake tool goes deaf: to signals, and with a child in a session of its own. */
function hang(mark: string): string {
  const deaf = "trap '' TERM INT HUP";
  return `${deaf}
: > '${mark}'
/usr/bin/setsid /bin/sh -c "${deaf}; /bin/sleep 1000" &
while :; do /bin/sleep 1; done`;
}

/** A fake toolkit whose nvcc says what it is, unless HANG is `version`, and hangs when it is to compile. */
export function installHungToolkit({ folder }: TormentedMachine): { home: string; mark: string } {
  const home = join(folder, 'toolkit');
  const mark = join(folder, 'hangs');
  for (const place of ['bin', 'include', 'lib']) mkdirSync(join(home, place), { recursive: true });
  writeFileSync(join(home, 'include/cuda_runtime_api.h'), '#define CUDART_VERSION 13000\n');
  writeFileSync(join(home, 'lib/libcudart_static.a'), '');
  const nvcc = join(home, 'bin/nvcc');
  writeFileSync(
    nvcc,
    `#!/bin/sh
if [ "$HANG" != version ]; then case "$*" in
*--version*) echo 'Cuda compilation tools, release 13.0, V13.0.88'; exit 0;;
*--dryrun*) echo '#$ TOP=..' >&2; exit 0;;
*--list-gpu-code*) echo sm_80; exit 0;;
esac; fi
${hang(mark)}
`,
  );
  chmodSync(nvcc, 0o755);
  return { home, mark };
}

/** A C++ compiler that tells its version and hangs when it is to compile. */
export function installHungCompiler({ folder, writeProgram }: TormentedMachine): string {
  const mark = join(folder, 'hangs');
  writeProgram('g++', `case "$*" in *dumpfullversion*) echo 13.2.0; exit 0;; esac\n${hang(mark)}`);
  return mark;
}
