const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);

/** `value` as an f32 with `kept` bits of significand: to nearest, ties to even. */
export function roundToBits(value: number, kept: number): number {
  const cut = 24 - kept;
  floats[0] = value;
  const bits = words[0]!;
  words[0] = ((bits + (1 << (cut - 1)) - 1 + ((bits >>> cut) & 1)) >>> cut) << cut;
  return Number.isNaN(value) ? value : floats[0];
}
