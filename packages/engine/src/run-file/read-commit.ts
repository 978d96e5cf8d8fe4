import { runTool, timeLimitMs } from '@stackbench/workers';

/** Where stackbench's own source is: a file there that git does not know measures as any other does. */
const sources = ['kernels', 'packages', ':(exclude,glob)**/test/**'];

/**
 * The commit that the files of `folder` come from and whether they differ from it, results aside, which
 * a run itself may change; nulls outside git.
 */
export async function readCommit(
  folder: string,
): Promise<{ commit: string | null; dirty: boolean | null }> {
  // Of another user, too: what runs here is that folder's own code already.
  const git = (...args: string[]) =>
    runTool('git', ['-c', 'safe.directory=*', ...args], {
      cwd: folder,
      timeoutMs: timeLimitMs('discover'),
    });
  const answers = await Promise.all([
    git('rev-parse', 'HEAD'),
    git('status', '--porcelain', '--untracked-files=no', '--', '.', ':(exclude)results'),
    git('ls-files', '--others', '--exclude-standard', '--', ...sources),
  ]);
  const [head, changed, added] = answers;
  return answers.some(({ ok }) => !ok)
    ? { commit: null, dirty: null }
    : { commit: head.stdout, dirty: changed.stdout !== '' || added.stdout !== '' };
}
