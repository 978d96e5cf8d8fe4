/** A confidence interval, both ends in the unit of what it brackets. */
export interface Interval {
  low: number;
  high: number;
}
