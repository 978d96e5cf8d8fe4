import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { controlFalseDiscoveries } from '../src/false-discovery.ts';

test('the example of the original paper: four of fifteen stand at 5 %', () => {
  // Benjamini & Hochberg 1995, section 4: thrombolysis, 15 hypotheses.
  const pValues = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
    0.6528, 0.759, 1,
  ];
  const stands = controlFalseDiscoveries(pValues, 0.05);
  expect(stands.filter(Boolean)).toHaveLength(4);
  expect(stands.slice(0, 4)).toEqual([true, true, true, true]);
});

test('a p-value above its own step stands when a larger one meets its step', () => {
  expect(controlFalseDiscoveries([0.04, 0.03], 0.05)).toEqual([true, true]);
  expect(controlFalseDiscoveries([0.06, 0.03], 0.05)).toEqual([false, false]);
});

test('no claims, none stand', () => {
  expect(controlFalseDiscoveries([], 0.05)).toEqual([]);
});

test('claims that stand have the smallest p-values, between those of Bonferroni and of no control', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(pValues, (list) => {
      const stands = controlFalseDiscoveries(list, 0.05);
      const standing = list.filter((_, index) => stands[index]);
      const fallen = list.filter((_, index) => !stands[index]);
      for (const pValue of standing) expect(pValue).toBeLessThanOrEqual(0.05);
      for (const pValue of fallen) expect(pValue).toBeGreaterThan(0.05 / list.length);
      expect(Math.max(0, ...standing)).toBeLessThanOrEqual(Math.min(1, ...fallen));
    }),
  );
});
