import type { Rule } from '../rule.ts';

/** ONNX Runtime's CUDA provider has no path to pip's libraries: without them it falls back to the CPU, with no more than a warning. */
export const rule: Rule = {
  id: 'libraries-only-after-preload',
  check: ({ environments }) =>
    environments.flatMap(({ id, framework, objection }) => {
      const [, library] = /^(lib\S+): cannot open shared object file/.exec(objection ?? '') ?? [];
      if (framework?.name !== 'onnxruntime' || library === undefined) return [];
      return [
        {
          severity: 'note' as const,
          subject: id,
          message: `Its CUDA provider does not find ${library} by itself, and then computes on the CPU with no more than a warning.`,
          evidence: [`loading the provider: ${objection}`],
          fix: 'python -c "import onnxruntime; onnxruntime.preload_dlls()"    # in the program itself, before its first InferenceSession; or import torch first',
        },
      ];
    }),
};
