import { join } from 'node:path';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';

/** How drivers differ: the names that one takes for its reasons, and what it prints for what it cannot tell. */
const drivers = {
  535: { takes: ['clocks_throttle_reasons.active'], unknown: '[N/A]' },
  580: {
    takes: ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
    unknown: '[N/A]',
  },
  610: { takes: ['clocks_event_reasons.active'], unknown: 'N/A' },
} as const;
export type FakeDriver = keyof typeof drivers;

/** One answer: SM clock, memory clock, power, temperature, bits of reasons; null is what it does not tell. */
export type FakeAnswer = readonly (string | null)[];

/**
 * A FAKE nvidia-smi that stands for a GPU that is not here: each query of its state gets the next answer, and when
 * none is left the last again. Returns variables with which it is found.
 * @param pids that compute on it
 */
export async function fakeSmi(
  driver: FakeDriver,
  answers: readonly FakeAnswer[],
  pids: readonly number[] = [],
): Promise<Record<string, string>> {
  const { takes, unknown } = drivers[driver];
  const folder = await temporaryFolder();
  const lines = answers.map((answer) => answer.map((field) => field ?? unknown).join(', '));
  // Read to its end, it leaves nothing in the variable: the last line ends without a line feed.
  await writeText(join(folder, 'answers'), lines.join('\n'));
  await writeText(join(folder, 'count'), '0\n');
  await writeText(join(folder, 'pids'), pids.map((pid) => `${pid}\n`).join(''));
  await writeTool(
    join(folder, 'bin/nvidia-smi'),
    `# FAKE, of driver R${driver}
# The shell's own means alone, which start no process.
cd '${folder}'
case "$*" in
  *compute-apps*)
    while read -r pid; do echo "$pid"; done < pids
    exit;;
  ${takes.map((field) => `*${field}*`).join('|')}) ;;
  *) echo 'Field "clocks_…_reasons.active" is not a valid field to query.'; exit 2;;
esac
read -r count < count
echo $((count + 1)) > count
while read -r answer; do
  [ $count -gt 0 ] || break
  count=$((count - 1))
done < answers
echo "$answer"`,
  );
  return { PATH: join(folder, 'bin') };
}
