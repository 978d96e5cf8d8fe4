import { describe, expect, it } from 'vitest';
import { filterRows, formatOrder, parseOrder, sortRows } from '../../../src/publish/client/rows.ts';
import type { TableCell } from '../../../src/publish/views/view.ts';

const rows: TableCell[][] = [
  [{ text: 'm=1024 f32' }, { text: '5 TFLOP/s', sort: 5e12 }],
  [{ text: 'm=512 f16' }, { text: 'unsupported', sort: null }],
  [{ text: 'm=512 f32' }, { text: '900 GFLOP/s', sort: 9e11 }],
];
const first = (sorted: readonly (readonly TableCell[])[]) => sorted.map((row) => row[0]?.text);

describe('sortRows', () => {
  it('sorts by value and not by text', () => {
    const order = { table: 't', column: 1, descending: true };
    expect(first(sortRows(rows, order))).toEqual(['m=1024 f32', 'm=512 f32', 'm=512 f16']);
  });

  it('puts what has no value last in either direction', () => {
    const order = { table: 't', column: 1, descending: false };
    expect(first(sortRows(rows, order))).toEqual(['m=512 f32', 'm=1024 f32', 'm=512 f16']);
  });

  it('reads digits in texts as numbers', () => {
    const order = { table: 't', column: 0, descending: false };
    expect(first(sortRows(rows, order))).toEqual(['m=512 f16', 'm=512 f32', 'm=1024 f32']);
  });
});

describe('filterRows', () => {
  it('keeps rows that have every word, whatever the case', () => {
    expect(first(filterRows(rows, 'F32 512'))).toEqual(['m=512 f32']);
    expect(filterRows(rows, '  ')).toHaveLength(3);
  });
});

describe('an order in an address', () => {
  it('reads back', () => {
    const order = { table: 'left-out', column: 2, descending: true };
    expect(parseOrder(formatOrder(order))).toEqual(order);
    expect(parseOrder('<x>.1.down')).toBeNull();
  });
});
