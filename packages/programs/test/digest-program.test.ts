import { loadCatalog } from '@stackbench/kernels';
import { type DataType, type Facts, i32, type Program, type ProgramPass } from '@stackbench/model';
import { expect, test } from 'vitest';
import { buildLibraryProgram, buildWgslProgram, digestProgram } from '../src/index.ts';

const catalog = await loadCatalog();
const { operation, variants } = catalog.operations.get('gemm')!;
const problem = operation.parseProblem('m=64,n=64,k=64');
const facts: Facts = {
  implementation: 'dawn.node',
  implementationVersion: '0.6.2',
  torchVersion: '2.8.0',
  libraries: { cublas: { file: '/one/libcublas.so.13', version: '13.1.0' } },
};

function request(name: string, dataType: DataType) {
  const variant = variants.find((each) => each.name === name)!;
  const plan = variant.plan(problem, dataType);
  if ('unsupported' in plan) throw new Error(plan.unsupported);
  return { variant, plan, dataType, tensors: [] };
}

async function shader(name = 'naive', dataType: DataType = 'f32'): Promise<Program> {
  const program = await buildWgslProgram(catalog.root, request(name, dataType));
  if ('unsupported' in program) throw new Error(program.unsupported);
  return program;
}

function call(dataType: DataType = 'f32'): Program {
  const asked = request('library', dataType);
  const program = buildLibraryProgram(asked.plan.library!, asked, ['library']);
  if ('unsupported' in program) throw new Error(program.unsupported);
  return program;
}

function withModule(program: Program, change: (module: ProgramPass['module']) => object): Program {
  const passes = program.passes.map((pass) => ({
    ...pass,
    module: { ...pass.module, ...change(pass.module) },
  }));
  return { ...program, passes };
}

const compiled = (recipe: string, path = '/cache/a.cubin', buildNs = 1) => ({
  ...call(),
  passes: call().passes.map((pass) => ({
    ...pass,
    module: { kind: 'binary' as const, file: 'gemm/naive/kernel.cu', recipe, path, buildNs },
  })),
});

test('the same program has the same digest, each time that it is built', async () => {
  expect(digestProgram(await shader(), facts)).toMatch(/^[0-9a-f]{16}$/);
  expect(digestProgram(await shader(), facts)).toBe(digestProgram(await shader(), { ...facts }));
});

test('an edited source, another variant, another type have another', async () => {
  const edited = withModule(await shader(), (module) =>
    'text' in module ? { text: `${module.text}\n// faster` } : {},
  );
  const programs = [
    await shader(),
    edited,
    await shader('shared-tile'),
    await shader('naive', 'f16'),
  ];
  const digests = programs.map((program) => digestProgram(program, facts));
  expect(new Set(digests).size).toBe(4);
});

test('other flags, and other options of a compiler of operations, have another', async () => {
  const source = await shader();
  const programs = [
    source,
    withModule(source, () => ({ flags: ['--std=c++17'] })),
    withModule(source, () => ({ flags: ['--std=c++17', '--use_fast_math'] })),
    call(),
    withModule(call(), () => ({ options: { mode: 'default' } })),
    withModule(call(), () => ({ options: { mode: 'max-autotune' } })),
  ];
  const digests = programs.map((program) => digestProgram(program, facts));
  expect(new Set(digests).size).toBe(programs.length);
});

test('other numbers of the launch have another', async () => {
  const program = await shader();
  const longer = {
    ...program,
    passes: program.passes.map((pass) => ({ ...pass, scalars: [...pass.scalars, ...i32(1)] })),
  };
  expect(digestProgram(longer, facts)).not.toBe(digestProgram(program, facts));
});

test('another compiler of sources is told, another library only where it is called', async () => {
  const [dawn, torch] = [
    { ...facts, implementationVersion: '0.6.3' },
    { ...facts, torchVersion: '2.9.0' },
  ];
  const program = await shader();
  expect(digestProgram(program, dawn)).not.toBe(digestProgram(program, facts));
  expect(digestProgram(program, torch)).toBe(digestProgram(program, facts));
  expect(digestProgram(call(), torch)).not.toBe(digestProgram(call(), facts));
  expect(digestProgram(call(), dawn)).toBe(digestProgram(call(), facts));
});

test('of a library counts the version, and not where it lies', () => {
  const cublas = (file: string, version: string) => ({
    ...facts,
    libraries: { cublas: { version, file } },
  });
  const here = digestProgram(call(), facts);
  expect(digestProgram(call(), cublas('/two/libcublas.so.13', '13.1.0'))).toBe(here);
  expect(digestProgram(call(), cublas('/one/libcublas.so.13', '13.2.0'))).not.toBe(here);
});

test('of compiled code counts what it was made from, and not when or where', () => {
  const digest = digestProgram(compiled('aa'), facts);
  expect(digestProgram(compiled('aa', '/elsewhere/b.cubin', 2), facts)).toBe(digest);
  expect(digestProgram(compiled('bb'), facts)).not.toBe(digest);
});
