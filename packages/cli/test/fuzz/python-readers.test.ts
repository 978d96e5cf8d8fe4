import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { findExecutable } from '@stackbench/stacks';
import { numRuns, seed } from './extent.ts';
import { changed } from './mutations.ts';

vi.setConfig({ testTimeout: 3_600_000 });

const elfFile = ['/bin/true', '/usr/bin/true'].find((file) => existsSync(file));

/** What the readers of python-readers.py read, as those who write it do. */
const samples: Record<string, readonly string[]> = {
  requests: [
    '{"do":"describe"}\n{"do":"prepare","program":{"dataType":"f32","tensors":[{"name":"a","role":"input","elements":16}],"passes":[{"label":"gemm","module":{"kind":"library","name":"matmul"}}]},"bufferSets":2}\n',
    '{"do":"fill","fill":{"kind":"integers","seed":7,"range":3,"sparsity":0}}\n{"do":"sample","count":3,"repetitions":10,"spoilLast":true}\n{"do":"read","output":"c","selection":{"kind":"whole"},"file":"/tmp/x"}\n{"do":"release"}\n',
  ],
  'ELF files': elfFile === undefined ? [''] : [readFileSync(elfFile, 'latin1')],
  'conda-meta': [
    '{"name": "pytorch", "version": "1.13.1", "build": "py3.11_cuda11.7", "paths_data": {"paths": [{"_path": "torch/__init__.py", "sha256": "e3b0", "sha256_in_prefix": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}}',
  ],
  RECORD: [
    'torch/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\ntorch/lib/libtorch_cpu.so,sha256=PJ0s,104664\r\ntorch/_C.cpython-313-x86_64-linux-gnu.so,sha256=a,1\n',
  ],
  'md5sums of dpkg': [
    'd41d8cd98f00b204e9800998ecf8427e  usr/lib/python3/dist-packages/torch/__init__.py\n0123456789abcdef0123456789abcdef  usr/share/doc/python3-torch/copyright\n',
  ],
  'version.py': [
    "__version__ = '2.9.1+cu130'\ndebug = False\ncuda: Optional[str] = '13.0'\ngit_version = 'abc'\nhip = None\n",
  ],
  'maps of /proc': [
    '7f3c4a000000-7f3c4a021000 r-xp 00000000 08:01 131 /usr/lib/x86_64-linux-gnu/libc.so.6\n7f3c4b000000-7f3c4b021000 rw-p 00000000 00:00 0 \n7ffd1c000000-7ffd1c021000 r-xp 00000000 00:00 0 [vdso]\n7f3c4c000000-7f3c4c021000 r-xp 00000000 08:01 132 /opt/with spaces/libcudnn.so.9 (deleted)\n',
  ],
  cgroup: ['0::/job\n', '4:cpu,cpuacct:/docker/ab12\n1:name=systemd:/user.slice\n'],
  mountinfo: [
    '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n',
    '31 23 0:27 /docker/ab12 /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n',
  ],
  'cpu.max': ['150000 100000\n', 'max 100000\n', `${'15'.repeat(200)} 100000\n`],
};

const python = findExecutable(['python3'], process.env);

/** What became of a text. */
interface Told {
  error: string | null;
  seconds: number;
}

function askPython(worker: string, asked: readonly object[]): Told[] {
  const { stdout } = spawnSync(
    python!,
    ['-B', join(import.meta.dirname, 'python-readers.py'), worker, folder],
    {
      input: asked.map((each) => JSON.stringify(each)).join('\n'),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  );
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
}

function portions<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'stackbench-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(python === null || process.platform !== 'linux')(
  'the Python worker reads or refuses what others wrote, valid but for small changes, at once and in bounded memory',
  () => {
    const worker = join(import.meta.dirname, '../../../runner-pytorch/worker');
    // Fewer than of the others: they travel to another process.
    const extent = { numRuns: Math.ceil(numRuns / 5), seed };
    const asked = Object.entries(samples).flatMap(([reader, valid]) => [
      ...valid.map((text) => ({ reader, text })),
      ...fc.sample(changed(valid), extent).map((text) => ({ reader, text })),
    ]);
    const told = portions(asked, 5000).flatMap((some) => askPython(worker, some));
    expect(told).toHaveLength(asked.length);
    const wrong = told.flatMap(({ error, seconds }, at) =>
      error === null && seconds < 2
        ? []
        : [{ ...asked[at]!, text: asked[at]!.text.slice(0, 3000), error, seconds }],
    );
    // One of each kind.
    const kinds = new Map(
      wrong.map((each) => [`${each.reader} ${each.error?.slice(0, 40)}`, each]),
    );
    expect([...kinds.values()]).toEqual([]);
  },
);
