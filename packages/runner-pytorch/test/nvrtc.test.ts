// @module-tag machine
// @module-tag long
import { beforeEach, expect, test } from 'vitest';
import {
  capabilities,
  compileBy,
  jobsFor,
  missingNvrtc,
  nvrtcVersions,
  targetOf,
} from './support/nvrtc.ts';

beforeEach(({ skip }) => skip(missingNvrtc !== null, missingNvrtc ?? ''));

/** Of each GPU's sources, dealt out over the releases: all of them, in minutes, `scripts/nvrtc-table.ts` compiles. */
const share = 16;

/** Each GPU for two releases; the oldest at Hopper, whose own instructions it does not know. */
const pairs = nvrtcVersions.map((version, at) => ({
  version,
  capability: capabilities[(at + 3) % capabilities.length]!,
  at,
}));

test.each(pairs)(
  'NVRTC $version compiles what a GPU of capability $capability is given',
  { timeout: 300_000 },
  async ({ version, capability, at }) => {
    const jobs = await jobsFor(version, capability);
    const some = jobs.filter((_, i) => i % share === at % share);
    expect(some.length).toBeGreaterThanOrEqual(3);
    expect(await compileBy(version, capability, some)).toEqual({
      // The rule stands in two languages.
      target: targetOf(version, capability),
      complaints: [],
    });
  },
);
