import { hostReadingSchema } from '@stackbench/model';
import { expect, test } from 'vitest';
import { readHost } from '../src/read-host.ts';

test('the processors of this machine have a load, and a clock where the system tells it', () => {
  const reading = readHost('linux');
  expect(hostReadingSchema.parse(reading)).toEqual(reading);
  expect(reading.load).not.toBeNull();
});

test('where there is no average of the load, none is made up', () => {
  expect(readHost('win32').load).toBeNull();
});
