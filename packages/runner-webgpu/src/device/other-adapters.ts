/** An adapter that an implementation could hand out. */
export interface OfferedAdapter {
  backend: string;
  name: string;
}

/**
 * The names of those that are not `adapter` but stand beside it, on the same way to the GPU; undefined where it
 * is the only one, or is not among them.
 */
export function otherAdapters(
  { description, device }: Pick<GPUAdapterInfo, 'description' | 'device'>,
  offered: readonly OfferedAdapter[],
): string[] | undefined {
  const names = new Set([description, device].map(normalise));
  const own = offered.find(({ name }) => name !== '' && names.has(normalise(name)));
  const others = offered.filter((each) => each !== own && each.backend === own?.backend);
  return others.length === 0 ? undefined : others.map(({ name }) => name);
}

/** As the standard has names of devices be given: `nvidia-h200`. */
function normalise(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\da-z]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
