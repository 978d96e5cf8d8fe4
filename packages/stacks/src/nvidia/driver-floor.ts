/**
 * The least driver that a toolkit's programs start with, on Linux and on Windows, by the toolkit's
 * major version: "CUDA Toolkit and Minimum Required Driver Version for CUDA Minor Version
 * Compatibility", NVIDIA's release notes.
 */
const floors: Readonly<Record<number, { linux: string; windows: string }>> = {
  11: { linux: '450.80.02', windows: '452.39' },
  12: { linux: '525.60.13', windows: '527.41' },
  13: { linux: '580', windows: '580' },
};

/** The least driver for a toolkit `13.0`; null for one that the table does not know. */
export function driverFloor(toolkitVersion: string, platform: NodeJS.Platform): string | null {
  const floor = floors[Number.parseInt(toolkitVersion, 10)];
  return floor?.[platform === 'win32' ? 'windows' : 'linux'] ?? null;
}
