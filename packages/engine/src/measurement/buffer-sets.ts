import {
  type Facts,
  type Measurement,
  readFact,
  type Stack,
  type Tunables,
} from '@stackbench/model';

/**
 * How many sets of tensors a case rotates over so that its inputs come from memory and not from the
 * last-level cache: 1 + ⌊multiple · cache / bytes⌋, as the CUTLASS profiler does. Problems too small for as
 * many sets as are allowed stay in cache, and are called so. A software device shares its caches with all else, so it gets
 * one set.
 */
export function chooseBufferSets(
  stack: Stack,
  deviceFacts: Facts,
  bytes: number,
  { coldCacheMultiple, assumedCacheBytes, maxBufferSets }: Tunables,
): Pick<Measurement, 'bufferSets' | 'caches'> {
  if (stack.software) return { bufferSets: 1, caches: 'hot' };
  const told = readFact(deviceFacts, 'l2Bytes') ?? readFact(stack.facts, 'l2Bytes') ?? 0;
  const cacheBytes = told > 0 ? told : assumedCacheBytes;
  const wanted = 1 + Math.floor((coldCacheMultiple * cacheBytes) / bytes);
  if (wanted > maxBufferSets) return { bufferSets: maxBufferSets, caches: 'hot' };
  return { bufferSets: wanted, caches: 'cold' };
}
