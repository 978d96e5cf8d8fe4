import { join } from 'node:path';
import { runStep } from './run-step.ts';

const program = `
import torch
assert (torch.ones(2, 2) @ torch.ones(2, 2)).sum().item() == 8
print(f"PyTorch {torch.__version__} for CUDA {torch.version.cuda}")
`;

/** Lets the PyTorch of an environment compute something, and returns what it is. */
export async function describeTorch(prefix: string): Promise<string> {
  const python = join(prefix, 'bin', 'python');
  const output = await runStep(`use the PyTorch of ${prefix}`, python, ['-I', '-c', program]);
  return output.trim();
}
