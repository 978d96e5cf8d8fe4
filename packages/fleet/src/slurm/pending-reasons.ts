/** Why Slurm lets a job wait that no time will start by itself, and what does. */
const hopeless: readonly [pattern: RegExp, fix: string][] = [
  [/^ReqNodeNotAvail/, 'a node that it asks for is down or reserved: ask for another'],
  [/^PartitionDown|^PartitionInactive/, 'the partition takes no jobs: name another'],
  [/^PartitionTimeLimit/, 'it asks for more time than its partition gives: lower --time'],
  [/^PartitionNodeLimit/, 'it asks for more nodes than its partition gives: ask for fewer'],
  [/^BadConstraints/, 'no node has what it asks for: change its --constraint'],
  [/^DependencyNeverSatisfied/, 'what it depends on has failed: submit without --dependency'],
  [/^JobHeldUser|^launch.failed.requeued.held/i, 'it is held: scontrol release'],
  [/^JobHeldAdmin/, 'an administrator holds it: ask them'],
  [
    /^(?:Assoc|QOS).*(?:PerJob|PerNode|PerUser|JobLimit)/,
    'it asks for more than you may have: ask for less',
  ],
  [/^Invalid(?:Account|QOS)/, 'its account or quality of service is not yours: name another'],
];

/** What is to be done about a job that waits for this; null where waiting is. */
export function adviseOnWaiting(reason: string): string | null {
  return hopeless.find(([pattern]) => pattern.test(reason))?.[1] ?? null;
}
