/** Why something cannot be used, and what to do about it. */
export interface Problem {
  reason: string;
  fix: string;
}
