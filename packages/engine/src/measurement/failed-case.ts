import type { Verification } from '@stackbench/model';
import type { Failed } from '@stackbench/workers';

/** How a case failed, with what is known of it by then. */
export interface FailedCase extends Failed {
  /** Once a gate has spoken. */
  verification?: Verification;
  /** Once there was something to build. */
  programDigest?: string;
}
