import process from 'node:process';

/** Texts for each reader. STACKBENCH_FUZZ is for more: `STACKBENCH_FUZZ=5000 pnpm vitest run --project @stackbench/cli fuzz`. */
export const numRuns = Number(process.env['STACKBENCH_FUZZ'] ?? 150);
export const seed = Number(process.env['STACKBENCH_FUZZ_SEED'] ?? 1);
