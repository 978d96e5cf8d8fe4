import { BenchError } from '@stackbench/model';
import { describe, expect, it } from 'vitest';
import {
  beginMarker,
  createWithMarkers,
  endMarker,
  replaceBetweenMarkers,
} from '../../../src/publish/render/markers.ts';

const begin = Buffer.from(beginMarker);
const end = Buffer.from(endMarker);

describe('replaceBetweenMarkers', () => {
  it('keeps every other byte, also those that are no UTF-8', () => {
    const above = Buffer.from([0xef, 0xbb, 0xbf, 0x23, 0x20, 0xff, 0xfe, 0x0d, 0x0a]);
    const below = Buffer.concat([Buffer.from('\r\n\t own text  \n\n\n'), Buffer.from([0xc3])]);
    const existing = Buffer.concat([above, begin, Buffer.from('\r\nold\r\n'), end, below]);
    const made = Buffer.from(replaceBetweenMarkers(existing, 'new – tables', 'README.md'));
    expect(made.subarray(0, above.length)).toEqual(above);
    expect(made.subarray(made.length - below.length)).toEqual(below);
    expect(made.toString()).toContain('new – tables');
    expect(made.toString()).not.toContain('old');
  });

  it('changes nothing the second time', () => {
    const once = createWithMarkers('Results', 'tables');
    expect(replaceBetweenMarkers(once, 'tables', 'README.md')).toEqual(once);
  });

  it.each([
    ['none at all', 'my text\n', 'no markers'],
    ['no end', `${beginMarker}\nx\n`, 'stackbench:end'],
    ['no begin', `x\n${endMarker}\n`, 'stackbench:begin'],
    [
      'two pairs',
      `${beginMarker}\n${endMarker}\n${beginMarker}\n${endMarker}\n`,
      'more than one pair of markers: begin in line 1, 3',
    ],
    ['the wrong order', `${endMarker}\n${beginMarker}\n`, 'before'],
  ])('refuses %s and says what to do', (_, text, problem) => {
    const attempt = () => replaceBetweenMarkers(Buffer.from(text), 'tables', 'README.md');
    expect(attempt).toThrow(BenchError);
    expect(attempt).toThrow(problem);
  });
});
