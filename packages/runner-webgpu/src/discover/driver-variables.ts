import type { Environment, WorkerCommand } from '@stackbench/workers';

/** What the Vulkan loader reads: drivers, layers, devices. */
const ofLoader = /^VK_/;
/** What Mesa, NVIDIA's and the graphics loaders read to choose among drivers and devices. */
const ofDrivers = /^(MESA_|DRI_PRIME$|GALLIUM_|LIBGL_|__NV_|__GLX_|__EGL_|__VK_|NODEVICE_SELECT$)/;

type Variables = NonNullable<WorkerCommand['env']>;

/** For a worker on one Vulkan driver: nobody else chooses one. Which of its GPUs, its user may. */
export function bindToDriver(manifest: string, env: Environment): Variables {
  return { ...remove(env, (name) => ofLoader.test(name)), ...driverIs(manifest) };
}

/** For a worker on the one adapter of a Vulkan driver: nobody else chooses anything. */
export function bindToAdapter(manifest: string, env: Environment): Variables {
  return { ...withoutDriverVariables(env), ...driverIs(manifest) };
}

/** For a worker that brings its adapter along: which drivers there are is not to decide over it. */
export function withoutDriverVariables(env: Environment): Variables {
  return remove(env, (name) => ofLoader.test(name) || ofDrivers.test(name));
}

/** Older loaders read the second. */
function driverIs(manifest: string): Variables {
  return { VK_DRIVER_FILES: manifest, VK_ICD_FILENAMES: manifest };
}

function remove(env: Environment, isRemoved: (name: string) => boolean): Variables {
  const names = Object.keys(env).filter(isRemoved);
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** The variables that choose drivers for a worker all the same, as text: `VK_DRIVER_FILES='/absent.json'`. */
export function describeSteering(env: Environment, changes: WorkerCommand['env'] = {}): string[] {
  return Object.entries(env)
    .filter(([name, value]) => value !== undefined && !(name in changes))
    .filter(([name]) => ofLoader.test(name) || ofDrivers.test(name))
    .map(([name, value]) => `${name}='${value}'`)
    .toSorted();
}

/** The folder of LD_LIBRARY_PATH out of which a library came that a worker complains of; null where none did. */
export function bringingFolder(env: Environment, said: string): string | null {
  const folders = (env['LD_LIBRARY_PATH'] ?? '').split(':');
  return folders.find((folder) => folder !== '' && said.includes(`${folder}/lib`)) ?? null;
}
