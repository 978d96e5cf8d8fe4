import { join } from 'node:path';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';

/**
 * The names that drivers take for their reasons. Those of 535.113 take both, and call the column by the new one
 * (github.com/utkuozdemir/nvidia_gpu_exporter, issue 123); R525 has no other than the old (its NVML reference). From CUDA
 * 13.0 on the old ones are deprecated, to be removed in 14.0 (NVML's deprecation notices): until then they are taken, and
 * what is removed is answered by {@link deprecated}.
 */
const drivers = {
  525: ['clocks_throttle_reasons.active'],
  535: ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
  580: ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
  610: ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
} as const;
export type FakeDriver = keyof typeof drivers;

/** Of what a GPU cannot tell: before R440 `[Not Supported]` (github.com/enkore/i3pystatus, pull request 776). */
const unknown = '[N/A]';
/** Of what a driver no longer tells, R580's `display_mode` for one. */
export const deprecated = '[Requested functionality has been deprecated]';

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
  ${drivers[driver].map((field) => `*${field}*`).join('|')}) ;;
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
