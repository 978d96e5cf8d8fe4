import { expect, test } from 'vitest';
import {
  bindToAdapter,
  bindToDriver,
  describeSteering,
  withoutDriverVariables,
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
