import type { EnvironmentLayer, ServedLibrary } from '@stackbench/model';
import { escapeControl, hang } from '@stackbench/report/text';
import { renderColumns } from './columns.ts';
import { legendOf, markOf, workingVersion } from './owner-marks.ts';
import { renderLayer, type RenderOptions } from './render-layer.ts';

interface Column {
  library: string;
  title: string;
  /** How many numbers of a version tell one from another. */
  numbers: number;
}

/** What stands in the table; the other libraries are in the JSON. */
const columns: readonly Column[] = [
  { library: 'cudart', title: 'runtime', numbers: 2 },
  { library: 'cublas', title: 'cuBLAS', numbers: 3 },
  { library: 'cublasLt', title: 'cuBLASLt', numbers: 3 },
  { library: 'cudnn', title: 'cuDNN', numbers: 3 },
  { library: 'nvrtc', title: 'nvrtc', numbers: 2 },
  { library: 'nvJitLink', title: 'nvJitLink', numbers: 2 },
];

/** The table of environments: a library's version and whose it is; below a row what is out of order there. */
export function renderEnvironments(
  environments: readonly EnvironmentLayer[],
  options: RenderOptions,
): string[] {
  if (environments.length === 0) {
    return renderLayer('Environments', 'none with a framework for CUDA', options);
  }
  const { width, paint } = options;
  const shown = columns.filter((column) => isWorthAColumn(column, environments));
  const heading = ['', 'framework', ...shown.map(({ title }) => title), 'compiles with'];
  const rows = environments.map((environment) => ({
    cells: [
      escapeControl(environment.id),
      escapeControl(describeFramework(environment)),
      ...shown.map((column) => cellOf(environment, column)),
      escapeControl(describeCompiler(environment)),
    ],
    note: escapeControl(describeTrouble(environment)),
  }));
  const marks = new Set(
    environments.flatMap(({ libraries }) =>
      shown.flatMap(({ library }) => markOfEach(libraries[library])),
    ),
  );
  return [
    paint('heading', 'Environments'),
    ...renderColumns(heading, rows, width),
    ...(marks.size === 0
      ? []
      : hang('  ', legendOf(marks), width).map((line) => paint('quiet', line))),
  ];
}

/** cuBLASLt does most of cuBLAS's work: another one is worth a column, the same one is not. */
function isWorthAColumn(column: Column, environments: readonly EnvironmentLayer[]): boolean {
  if (column.library !== 'cublasLt') return true;
  const cublas = columns.find(({ library }) => library === 'cublas')!;
  return environments.some((environment) => {
    const cell = cellOf(environment, column);
    return cell !== '' && cell !== cellOf(environment, cublas);
  });
}

function markOfEach(library: ServedLibrary | undefined): string[] {
  return library === undefined ? [] : [markOf(library)];
}

function cellOf({ libraries }: EnvironmentLayer, { library, numbers }: Column): string {
  const serving = libraries[library];
  if (serving === undefined) return '';
  const version = workingVersion(serving)?.split('.').slice(0, numbers).join('.') ?? '?';
  return `${version} ${markOf(serving)}`;
}

function describeFramework({ framework }: EnvironmentLayer): string {
  if (framework === null) return '';
  const { name, version } = framework;
  return name === 'torch' ? (version ?? '?') : `${name} ${version ?? ''}`.trim();
}

function describeCompiler({ compilesWith }: EnvironmentLayer): string {
  if (compilesWith === null) return '';
  const { version, foundBy, hasNvcc } = compilesWith;
  return hasNvcc ? `${version ?? '?'} (${foundBy})` : `nothing: ${foundBy} has no nvcc`;
}

function describeTrouble({ framework, failure, problem, proof }: EnvironmentLayer): string {
  if (problem !== null) return 'broken';
  if (failure !== null) {
    return failure.isCrash ? `dies at ${failure.step}` : `${failure.step} fails`;
  }
  if (framework?.name === 'torch' && framework.cuda === null) return 'a build for the CPU alone';
  return proof === 'none' && framework !== null ? 'not looked into' : '';
}
