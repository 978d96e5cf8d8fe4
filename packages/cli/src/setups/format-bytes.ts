/** `1.8 GB`, `12 MB`: powers of ten, as disks and downloads are counted. */
export function formatBytes(bytes: number): string {
  const [unit = 'B', size = 1] =
    (
      [
        ['GB', 1e9],
        ['MB', 1e6],
        ['kB', 1e3],
      ] as const
    ).find(([, least]) => bytes >= least) ?? [];
  const value = bytes / size;
  return `${value >= 10 || size === 1 ? Math.round(value) : value.toFixed(1)} ${unit}`;
}
