import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import * as fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { numRuns, seed } from './extent.ts';
import { changed } from './mutations.ts';
import { makeSubjects } from './subjects.ts';

vi.setConfig({ testTimeout: 3_600_000 });

/** A reader that computes longer for one text is as good as hung; one that keeps more has no bound. */
const [longestMs, mostBytes] = [2000, 256 * 2 ** 20];

const folder = mkdtempSync(join(tmpdir(), 'stackbench-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(makeSubjects(folder))(
  '$name, valid but for small changes, are read or refused, at once and in bounded memory',
  ({ samples, read }) => {
    for (const sample of samples) expect(() => read(sample)).not.toThrow();
    fc.assert(
      fc.property(changed(samples), (text) => {
        const before = process.memoryUsage().heapUsed;
        const start = process.cpuUsage();
        try {
          read(text);
        } catch (error) {
          if (!(error instanceof BenchError)) throw error;
        }
        const { user, system } = process.cpuUsage(start);
        return (
          (user + system) / 1000 < longestMs && process.memoryUsage().heapUsed - before < mostBytes
        );
      }),
      { numRuns, seed },
    );
  },
);
