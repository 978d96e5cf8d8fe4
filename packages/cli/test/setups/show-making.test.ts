import type { PlannedEnvironment } from '@stackbench/environments';
import { expect, test } from 'vitest';
import { createMakingDisplay, createQuietDisplay } from '../../src/setups/show-making.ts';

function show(create: typeof createMakingDisplay): string {
  let text = '';
  const write = (more: string) => void (text += more);
  const display = create({ write, width: () => 80, color: false, isLive: false });
  for (const name of ['good', 'bad']) {
    display.start({ setup: { name }, cost: { downloadBytes: 1 } } as PlannedEnvironment);
  }
  display.finish('good', null);
  display.finish('bad', 'It broke\n  fix: Mend it.');
  display.end();
  return text;
}

test('each is told as it ends, with the reason of a failure', () => {
  expect(show(createMakingDisplay)).toMatch(
    /^✓ good {2}.*\n✗ bad {2}.*\nIt broke\n {2}fix: Mend it\.\n$/,
  );
});

test('only failures are told where nobody wants to watch', () => {
  expect(show(createQuietDisplay)).toBe('✗ bad\nIt broke\n  fix: Mend it.\n');
});
