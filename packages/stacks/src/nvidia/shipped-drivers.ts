import { isLowerVersion } from '../version.ts';

/** The driver that ships with each CUDA, on Linux and on Windows: NVIDIA's release notes. Newest first. */
const shipped: readonly (readonly [cuda: string, linux: string, windows: string])[] = [
  ['13.2', '595.45.04', '595.45'],
  ['13.1', '590.44.01', '590.44'],
  ['13.0', '580.65.06', '580.65'],
  ['12.9', '575.51.03', '576.02'],
  ['12.8', '570.26', '570.65'],
  ['12.6', '560.28.03', '560.76'],
  ['12.5', '555.42.02', '555.85'],
  ['12.4', '550.54.14', '551.61'],
  ['12.3', '545.23.06', '545.84'],
  ['12.2', '535.54.03', '536.25'],
  ['12.1', '530.30.02', '531.14'],
  ['12.0', '525.60.13', '527.41'],
  ['11.8', '520.61.05', '520.06'],
  ['11.7', '515.43.04', '516.01'],
  ['11.6', '510.39.01', '511.23'],
  ['11.5', '495.29.05', '496.04'],
  ['11.4', '470.42.01', '471.11'],
  ['11.3', '465.19.01', '465.89'],
  ['11.2', '460.27.03', '460.82'],
  ['11.1', '455.23', '456.38'],
  ['11.0', '450.51.05', '451.48'],
];

/** The newest CUDA that a driver knows of, for where it cannot be asked; null for one before them all. */
export function cudaOfDriver(driverVersion: string, platform: NodeJS.Platform): string | null {
  const at = platform === 'win32' ? 2 : 1;
  return shipped.find((row) => !isLowerVersion(driverVersion, row[at]))?.[0] ?? null;
}

/** The driver that came with a CUDA; null where the table does not know it. */
export function driverOfCuda(cudaVersion: string, platform: NodeJS.Platform): string | null {
  const at = platform === 'win32' ? 2 : 1;
  return shipped.find(([cuda]) => cuda === cudaVersion)?.[at] ?? null;
}
