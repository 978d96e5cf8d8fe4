/** The last line that the script of a shard wrote into its log, without what it begins with; null where there is none. */
export function lastWordOf(log: string): string | null {
  const words = [...log.matchAll(/^fleet: shard \d+ (.+)$/gm)];
  return words.at(-1)?.[1] ?? null;
}
