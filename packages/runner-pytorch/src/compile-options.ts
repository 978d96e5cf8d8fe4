import type { Program, ProgramPass } from '@stackbench/model';

/** What NVRTC is told, beside the target and the folders of headers. */
export const nvrtcFlags: readonly string[] = ['--std=c++17', '--ptxas-options=-v'];

/** How torch.compile is called: for these shapes alone, all in one graph. */
const torchCompileOptions = {
  backend: 'inductor',
  mode: 'default',
  fullgraph: true,
  dynamic: false,
} as const;

/** The program with what its compilers are told: the worker obeys, and the program's digest has it. */
export function withCompileOptions(program: Program): Program {
  const passes = program.passes.map((pass): ProgramPass => ({
    ...pass,
    module: told(pass.module),
  }));
  return { ...program, passes };
}

function told(module: ProgramPass['module']): ProgramPass['module'] {
  if (module.kind === 'source') return { ...module, flags: [...nvrtcFlags] };
  return module.kind === 'compiled' ? { ...module, options: torchCompileOptions } : module;
}
