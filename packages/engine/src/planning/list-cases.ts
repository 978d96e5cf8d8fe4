import { type CatalogOperation, type Catalog } from '@stackbench/kernels';
import {
  callProviders,
  type DataType,
  dataTypes as allDataTypes,
  formatCaseId,
  type KernelVariant,
  type Operation,
  parseCaseId,
  type Suite,
  type SuiteProblem,
} from '@stackbench/model';
import { bestVariant, type PlannedCase } from '../plan.ts';
import { createMatcher, findNamed, isGlob, noSuch } from './match-names.ts';

/**
 * Every case of a suite: entry × problem × data type × variant that has a source for the type,
 * `best` of several last. A case that two entries name counts once.
 * @throws BenchError when the suite names an unknown operation or a malformed problem
 */
export function listCases(catalog: Catalog, { entries }: Pick<Suite, 'entries'>): PlannedCase[] {
  const cases = entries.flatMap(({ operation, dataTypes, problems }) => {
    const entry = findNamed(catalog.operations, 'operation', operation);
    return problems.flatMap((suiteProblem) => {
      const problem = readProblem(entry, suiteProblem);
      return dataTypes.flatMap((dataType) => {
        const names = variantsFor(entry, dataType).map(({ name }) => name);
        // The best of one is that one.
        const isRace = ownVariantsFor(entry, dataType).length > 1;
        const variants = isRace ? [...names, bestVariant] : names;
        return variants.map((variant) => planCase(entry, problem, dataType, variant));
      });
    });
  });
  return [
    ...new Map(cases.toReversed().map((each) => [each.record.id, each])).values(),
  ].toReversed();
}

/**
 * The case that a person typed, whatever suite it is in or none; its id in canonical form.
 * @throws BenchError naming the part that is malformed or unknown, and the near match
 */
export function caseFromId(catalog: Catalog, id: string): PlannedCase {
  const { operation, variant, problem, dataType } = parseCaseId(id);
  const entry = findNamed(catalog.operations, 'operation', operation);
  const names = [...entry.variants.map(({ name }) => name), bestVariant];
  if (!names.includes(variant)) {
    throw noSuch(variant, { noun: 'variant', where: ` of ${operation}`, names });
  }
  return planCase(entry, readProblem(entry, { problem }), dataType, variant);
}

const wholeProblem = /^(?<kernel>[^:]+):(?<problem>[^;]+);(?<dataType>[^;]+)$/;

/**
 * The cases that a person means by a problem of their own, whatever suite it is in or none: one by its
 * whole id, several by globs before the problem and behind it (`gemm/*:m=67,n=64,k=64;f16`). None
 * when the problem itself is a glob, or nothing fits.
 * @throws BenchError naming the part that is malformed or unknown, and the near match
 */
export function casesOfProblem(catalog: Catalog, filter: string): PlannedCase[] {
  const { kernel, problem, dataType } = wholeProblem.exec(filter)?.groups ?? {};
  if (kernel === undefined || problem === undefined || dataType === undefined) return [];
  if (isGlob(problem)) return [];
  if (!isGlob(kernel) && !isGlob(dataType)) return [caseFromId(catalog, filter)];
  const fits = createMatcher(kernel);
  const fitting = [...catalog.operations.values()].filter(({ operation, variants }) =>
    [...variants, { name: bestVariant }].some(({ name }) => fits(`${operation.name}/${name}`)),
  );
  const reading = fitting.filter(({ operation }) => isReadable(operation, problem));
  const entries = (reading.length > 0 ? reading : fitting.slice(0, 1)).map(({ operation }) => ({
    operation: operation.name,
    dataTypes: allDataTypes.filter(createMatcher(dataType)),
    problems: [{ problem }],
  }));
  return listCases(catalog, { entries }).filter(({ record }) => fits(kernelOf(record.id)));
}

/** A glob over operations means those that the problem makes sense for. */
function isReadable(operation: Operation, problem: string): boolean {
  try {
    operation.parseProblem(problem);
    return true;
  } catch {
    return false;
  }
}

/** `gemm/naive` of `gemm/naive:m=512,n=512,k=512;f32` */
export function kernelOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

/** A problem as its operation reads it, and the same in canonical form: of dozens of cases. */
type ReadProblem = Omit<SuiteProblem, 'problem'> &
  Pick<PlannedCase, 'problem'> & { canonical: string };

function readProblem(
  { operation }: CatalogOperation,
  { problem: text, ...more }: SuiteProblem,
): ReadProblem {
  const problem = operation.parseProblem(text);
  return { ...more, problem, canonical: operation.formatProblem(problem) };
}

function planCase(
  { operation, variants }: CatalogOperation,
  { problem, canonical, title, layer, hardwareOnly = false }: ReadProblem,
  dataType: DataType,
  variant: string,
): PlannedCase {
  return {
    operation,
    problem,
    hardwareOnly,
    candidates:
      variant === bestVariant
        ? ownVariantsFor({ operation, variants }, dataType)
        : variants.filter(({ name }) => name === variant),
    record: {
      id: formatCaseId({ operation: operation.name, variant, problem: canonical, dataType }),
      operation: operation.name,
      variant,
      problem: canonical,
      dataType,
      work: operation.work,
      flops: operation.flops(problem),
      bytes: operation.bytes(problem, dataType),
      ...(title === undefined ? {} : { title }),
      ...(layer === undefined ? {} : { layer }),
    },
  };
}

function variantsFor({ variants }: CatalogOperation, dataType: DataType): KernelVariant[] {
  return variants.filter(({ dataTypes }) =>
    Object.values(dataTypes).some((known) => known.includes(dataType)),
  );
}

/** `best` is the best of our own kernels: what the library is compared with. */
function ownVariantsFor(entry: CatalogOperation, dataType: DataType): KernelVariant[] {
  return variantsFor(entry, dataType).filter(({ dataTypes }) =>
    callProviders.every((provider) => dataTypes[provider] === undefined),
  );
}
