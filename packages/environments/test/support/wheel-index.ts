import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runTool } from '@stackbench/workers';
import { onTestFinished } from 'vitest';

/** Makes a wheel in `folder`, of a package without dependencies. */
export async function makeWheel(
  folder: string,
  name: string,
  version: string,
  bytes = 0,
): Promise<void> {
  const script = join(import.meta.dirname, 'make_wheel.py');
  const args = [script, folder, name, version, String(bytes)];
  const made = await runTool('python3', args, { timeoutMs: 60_000 });
  if (!made.ok) throw new Error(`${made.reason}: ${made.stderr}`);
}

/** As PyPI tells of it (PEP 700), with the metadata apart (PEP 714). */
function describeWheel(folder: string, filename: string) {
  const bytes = readFileSync(join(folder, filename));
  return {
    filename,
    url: `/wheels/${filename}`,
    size: bytes.length,
    hashes: { sha256: createHash('sha256').update(bytes).digest('hex') },
    'core-metadata': true,
  };
}

export interface WheelIndex {
  /** `http://127.0.0.1:…/simple` */
  url: string;
  /** Names of the wheels that were sent, in order, the incomplete ones too. */
  sent: string[];
  /** From which byte on each was sent. */
  begun: number[];
  /** How many downloads are still to be cut off in the middle. */
  failures: number;
}

/** A package index as PyPI's: real HTTP, over the wheels that are in a folder at the time. */
export async function startIndex(folder: string): Promise<WheelIndex> {
  const index: WheelIndex = { url: '', sent: [], begun: [], failures: 0 };
  const server = createServer((request, response) => {
    void (async () => {
      const [, kind, name = ''] = (request.url ?? '').split('/');
      const wheels = await readdir(folder);
      if (kind === 'simple') {
        const files = wheels
          .filter(
            (file) => file.startsWith(`${name.replaceAll('-', '_')}-`) && file.endsWith('.whl'),
          )
          .map((filename) => describeWheel(folder, filename));
        response.writeHead(files.length === 0 ? 404 : 200, {
          'content-type': 'application/vnd.pypi.simple.v1+json',
        });
        response.end(JSON.stringify({ meta: { 'api-version': '1.1' }, name, files, versions: [] }));
        return;
      }
      const file = join(folder, name);
      const { size } = await stat(file);
      const [, asked] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
      const start = Number(asked ?? 0);
      response.writeHead(asked === undefined ? 200 : 206, {
        'content-length': size - start,
        'accept-ranges': 'bytes',
        etag: '"one"',
        ...(asked === undefined ? {} : { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
      });
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      const isCutOff = name.endsWith('.whl') && index.failures > 0;
      if (name.endsWith('.whl')) {
        index.sent.push(name);
        index.begun.push(start);
      }
      if (isCutOff) index.failures--;
      const bytes = createReadStream(file, {
        start,
        ...(isCutOff ? { end: start + Math.floor((size - start) / 2) - 1 } : {}),
      });
      if (isCutOff) bytes.on('end', () => response.destroy());
      bytes.pipe(response, { end: !isCutOff });
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  index.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
  return index;
}
