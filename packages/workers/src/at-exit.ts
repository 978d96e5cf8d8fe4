/** What is undone when this process leaves, the last first. */
const undone = new Set<() => void>();

/**
 * Has `undo` called when this process leaves, by whatever way, before what is returned was called: a
 * second Ctrl-C, an exception that nobody caught. Only what is synchronous comes to its end then.
 */
export function atExit(undo: () => void): () => void {
  if (undone.size === 0) process.once('exit', undoAll);
  undone.add(undo);
  return () => {
    undone.delete(undo);
    if (undone.size === 0) process.off('exit', undoAll);
  };
}

function undoAll(): void {
  for (const undo of [...undone].toReversed()) undo();
}
