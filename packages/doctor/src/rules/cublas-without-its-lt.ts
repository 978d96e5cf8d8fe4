import { isForeign, isSameVersion, showFile, showReason, unsetFix } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** cuBLAS from one place and the cuBLASLt under it from another. */
export const rule: Rule = {
  id: 'cublas-without-its-lt',
  check: (layers) =>
    layers.environments.flatMap(({ id, libraries }) => {
      const { cublas, cublasLt } = libraries;
      if (cublas === undefined || cublasLt === undefined) return [];
      if (cublas.proof === 'static' || cublasLt.proof === 'static') return [];
      if (isForeign(cublas) === isForeign(cublasLt)) return [];
      const differs =
        cublas.version !== null &&
        cublasLt.version !== null &&
        !isSameVersion(cublas.version, cublasLt.version);
      const foreign = isForeign(cublas) ? cublas : cublasLt;
      return [
        {
          severity: differs ? ('error' as const) : ('warning' as const),
          subject: id,
          message: `cuBLAS ${cublas.version ?? ''} is paired with a cuBLASLt ${cublasLt.version ?? ''} from elsewhere.`,
          evidence: [showFile(cublas), `${showFile(cublasLt)}; ${showReason(cublasLt.reason)}`],
          fix:
            foreign.reason?.kind === 'ld-library-path'
              ? unsetFix(layers, 'LD_LIBRARY_PATH')
              : 'Keep both from one package: reinstall cuBLAS in this environment.',
        },
      ];
    }),
};
