/**
 * How a case stores and multiplies its numbers. Accumulation is always f32.
 * `tf32` stores f32 and multiplies in TensorFloat-32.
 */
export const dataTypes = ['f32', 'tf32', 'f16', 'bf16'] as const;
export type DataType = (typeof dataTypes)[number];

interface DataTypeTraits {
  bytes: number;
  /** Bits of significand of a *stored* element, the implicit one included (IEEE 754; bfloat16). */
  significandBits: number;
  /** Integers up to this magnitude are stored exactly: 2^significandBits. */
  largestExactInteger: number;
}

const traits: Record<DataType, DataTypeTraits> = {
  f32: { bytes: 4, significandBits: 24, largestExactInteger: 2 ** 24 },
  tf32: { bytes: 4, significandBits: 24, largestExactInteger: 2 ** 24 },
  f16: { bytes: 2, significandBits: 11, largestExactInteger: 2 ** 11 },
  bf16: { bytes: 2, significandBits: 8, largestExactInteger: 2 ** 8 },
};

export function dataTypeTraits(dataType: DataType): DataTypeTraits {
  return traits[dataType];
}

/** Whether `text` names a data type. */
export function isDataType(text: string): text is DataType {
  return (dataTypes as readonly string[]).includes(text);
}
