import { expect, test } from 'vitest';
import { findMainLoop } from '../../../src/cuda/static/main-loop.ts';

/** As nvdisasm prints it: labels, addresses, predicates. */
function disassembly(lines: readonly string[]): string {
  return lines
    .map((line, at) => (line.endsWith(':') ? line : `        /*${at}0*/      ${line} ;`))
    .join('\n');
}

const slices = [
  'kernel:',
  'LDC R1, c[0x0][0x28]',
  '.L_x_1:',
  'BAR.SYNC.DEFER_BLOCKING 0x0',
  '.L_x_2:',
  'LDG.E.128 R4, [R2]',
  '@!P0 BRA `(.L_x_2)',
  '.L_x_3:',
  'LDS.128 R4, [R2]',
  'FFMA R8, R4, R5, R8',
  'FFMA R9, R4, R6, R9',
  'FFMA.FTZ R10, R4, R7, R10',
  'NOP',
  '@!P1 BRA `(.L_x_3)',
  '@P2 BRA `(.L_x_1)',
  '@P3 BRA `(.L_x_4)',
  '.L_x_4:',
  'EXIT',
];

test('the main loop is the innermost in which products are', () => {
  expect(findMainLoop(disassembly(slices))).toEqual({
    product: 'FFMA',
    instruction: 'FFMA',
    products: 3,
    slots: 5,
  });
});

test('of several loops that multiply, it is the one with the most products', () => {
  const remainder = ['.L_x_8:', 'FFMA R1, R2, R3, R1', '@P0 BRA `(.L_x_8)', 'EXIT'];
  const both = disassembly([...slices.slice(0, -1), ...remainder]);
  expect(findMainLoop(both)).toMatchObject({ products: 3 });
});

test('what a kernel multiplies with is its most frequent product', () => {
  const moving = 'HFMA2.MMA R5, -RZ, RZ, 0, 0';
  const text = disassembly([
    moving,
    '.L_x_1:',
    'UIADD3 UR4, UR4, 0x1, URZ',
    'HMMA.16816.F32.BF16 R4, R8, R10, R4',
    'HMMA.16816.F32.BF16 R5, R8, R12, R5',
    '@UP0 BRA `(.L_x_1)',
  ]);
  expect(findMainLoop(text)).toEqual({
    product: 'HMMA',
    instruction: 'HMMA.16816.F32.BF16',
    products: 2,
    slots: 4,
  });
});

test('an instruction that never does anything takes no slot', () => {
  const text = disassembly([
    '.L_x_1:',
    'HMMA.16816.F32.BF16 R4, R8, R10, R4',
    '@!UPT UIADD3 URZ, UPT, UPT, URZ, URZ, URZ',
    '@!PT LDS RZ, [RZ]',
    '@!P0 IADD3 R1, R1, 0x1, RZ',
    '@P0 BRA `(.L_x_1)',
  ]);
  expect(findMainLoop(text)).toMatchObject({ product: 'HMMA', products: 1, slots: 3 });
});

test('code that is moved out of line behind the end, and comes back, makes no loop', () => {
  const wait = ['.L_x_9:', 'SYNCS.PHASECHK.TRYWAIT P0, [UR4], R5', '@!P0 BRA `(.L_x_9)'];
  const text = disassembly([...slices, ...wait, 'BRA `(.L_x_3)']);
  expect(findMainLoop(text)).toEqual({
    product: 'FFMA',
    instruction: 'FFMA',
    products: 3,
    slots: 5,
  });
});

test('a kernel that multiplies in no loop has none', () => {
  expect(findMainLoop(disassembly(['FFMA R1, R2, R3, R1', 'EXIT']))).toBeNull();
  expect(findMainLoop('')).toBeNull();
});
