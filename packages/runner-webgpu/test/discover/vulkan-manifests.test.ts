import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findVulkanManifests, manifestName } from '../../src/discover/vulkan-manifests.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackbench-icd-'));
  for (const folder of ['one', 'two']) {
    await mkdir(join(root, folder, 'vulkan/icd.d'), { recursive: true });
  }
  await writeFile(join(root, 'one/vulkan/icd.d/a_icd.x86_64.json'), '{}');
  await writeFile(join(root, 'one/vulkan/icd.d/old_icd.i686.json'), '{}');
  await writeFile(join(root, 'two/vulkan/icd.d/b_icd.json'), '{}');
  await symlink(
    join(root, 'one/vulkan/icd.d/a_icd.x86_64.json'),
    join(root, 'two/vulkan/icd.d/again.json'),
  );
});
afterAll(() => rm(root, { recursive: true }));

test('drivers come from every folder, each once, 32-bit ones left out', async () => {
  const found = await findVulkanManifests({
    HOME: root,
    XDG_DATA_DIRS: `${join(root, 'one')}:${join(root, 'two')}`,
  });
  const ours = found.filter((file) => file.startsWith(root));
  expect(ours).toEqual([
    join(root, 'one/vulkan/icd.d/a_icd.x86_64.json'),
    join(root, 'two/vulkan/icd.d/b_icd.json'),
  ]);
});

test('drivers that the user names stand alone, but for those added', async () => {
  const a = join(root, 'one/vulkan/icd.d/a_icd.x86_64.json');
  const b = join(root, 'two/vulkan/icd.d/b_icd.json');
  expect(await findVulkanManifests({ VK_ICD_FILENAMES: a })).toEqual([a]);
  expect(
    await findVulkanManifests({ VK_DRIVER_FILES: `/absent.json:${b}`, VK_ICD_FILENAMES: a }),
  ).toEqual([b]);
  expect(await findVulkanManifests({ VK_DRIVER_FILES: a, VK_ADD_DRIVER_FILES: b })).toEqual([a, b]);
  expect(await findVulkanManifests({ VK_DRIVER_FILES: '', VK_ADD_DRIVER_FILES: '' })).toEqual([]);
});

test.each([
  ['/usr/share/vulkan/icd.d/lvp_icd.x86_64.json', 'lvp'],
  ['/etc/vulkan/icd.d/nvidia_icd.json', 'nvidia'],
  ['/x/vk_swiftshader_icd.json', 'vk_swiftshader'],
])('%s is called %s', (file, name) => {
  expect(manifestName(file)).toBe(name);
});
