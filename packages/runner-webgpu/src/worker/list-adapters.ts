import { create } from 'webgpu';
import type { OfferedAdapter } from '../device/other-adapters.ts';

/** No GPU is called this. */
const nobody = 'an adapter that is not there';

/**
 * Every adapter that dawn.node can reach, one at a time for each way to it. WebGPU hands out one without a word
 * of the others; dawn.node lists them to who asks for one that is not there.
 */
export async function listAdapters(): Promise<OfferedAdapter[]> {
  try {
    await create([`adapter=${nobody}`]).requestAdapter();
  } catch (error) {
    return parseAdapters(error instanceof Error ? error.message : String(error));
  }
  return [];
}

/** Lines of ` * backend: 'vulkan', name: 'Apple M1 Max'`. */
export function parseAdapters(text: string): OfferedAdapter[] {
  return [...text.matchAll(/^ \* backend: '(.*?)', name: '(.*)'$/gm)].map(
    ([, backend = '', name = '']) => ({ backend, name }),
  );
}
