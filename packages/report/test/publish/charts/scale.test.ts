import { expect, it } from 'vitest';
import { scaleOf } from '../../../src/publish/charts/scale.ts';

const texts = (...args: Parameters<typeof scaleOf>) =>
  scaleOf(...args).ticks.map(({ text }) => text);

it('marks a linear axis in round steps that all differ', () => {
  expect(texts({ title: '', scale: 'linear', format: 'percent' }, [0.9, 1], [0, 400])).toEqual([
    '90 %',
    '92 %',
    '94 %',
    '96 %',
    '98 %',
    '100 %',
  ]);
  const near = texts({ title: '', scale: 'linear', format: 'percent' }, [1], [0, 800]);
  expect(new Set(near).size).toBe(near.length);
});

it('marks a logarithmic axis by 1, 2 and 5, and by powers where there is less room', () => {
  const axis = { title: '', scale: 'log', format: 'percent' } as const;
  expect(texts(axis, [0.01, 1], [0, 1000])).toEqual([
    '1 %',
    '2 %',
    '5 %',
    '10 %',
    '20 %',
    '50 %',
    '100 %',
  ]);
  expect(texts(axis, [0.01, 1], [0, 250])).toEqual(['1 %', '10 %', '100 %']);
});

it('writes throughput with its unit, and nothing as 0', () => {
  const axis = { title: '', scale: 'linear', format: 'FLOP/s' } as const;
  expect(texts(axis, [0, 3e11], [300, 0])).toEqual([
    '0',
    '100 GFLOP/s',
    '200 GFLOP/s',
    '300 GFLOP/s',
  ]);
});

it('keeps every value between the ends, whatever it is', () => {
  const scale = scaleOf({ title: '', scale: 'log' }, [1, 10, Number.NaN, 0], [20, 120]);
  for (const value of [1, 3, 10, 1e9, 1e-9]) {
    expect(scale.at(value)).toBeGreaterThanOrEqual(20);
    expect(scale.at(value)).toBeLessThanOrEqual(120);
  }
});

it('gives each step of a list its own place', () => {
  const scale = scaleOf({ title: '', scale: 'linear', steps: ['a', 'b'] }, [0, 1], [0, 100]);
  expect(scale.ticks.map(({ value, text }) => [scale.at(value), text])).toEqual([
    [25, 'a'],
    [75, 'b'],
  ]);
});
