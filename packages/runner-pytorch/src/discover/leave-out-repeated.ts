import { resolveLinks } from '@stackbench/stacks';
import type { TorchEnvironment } from './examine-environment.ts';

/**
 * One and the same torch is no stack of every interpreter that a variable leads to it: environments without
 * one of their own are left out where it is there already, as the torch of its own environment or another's.
 */
export function leaveOutRepeated(found: readonly TorchEnvironment[]): TorchEnvironment[] {
  const seen = new Set(
    found.flatMap(({ foreign, usable }) =>
      foreign === null && usable?.torch.file !== undefined ? [resolveLinks(usable.torch.file)] : [],
    ),
  );
  return found.filter(({ foreign }) => {
    if (foreign === null || foreign.shadows) return true;
    const file = resolveLinks(foreign.file);
    const isNew = !seen.has(file);
    seen.add(file);
    return isNew;
  });
}
