import { basename } from 'node:path';
import process from 'node:process';
import type { DriverLayer } from '@stackbench/model';
import { runTool } from '@stackbench/workers';
import { resolveLinks } from '../folders.ts';
import type { CachedLibrary } from '../loader/loader-cache.ts';
import { findSystemPackage } from '../owners/find-package.ts';
import { type DeviceOptions, inspectDevice } from './device.ts';
import { readHardware } from './hardware.ts';
import { findNvidiaSmi } from './nvidia-smi.ts';
import { cudaOfDriver } from './shipped-drivers.ts';

/** The driver in its two halves, kernel module and libcuda, and how new a CUDA it serves. */
export async function describeDriver(
  options: DeviceOptions,
  cache: readonly CachedLibrary[],
): Promise<DriverLayer> {
  const [device, said] = await Promise.all([inspectDevice(options), askCeiling(options)]);
  const { driverVersion: moduleVersion, gpu, problem } = device;
  const file = cache.find(({ name }) => name === 'libcuda.so.1')?.file;
  const libcuda = file === undefined ? null : await describeLibcuda(file, options);
  const known = moduleVersion ?? libcuda?.version ?? null;
  return {
    moduleVersion,
    libcuda,
    cudaCeiling: said ?? (known === null ? null : cudaOfDriver(known, process.platform)),
    gpu: gpu === null ? null : { name: gpu.name, computeCapability: gpu.computeCapability },
    ...readHardware(options.systemRoot ?? '/'),
    problem,
  };
}

async function describeLibcuda(
  file: string,
  options: DeviceOptions,
): Promise<NonNullable<DriverLayer['libcuda']>> {
  const real = resolveLinks(file);
  const [, version = null] = /\.so\.(\d+\.\d+(?:\.\d+)?)$/.exec(basename(real)) ?? [];
  const found = await findSystemPackage(real, options.env, options);
  return { file: real, version, package: found === null ? null : `${found.name} ${found.version}` };
}

/** What nvidia-smi prints as `CUDA Version`, from driver 610 on as `CUDA UMD Version`. */
async function askCeiling(options: DeviceOptions): Promise<string | null> {
  const smi = findNvidiaSmi(options.env);
  if (smi === null) return null;
  const said = await runTool(smi, [], options);
  const [, version = null] = /CUDA(?: UMD)? Version\s*:\s*(\d+\.\d+)/.exec(said.stdout) ?? [];
  return version;
}
