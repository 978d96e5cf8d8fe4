/**
 * Text speaks of `pnpm bench`, which is what a checkout has. Elsewhere it says what its reader can type: put in here,
 * at the edge, as texts lie in run files too, which are read on other machines.
 */
export function sayCommand(text: string, command: string): string {
  return text.replaceAll(/\b(?:npx -y pnpm@12|pnpm) bench(?![\w:-])/g, command);
}
