// What the tests of doctor compare: releases of torch that differ in how they find their libraries, and CUDA
// libraries of other versions that stand for a system's toolkits, laid out as NVIDIA lays them out.
//
//   node scripts/install-stand-ins.ts [NAME …]     all: 30 GB, minutes; or some of those in `stand-ins/parts.ts`
import { stdout } from 'node:process';
import process from 'node:process';
import { installStandIn, standIns } from './stand-ins/parts.ts';

const wanted = process.argv.slice(2);
const stray = wanted.find((name) => !(name in standIns));
if (stray !== undefined) {
  throw new Error(
    `There is no stand-in '${stray}'; there are ${Object.keys(standIns).join(', ')}.`,
  );
}
for (const name of wanted.length === 0 ? Object.keys(standIns) : wanted) {
  const made = await installStandIn(name);
  stdout.write(`${name} ${made ? 'is made' : 'was there'}\n`);
}
