import { BenchError } from '@stackbench/model';
import { z } from 'zod';

/** As much of pip's installation report as a lock needs. */
const reportSchema = z.object({
  install: z.array(
    z.object({
      metadata: z.object({ name: z.string(), version: z.string() }),
      is_direct: z.boolean().default(false),
      download_info: z.object({
        url: z.string(),
        archive_info: z.object({ hashes: z.record(z.string(), z.string()).optional() }).optional(),
      }),
    }),
  ),
});

/**
 * Requirements with the hashes of what pip resolved, for pip to install exactly.
 * @param report pip's installation report
 * @param setup the requirements that it is of, whose lines about indexes hold for the lock too
 */
export function writePipLock(report: string, setup: string): string {
  try {
    const { install } = reportSchema.parse(JSON.parse(report));
    const lines = install.map(({ metadata, is_direct: isDirect, download_info: archive }) => {
      const { name, version } = metadata;
      const sha256 = archive.archive_info?.hashes?.['sha256'];
      const what = isDirect ? `${name} @ ${archive.url}` : `${name}==${version}`;
      return `${what}${sha256 === undefined ? '' : ` --hash=sha256:${sha256}`}`;
    });
    return `${[...indexLines(setup), ...lines.toSorted()].join('\n')}\n`;
  } catch (cause) {
    throw new BenchError(`pip's report makes no sense: ${(cause as Error).message}`, {
      cause,
      fix: 'Use pip 22.2 or newer, or uv: --with uv.',
    });
  }
}

/** The packages of such a lock; pip tells no sizes before it downloads. */
export function namesInLock(lock: string): Map<string, null> {
  const names = lock.matchAll(/^([\w.-]+)(?===| @)/gm);
  return new Map([...names].map(([name]) => [name, null]));
}

function indexLines(setup: string): string[] {
  return setup
    .split(/\r?\n/)
    .filter((line) => /^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--no-index)\b/.test(line));
}
