/** Whether version `a` is lower than `b`, part by part: `525.60` < `525.60.13`. */
export function isLowerVersion(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = 0, y = 0] = [left[i], right[i]];
    if (x !== y) return x < y;
  }
  return false;
}
