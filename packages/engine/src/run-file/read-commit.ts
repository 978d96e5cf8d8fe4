import { execa } from 'execa';

const timeoutMs = 5000;

/** The commit that the files of `folder` come from and whether they differ from it; nulls outside git. */
export async function readCommit(
  folder: string,
): Promise<{ commit: string | null; dirty: boolean | null }> {
  const git = (...args: string[]) =>
    execa('git', args, { cwd: folder, timeout: timeoutMs, reject: false, stdin: 'ignore' });
  const [head, status] = await Promise.all([
    git('rev-parse', 'HEAD'),
    git('status', '--porcelain', '--untracked-files=no'),
  ]);
  return head.failed || status.failed
    ? { commit: null, dirty: null }
    : { commit: head.stdout, dirty: status.stdout !== '' };
}
