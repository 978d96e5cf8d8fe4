import { expect, it } from 'vitest';
import { checkVersions } from '../../src/discover/check-versions.ts';

const probe = (pythonVersion: string, version: string | null) => ({
  stackbenchProbe: 1 as const,
  pythonVersion,
  torch: { version, doubts: [], isForAnother: false },
});

it('takes Python from 3.8 and torch from 1.13 on', () => {
  for (const version of ['1.13.0a0', '1.13.1+cu117', '2.15.0+cu132', '10.0']) {
    expect(checkVersions(probe('3.8.18', version))).toBeNull();
  }
  expect(checkVersions(probe('3.13.0', null))).toBeNull();
});

it('says what is too old, and what would do', () => {
  expect(checkVersions(probe('3.7.16', '2.0'))?.reason).toMatch(/Python 3\.7\.16.*3\.8/);
  expect(checkVersions(probe('3.9.2', '1.9.1+cu111'))?.reason).toMatch(
    /torch 1\.9\.1\+cu111.*1\.13/,
  );
});
