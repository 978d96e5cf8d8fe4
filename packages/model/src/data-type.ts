/**
 * How a case stores, multiplies and adds up its numbers. `tf32` stores f32 and multiplies in TensorFloat-32.
 * Accumulation is f32, but for `f16acc`, which is f16 that accumulates in f16.
 */
export const dataTypes = ['f32', 'tf32', 'f16', 'f16acc', 'bf16'] as const;
export type DataType = (typeof dataTypes)[number];

interface DataTypeTraits {
  /** The type of a *stored* element. */
  stored: Exclude<DataType, 'tf32' | 'f16acc'>;
  bytes: number;
  /** Bits of significand of a stored element, the implicit one included (IEEE 754; bfloat16). */
  significandBits: number;
  /** Integers up to this magnitude are stored exactly: 2^significandBits. */
  largestExactInteger: number;
  /** The same of a sum while products are added to it. */
  largestExactSum: number;
}

const f32 = { stored: 'f32', bytes: 4, significandBits: 24, largestExactInteger: 2 ** 24 } as const;
const f16 = { stored: 'f16', bytes: 2, significandBits: 11, largestExactInteger: 2 ** 11 } as const;
const bf16 = { stored: 'bf16', bytes: 2, significandBits: 8, largestExactInteger: 2 ** 8 } as const;

const traits: Record<DataType, DataTypeTraits> = {
  f32: { ...f32, largestExactSum: f32.largestExactInteger },
  tf32: { ...f32, largestExactSum: f32.largestExactInteger },
  f16: { ...f16, largestExactSum: f32.largestExactInteger },
  f16acc: { ...f16, largestExactSum: f16.largestExactInteger },
  bf16: { ...bf16, largestExactSum: f32.largestExactInteger },
};

export function dataTypeTraits(dataType: DataType): DataTypeTraits {
  return traits[dataType];
}

/** Whether `text` names a data type. */
export function isDataType(text: string): text is DataType {
  return (dataTypes as readonly string[]).includes(text);
}
