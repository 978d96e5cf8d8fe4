/**
 * What stacks are ranked by: their vendors' libraries; the best of their own kernels, which `best` chose and
 * then measured anew; or the same kernels on each. Never one's library against another's kernel, nor the
 * variant that happened to be fastest, which is biased towards luck.
 */
export const disciplines = ['library', 'best', 'kernels'] as const;
export type Discipline = (typeof disciplines)[number];

/** The pseudo-variant that stands for the fastest of a stack's own kernels. */
export const bestVariantName: Discipline = 'best';

export function disciplineOf(variant: string): Discipline {
  return variant === 'library' || variant === bestVariantName ? variant : 'kernels';
}
