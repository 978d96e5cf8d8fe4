import type { Rule } from '../rule.ts';

/** Error 209, no kernel image: the build holds no code that this GPU runs. */
export const rule: Rule = {
  id: 'gpu-not-in-build',
  check: ({ driver, environments }) =>
    environments.flatMap(({ id, framework }) => {
      const gpu = driver.gpu;
      const built = framework?.architectures ?? [];
      if (gpu === null || built.length === 0) return [];
      const [major = 0, minor = 0] = gpu.computeCapability.split('.').map(Number);
      const serves = built.some((name) => {
        const [, kind, number] = /^(sm|compute)_(\d+)/.exec(name) ?? [];
        const [theirMajor, theirMinor] = [Math.floor(Number(number) / 10), Number(number) % 10];
        // Code for a GPU runs on the same major from that minor on; PTX on everything newer.
        const isPtx = kind === 'compute';
        if (isPtx) return theirMajor < major || (theirMajor === major && theirMinor <= minor);
        return theirMajor === major && theirMinor <= minor;
      });
      if (serves) return [];
      return [
        {
          severity: 'error' as const,
          subject: id,
          message: `This torch holds no code for ${gpu.name} (compute capability ${gpu.computeCapability}): error 209, no kernel image.`,
          evidence: [`built for ${built.join(', ')}`],
          fix:
            major < 7 || (major === 7 && minor < 5)
              ? 'pip install torch --index-url https://download.pytorch.org/whl/cu126    # the last line for this GPU'
              : 'pip install --upgrade torch    # a newer build knows this GPU',
        },
      ];
    }),
};
