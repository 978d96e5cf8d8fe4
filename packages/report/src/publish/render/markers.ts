import { BenchError } from '@stackbench/model';

export const beginMarker =
  '<!-- stackbench:begin (written by `bench publish`; edit above or below) -->';
export const endMarker = '<!-- stackbench:end -->';

const anyMarker = /^[ \t]*<!--[ \t]*stackbench:(begin|end)\b[^\r\n]*-->[ \t]*\r?$/gm;

const fix = `Leave exactly one line ${beginMarker} and, below it, one line ${endMarker}; or remove both lines and the tables between them, put the two lines where the tables shall be, and publish again.`;

/**
 * `existing` with `section` between its markers, every other byte as it was. Bytes are taken for
 * Latin-1 in between, so that even text that is no UTF-8 survives.
 * @throws BenchError when a marker is missing, stands twice, or the end comes first
 */
export function replaceBetweenMarkers(
  existing: Uint8Array,
  section: string,
  file: string,
): Uint8Array {
  const text = Buffer.from(existing).toString('latin1');
  const found = [...text.matchAll(anyMarker)];
  const begins = found.filter(([, kind]) => kind === 'begin');
  const ends = found.filter(([, kind]) => kind === 'end');
  const [begin] = begins;
  const [end] = ends;
  const lines = (matches: readonly RegExpExecArray[]) =>
    matches.map(({ index }) => text.slice(0, index).split('\n').length).join(', ');
  if (begin === undefined || end === undefined) {
    const missing = begin === undefined ? (end === undefined ? 'markers' : 'begin') : 'end';
    throw new BenchError(
      missing === 'markers'
        ? `${file} has no markers that say where the tables go`
        : `${file} has no line with the marker stackbench:${missing}`,
      { fix },
    );
  }
  if (begins.length > 1 || ends.length > 1) {
    throw new BenchError(
      `${file} has more than one pair of markers: begin in line ${lines(begins)}, end in line ${lines(ends)}`,
      { fix },
    );
  }
  if (end.index < begin.index) {
    throw new BenchError(
      `${file} has the marker stackbench:end (line ${lines(ends)}) before stackbench:begin (line ${lines(begins)})`,
      { fix },
    );
  }
  const before = Buffer.from(text.slice(0, begin.index + begin[0].length), 'latin1');
  const after = Buffer.from(text.slice(end.index), 'latin1');
  return Buffer.concat([before, Buffer.from(`\n\n${section.trim()}\n\n`), after]);
}

/** A file that has nothing but the section, with room for a text above it. */
export function createWithMarkers(title: string, section: string): Uint8Array {
  const template = `# ${title}\n\n${beginMarker}\n${endMarker}\n`;
  return replaceBetweenMarkers(Buffer.from(template), section, 'README.md');
}
