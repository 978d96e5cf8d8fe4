import type { FailedOutcome, OkOutcome, Outcome } from '@stackbench/model';
import { median } from '@stackbench/statistics';

/** One problem on one adapter, ours against a peer's. */
export interface PeerRatio {
  /** `gemm m=512,n=512,k=512 on swiftshader` */
  problem: string;
  chosenVariant: string;
  /** Peer's time ÷ ours: above 1, ours is faster. */
  kernel: number;
  /** The same for one call, submission and wait included, both by the host's clock. */
  call: number;
}

/** A problem without a verified result on both sides, and why. */
export interface Unpaired {
  problem: string;
  reason: string;
}

/** Pairs `best` on the dawn.node stack with `library` on its twin of one peer, problem by problem. */
export function pairOutcomes(
  outcomes: readonly Outcome[],
  peer: string,
): {
  ratios: PeerRatio[];
  unpaired: Unpaired[];
} {
  const wanted = outcomes.filter((outcome) => isWanted(outcome, peer));
  const byProblem = Map.groupBy(
    wanted,
    ({ case: id, stack }) =>
      `${id.replace(/\/[a-z]+:/, ' ').replace(';f32', '')} on ${stack.split('/')[1]}`,
  );
  const ratios: PeerRatio[] = [];
  const unpaired: Unpaired[] = [];
  for (const [problem, both] of byProblem) {
    const failed = both.find((outcome): outcome is FailedOutcome => outcome.status !== 'ok');
    const ours = both.find((outcome) => outcome.case.includes('/best:'));
    const theirs = both.find((outcome) => outcome.case.includes('/library:'));
    if (failed !== undefined) {
      unpaired.push({ problem, reason: `${failed.stack} ${describe(failed)}` });
    } else if (ours === undefined || theirs === undefined) {
      unpaired.push({ problem, reason: 'only one side was run' });
    } else ratios.push(compare(problem, ours as OkOutcome, theirs as OkOutcome));
  }
  return { ratios, unpaired };
}

/** Each side has cases of the other's that it cannot run. */
function isWanted({ case: id, stack }: Outcome, peer: string): boolean {
  return stack.startsWith(id.includes('/library:') ? `webgpu:${peer}/` : 'webgpu:dawn/');
}

function compare(problem: string, ours: OkOutcome, theirs: OkOutcome): PeerRatio {
  return {
    problem,
    chosenVariant: ours.chosenVariant ?? '',
    kernel: median(theirs.kernelNs) / median(ours.kernelNs),
    call: theirs.callLatencyNs / ours.callLatencyNs,
  };
}

function describe({ status, reason }: FailedOutcome): string {
  return `${status}: ${reason.split('\n')[0]}`;
}
