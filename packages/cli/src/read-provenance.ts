import { type Provenance, readCommit } from '@stackbench/engine';
import { installation } from '@stackbench/installation';
import { describeMachine } from '@stackbench/stacks';

/** What measures here: this stackbench on this machine. */
export async function readProvenance(): Promise<Provenance> {
  const { root, version, build } = installation;
  const [machine, { commit, dirty }] = await Promise.all([
    describeMachine(),
    build ?? readCommit(root),
  ]);
  return { commit, dirty, version, machine };
}
