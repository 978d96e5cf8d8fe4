import { describe, expect, it } from 'vitest';
import { doctorReportSchema, withoutHome } from '../src/index.ts';
import { makeLayers } from './make-layers.ts';

describe('withoutHome', () => {
  it('hides the home folder wherever a path of it begins, and nowhere else', () => {
    const home = '/home/ada';
    const value = {
      file: '/home/ada/envs/ml',
      text: 'LD_LIBRARY_PATH=/home/ada/lib:/opt (see /home/ada/.bashrc, line 1)',
      others: ['/home/adam/x', '/srv/home/ada'],
      '/home/ada/key': null,
      count: 3,
    };
    expect(withoutHome(value, home)).toEqual({
      file: '~/envs/ml',
      text: 'LD_LIBRARY_PATH=~/lib:/opt (see ~/.bashrc, line 1)',
      others: ['/home/adam/x', '/srv/home/ada'],
      '~/key': null,
      count: 3,
    });
  });
});

describe('doctorReportSchema', () => {
  it('takes a report, and refuses a finding without evidence', () => {
    const finding = { rule: 'x', severity: 'note', subject: 's', message: 'm', fix: 'f' };
    const report = (evidence: string[]) => ({
      schemaVersion: 1,
      ...makeLayers(),
      findings: [{ ...finding, evidence }],
    });
    expect(doctorReportSchema.safeParse(report(['seen'])).error).toBeUndefined();
    expect(doctorReportSchema.safeParse(report([])).success).toBe(false);
  });
});
