import type { Command } from '../command.ts';

export const bundleCommand: Command = {
  name: 'bundle',
  summary: 'write one archive that runs all of this where there is no network and no Node',
  details: [
    'The archive holds Node, dawn.node, kernels, workers and setups. Unpacked anywhere, read-only too,',
    './bench in it is what pnpm bench is here; results go to stackbench-results/ in the folder that',
    'its user is in. It needs glibc as new as that of the machine that made it, and says so. Made in a',
    'checkout, for the platform of the machine that it is made on.',
  ],
  options: [
    { name: 'out', value: 'FILE', help: 'the archive: *.tar.zst (the default) or *.tar.gz' },
    { name: 'platform', value: 'NAME', help: 'linux-x64 or linux-arm64 (default: this machine’s)' },
    {
      name: 'with',
      value: 'A,B',
      repeatable: true,
      help: 'what else: swiftshader (WebGPU in software); chromium, which has it, too',
    },
  ],
  examples: ['pnpm bench bundle --with swiftshader', 'pnpm bench bundle --out bench.tar.gz'],
  load: async () => (await import('./execute.ts')).executeBundleCommand,
};
