import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { findAdapterAddress } from '../../src/identity/adapter-address.ts';

/** Devices on a bus that is not here: vendor, class, device, by address. */
async function bus(devices: Record<string, readonly [string, string, string]>) {
  const root = await temporaryFolder();
  for (const [address, [vendor, type, device]] of Object.entries(devices)) {
    const folder = join(root, 'sys/bus/pci/devices', address);
    await writeText(join(folder, 'vendor'), `${vendor}\n`);
    await writeText(join(folder, 'class'), `${type}\n`);
    await writeText(join(folder, 'device'), `${device}\n`);
  }
  return root;
}

test('an adapter is the only display device of its vendor, or of its number', async () => {
  const root = await bus({
    '0000:00:02.0': ['0x8086', '0x030000', '0x9a49'],
    '0000:00:1f.0': ['0x8086', '0x060100', '0xa082'],
    '0000:01:00.0': ['0x10de', '0x030200', '0x2330'],
    '0000:02:00.0': ['0x10de', '0x030000', '0x2204'],
  });
  expect(findAdapterAddress({ vendor: 'intel' }, root)).toBe('0000:00:02.0');
  expect(findAdapterAddress({ vendor: 'nvidia', device: '0x2204' }, root)).toBe('0000:02:00.0');
  expect(findAdapterAddress({ vendor: 'nvidia' }, root)).toBeUndefined();
  expect(findAdapterAddress({ vendor: 'amd' }, root)).toBeUndefined();
  expect(findAdapterAddress({}, root)).toBeUndefined();
});
