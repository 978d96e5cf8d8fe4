/**
 * Torments runs of this checkout, and tells what was lost, doubled or left behind:
 * node packages/cli/scripts/torment.ts [kills] [double signals] [seed]
 */
import { installStubbornDeno } from '../test/torment/stubborn-deno.ts';
import { interruptTwice, killAtRandom, seedRandom } from '../test/torment/torment.ts';
import { makeTormentedMachine } from '../test/torment/tormented-machine.ts';

const [kills = 100, doubles = 51, seed = 1] = process.argv.slice(2).map(Number);
const random = seedRandom(seed);
const machine = makeTormentedMachine();
const say = (line: string) => process.stdout.write(`${line}\n`);
try {
  installStubbornDeno(machine);
  const killed = await killAtRandom(machine, kills, random);
  say(`${killed.kills} kills over ${killed.runs} runs: ${killed.problems.length} problems`);
  killed.problems.forEach(say);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let bad = 0;
  for (let at = 0; at < doubles; at++) {
    const problems = await interruptTwice(
      machine,
      signals[at % signals.length] ?? 'SIGINT',
      random,
    );
    bad += problems.length;
    problems.forEach(say);
  }
  say(`${doubles} double signals: ${bad} problems`);
  process.exitCode = killed.problems.length + bad === 0 ? 0 : 1;
} finally {
  await machine.remove();
}
