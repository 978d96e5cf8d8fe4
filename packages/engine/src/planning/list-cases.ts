import { type CatalogOperation, type Catalog } from '@stackbench/kernels';
import {
  BenchError,
  type DataType,
  formatCaseId,
  type KernelVariant,
  parseCaseId,
  type Suite,
  type SuiteProblem,
} from '@stackbench/model';
import { bestVariant, type PlannedCase } from '../plan.ts';
import { quoteAll, suggest } from './match-names.ts';

/**
 * Every case of a suite: entry × problem × data type × variant that has a source for the type,
 * `best` last. A case that two entries name counts once.
 * @throws BenchError when the suite names an unknown operation or a malformed problem
 */
export function listCases(catalog: Catalog, suite: Suite): PlannedCase[] {
  const cases = suite.entries.flatMap(({ operation, dataTypes, problems }) => {
    const entry = findOperation(catalog, operation);
    return problems.flatMap((problem) =>
      dataTypes.flatMap((dataType) => {
        const variants = variantsFor(entry, dataType);
        return [...variants.map(({ name }) => name), bestVariant].map((variant) =>
          planCase(entry, problem, dataType, variant),
        );
      }),
    );
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
  const entry = findOperation(catalog, operation);
  const names = [...entry.variants.map(({ name }) => name), bestVariant];
  if (!names.includes(variant)) {
    throw new BenchError(`${operation} has no variant '${variant}'.${suggest(variant, names)}`, {
      fix: `Use one of ${quoteAll(names)}.`,
    });
  }
  return planCase(entry, { problem }, dataType, variant);
}

function findOperation(catalog: Catalog, name: string): CatalogOperation {
  const entry = catalog.operations.get(name);
  if (entry !== undefined) return entry;
  const names = [...catalog.operations.keys()];
  throw new BenchError(`There is no operation '${name}'.${suggest(name, names)}`, {
    fix: `Use one of ${quoteAll(names)}.`,
  });
}

function planCase(
  { operation, variants }: CatalogOperation,
  { problem: text, title, layer }: SuiteProblem,
  dataType: DataType,
  variant: string,
): PlannedCase {
  const problem = operation.parseProblem(text);
  const canonical = operation.formatProblem(problem);
  return {
    operation,
    problem,
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
  return variantsFor(entry, dataType).filter(
    ({ dataTypes }) => dataTypes.library === undefined && dataTypes.compiled === undefined,
  );
}
