// Pure integer arithmetic with no imports: a browser page loads this file as it is.

/** Bijective scrambling of 32 bits: the finaliser of MurmurHash3 (Appleby, public domain). */
export function mix32(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The key of one tensor's stream: `tensor` is its position among the inputs. */
export function streamKey(seed: number, tensor: number): number {
  return mix32((seed ^ mix32(tensor + 1)) >>> 0);
}

/** The 32 random bits of element `index` of the stream `key` (a Weyl sequence, scrambled). */
export function elementHash(key: number, index: number): number {
  return mix32((Math.imul(index, 0x9e3779b1) + key) >>> 0);
}

/** The stream that checksum weights are drawn from: no tensor has this position. */
const checksumStream = 0xc5c5;

/**
 * The first `length` checksum weights: integers in 1…8, none of them 0, so that no single wrong
 * element can hide behind its weight.
 */
export function checksumWeights(seed: number, length: number): Float64Array {
  const key = streamKey(seed, checksumStream);
  return Float64Array.from({ length }, (_, i) => (elementHash(key, i) & 7) + 1);
}
