/** Where the pieces of a stream go. */
export interface LineHandlers {
  onLine(line: string): void;
  /** A line grew beyond the limit; nothing more will be reported. */
  onTooLong(start: string): void;
}

export interface LineSplitter {
  push(text: string): void;
  /** What came after the last line feed. */
  rest(): string;
}

/** Cuts a stream into lines of at most `limit` characters. */
export function createLineSplitter(limit: number, handlers: LineHandlers): LineSplitter {
  let rest = '';
  let stopped = false;
  return {
    push: (text) => {
      if (stopped) return;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) handlers.onLine(line);
      if (rest.length > limit) {
        stopped = true;
        handlers.onTooLong(rest.slice(0, 200));
        rest = '';
      }
    },
    rest: () => rest,
  };
}
