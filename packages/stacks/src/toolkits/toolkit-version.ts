import { basename, join } from 'node:path';
import { entries } from '../folders.ts';
import { readStart, readText } from '../read-text.ts';

/**
 * `13.0` of a toolkit's folder: as its version.json, its headers, its runtime or its name tell; null where
 * none does.
 * @param runtimeVersion of its libcudart: `13.0.96`
 */
export function readToolkitVersion(prefix: string, runtimeVersion: string | null): string | null {
  const told =
    readVersionFile(join(prefix, 'version.json')) ??
    [prefix, ...entries(prefix, /^cu/)]
      .map((folder) => readHeader(join(folder, 'include/cuda_runtime_api.h')))
      .find((version) => version !== null) ??
    runtimeVersion ??
    /^cuda-(\d+\.\d+)/.exec(basename(prefix))?.[1] ??
    null;
  return told === null ? null : told.split('.').slice(0, 2).join('.');
}

function readVersionFile(file: string): string | null {
  const text = readText(file);
  if (text === null) return null;
  try {
    const { cuda } = JSON.parse(text) as { cuda?: { version?: unknown } };
    return typeof cuda?.version === 'string' ? cuda.version : null;
  } catch {
    return null;
  }
}

/** The version stands near the beginning, of half a megabyte. */
function readHeader(file: string): string | null {
  const start = readStart(file, 32_768) ?? '';
  const [, value] = /^#define\s+CUDART_VERSION\s+(\d+)/m.exec(start) ?? [];
  if (value === undefined) return null;
  const number = Number(value);
  return `${Math.floor(number / 1000)}.${Math.floor((number % 1000) / 10)}`;
}
