import { expect, test } from 'vitest';
import { indexArguments, nameIndexes } from '../../src/managers/name-indexes.ts';

const pylock = `lock-version = "1.0"

[[packages]]
name = "alpha"
version = "1.0"
wheels = []

[[packages]]
name = "beta"
version = "2.0"
`;

test('each package gets the index that it came from, but none that holds a password', () => {
  const requirements = `alpha==1.0
    # from https://pypi.org/simple
beta==2.0
    # from https://someone:****@private/simple
`;
  const named = nameIndexes(pylock, requirements);
  expect(named).toBe(
    pylock.replace(
      'version = "1.0"\nwheels',
      'version = "1.0"\nindex = "https://pypi.org/simple"\nwheels',
    ),
  );
  expect(indexArguments(named)).toEqual(['--index', 'https://pypi.org/simple']);
});
