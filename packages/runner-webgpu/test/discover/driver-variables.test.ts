import { expect, test } from 'vitest';
import {
  bindToAdapter,
  bindToDriver,
  describeSteering,
  withoutDriverVariables,
  bringingFolder,
} from '../../src/discover/driver-variables.ts';

const env = {
  VK_LOADER_DRIVERS_SELECT: 'nvidia*',
  VK_INSTANCE_LAYERS: 'VK_LAYER_KHRONOS_validation',
  MESA_VK_DEVICE_SELECT: '10de:2330',
  DRI_PRIME: '1',
  HOME: '/home/someone',
};

const manifest = '/usr/share/vulkan/icd.d/nvidia_icd.json';

test('a worker of one driver gets no other drivers or layers, and keeps the choice of a GPU', () => {
  expect({ ...env, ...bindToDriver(manifest, env) }).toEqual({
    VK_DRIVER_FILES: manifest,
    VK_ICD_FILENAMES: manifest,
    MESA_VK_DEVICE_SELECT: '10de:2330',
    DRI_PRIME: '1',
    HOME: '/home/someone',
  });
});

test('a worker of one adapter gets nothing that chooses', () => {
  expect({ ...env, ...bindToAdapter(manifest, env) }).toEqual({
    VK_DRIVER_FILES: manifest,
    VK_ICD_FILENAMES: manifest,
    HOME: '/home/someone',
  });
});

test('what chooses all the same is named', () => {
  expect(describeSteering(env, bindToDriver(manifest, env))).toEqual([
    "DRI_PRIME='1'",
    "MESA_VK_DEVICE_SELECT='10de:2330'",
  ]);
  expect(describeSteering(env, withoutDriverVariables(env))).toEqual([]);
});

test('the folder of LD_LIBRARY_PATH that a broken library came from is named, and no other', () => {
  const variables = { LD_LIBRARY_PATH: '/opt/fine::/opt/bad' };
  const said = "Couldn't load Vulkan: /opt/bad/libvulkan.so.1: file too short";
  expect(bringingFolder(variables, said)).toBe('/opt/bad');
  expect(bringingFolder({}, said)).toBeNull();
  expect(bringingFolder(variables, "Couldn't load Vulkan: libvulkan.so.1")).toBeNull();
});
