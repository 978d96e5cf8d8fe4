/**
 * Whether a pattern of ids (`webgpu:dawn/*`) may name one that begins with `start`: what is told by their plain first characters, so
 * `true` where it cannot be told.
 */
export function mayName(pattern: string, start: string): boolean {
  const [literal] = /^[\w:/.@~-]*/.exec(pattern)!;
  return literal.startsWith(start) || (literal !== pattern && start.startsWith(literal));
}
