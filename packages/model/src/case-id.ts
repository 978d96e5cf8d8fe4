import { BenchError } from './bench-error.ts';
import { type DataType, dataTypes, isDataType } from './data-type.ts';

/** The parts of a case's id, `operation/variant:problem;dataType`. */
export interface CaseIdParts {
  operation: string;
  variant: string;
  /** The problem as text, `m=512,n=512,k=512`; the operation knows what it means. */
  problem: string;
  dataType: DataType;
}

/** `gemm/register-tile:m=4096,n=4096,k=4096;f32` */
export function formatCaseId(parts: CaseIdParts): string {
  return `${parts.operation}/${parts.variant}:${parts.problem};${parts.dataType}`;
}

const pattern = /^([a-z0-9-]+)\/([a-z0-9-]+):([^;]*);([a-z0-9]+)$/;

/** @throws BenchError when `id` is not of the form `operation/variant:problem;dataType` */
export function parseCaseId(id: string): CaseIdParts {
  const match = pattern.exec(id);
  const [, operation, variant, problem, dataType] = match ?? [];
  if (operation === undefined || variant === undefined || problem === undefined) {
    throw new BenchError(`'${id}' is not a case id`, {
      fix: "Write operation/variant:problem;dataType, such as 'gemm/naive:m=512,n=512,k=512;f32'.",
    });
  }
  if (dataType === undefined || !isDataType(dataType)) {
    throw new BenchError(`'${id}' has no known data type after ';'`, {
      fix: `Use one of ${dataTypes.join(', ')}.`,
    });
  }
  return { operation, variant, problem, dataType };
}

/**
 * `m=512,n=512` as pairs, in the order written.
 * @throws BenchError at a part that is not `key=value`, or a key written twice
 */
export function parseFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const part of text.split(',').filter((piece) => piece !== '')) {
    const match = /^([a-z]+)=([a-z0-9]+)$/.exec(part);
    const [, key, value] = match ?? [];
    if (key === undefined || value === undefined) {
      throw new BenchError(`'${part}' in the problem '${text}' is not of the form key=value`);
    }
    if (fields.has(key)) throw new BenchError(`'${key}' stands twice in the problem '${text}'`);
    fields.set(key, value);
  }
  return fields;
}
