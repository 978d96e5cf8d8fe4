import { main } from '../../src/main.ts';

// A command of bench, and what it took: the last line is one of JSON.
const args = process.argv.slice(2);
const before = process.cpuUsage();
process.exitCode = await main(args);
const { user, system } = process.cpuUsage(before);
const measured = {
  step: args.slice(0, args[0] === 'fleet' ? 2 : 1).join(' '),
  processorMs: Math.round((user + system) / 1000),
  residentBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
