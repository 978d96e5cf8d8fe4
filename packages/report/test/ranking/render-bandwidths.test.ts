import { expect, test } from 'vitest';
import type { Bandwidth } from '../../src/analysis/bandwidth.ts';
import { findDatasheet } from '../../src/analysis/datasheet.ts';
import type { MeasuredSummary } from '../../src/analysis/ranking.ts';
import { renderBandwidths } from '../../src/ranking/render-bandwidths.ts';
import { createPaint } from '../../src/style.ts';

const copy = (id: string, terabytes: number, caches = 'cold') =>
  ({
    stack: { id },
    case: { title: '256 MiB', problem: 'n=1' },
    measured: {
      rate: { perSecond: terabytes * 1e12, unit: 'B/s' },
      caches,
      interval: { deviation: 0.012 },
      spread: null,
    },
  }) as MeasuredSummary;

const h100: Bandwidth = {
  of: { software: false, hostTimed: false, device: undefined },
  copies: [copy('cuda:13.0', 3.015), copy('webgpu:dawn/h100', 2.5)],
  sheet: findDatasheet('NVIDIA H100 80GB HBM3'),
  ridges: [{ dataType: 'f32', flopsPerByte: 22.2 }],
  bound: [
    {
      operation: 'softmax',
      dataType: 'f32',
      stacks: [{ id: 'cuda:13.0', share: 0.8, problems: 2 }],
    },
  ],
};

const render = (...bandwidths: Bandwidth[]) =>
  renderBandwidths(bandwidths, 200, createPaint(false)).join('\n');

test('each stack has its median and interval, beside what the datasheet promises', () => {
  expect(render(h100)).toBe(
    [
      'Bandwidth, by copying: read and written',
      '  cuda:13.0 3.02 TB/s ±1.2%, webgpu:dawn/h100 2.50 TB/s ±1.2% (256 MiB); datasheet of H100 SXM: 3.35 TB/s, of which 90%; ridge, FLOP per byte: f32 22.2',
      "    softmax f32 of its stack's: cuda:13.0 80% over 2 problems",
    ].join('\n'),
  );
});

test('hot caches and software are named', () => {
  const of = { software: true, hostTimed: false, device: undefined };
  const copies = [copy('pytorch:system', 0.01, 'hot')];
  expect(render({ of, copies, sheet: null, ridges: [], bound: [] })).toContain(
    '  the CPU †  pytorch:system 10.0 GB/s ±1.2% (256 MiB, hot caches)',
  );
});

test('without a copy no bandwidth is claimed, and what measures one is said', () => {
  const text = render({ ...h100, copies: [], sheet: null, ridges: [] });
  expect(text).toContain("--case 'copy/*'");
  expect(text).not.toContain('B/s');
});

test('where there is nothing to say nothing is said', () => {
  expect(render()).toBe('');
});
