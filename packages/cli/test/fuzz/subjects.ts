import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BenchError, descriptionSchema, preparedSchema, sampledSchema } from '@stackbench/model';
import { parseAccounting } from '../../../fleet/src/slurm/accounting.ts';
import { parseQueue } from '../../../fleet/src/slurm/queue.ts';
import { readHeader } from '../../../environments/src/setup/read-header.ts';
import { readCondaSetup } from '../../../environments/src/managers/conda-setup.ts';
import { readPylock } from '../../../environments/src/managers/pylock.ts';
import { parseRunLine } from '../../../engine/src/run-file/parse-run-line.ts';
import { makeRun, measuredOutcome } from '../../../report/test/make-run.ts';
import { readCompiler } from '../../../runner-cuda/src/discover/host-compilers.ts';
import { readNvcc } from '../../../runner-cuda/src/discover/toolkit.ts';
import { readPins } from '../../../runner-pytorch/src/trace/pins.ts';
import { parseTraceLines } from '../../../runner-pytorch/src/trace/trace-lines.ts';
import { readCondaVariables } from '../../../stacks/src/activation/conda-variables.ts';
import { readElf } from '../../../stacks/src/loader/elf.ts';
import { parseLoaderCache } from '../../../stacks/src/loader/loader-cache.ts';
import { parseLdDebug } from '../../../stacks/src/loader/parse-ld-debug.ts';
import { chooseGpu, readGpu } from '../../../stacks/src/nvidia/device.ts';
import { readNvidiaDriver } from '../../../stacks/src/nvidia/driver.ts';
import { readMigInstances } from '../../../stacks/src/nvidia/mig.ts';
import { findControlGroups } from '../../../stacks/src/host/control-groups.ts';
import { readQuota } from '../../../stacks/src/host/read-quota.ts';
import { parseVariables } from '../../../stacks/src/activation/parse-variables.ts';
import { parsePtxasReport } from '../../../programs/src/cuda/ptxas-report.ts';
import { listDisguises, shapes } from '../../../privacy/src/index.ts';
import { writePipLock } from '../../../environments/src/managers/pip-lock.ts';
import { openPackages, readOwner } from '../../../stacks/src/owners/find-package.ts';
import { readOwnRecord } from '../../../stacks/src/own-environments.ts';
import { readEnvsDirs } from '../../../stacks/src/python/condarc.ts';
import { readPixiProject } from '../../../stacks/src/python/pixi-project.ts';
import { recognise } from '../../../stacks/src/python/recognise.ts';
import { readToolkitVersion } from '../../../stacks/src/toolkits/toolkit-version.ts';
import { createLineSplitter } from '../../../workers/src/split-lines.ts';
import { parseReply } from '../../../workers/src/parse-reply.ts';
import { runText } from '../write-run.ts';

/** A reader of what others wrote. */
export interface Subject {
  name: string;
  /** As those who write it do. */
  samples: readonly string[];
  /** Throws nothing, or a BenchError. */
  read: (text: string) => unknown;
}

const run = makeRun([
  measuredOutcome('webgpu:dawn/swiftshader', 'gemm/naive:m=16,n=16,k=16;f32', 1),
]);

const elfFile = ['/bin/true', '/usr/bin/true'].find((file) => existsSync(file));

/** @param folder where those that read files find them */
export function makeSubjects(folder: string): Subject[] {
  const prefix = join(folder, 'environment');
  const site = join(prefix, 'lib/python3.13/site-packages');
  const places = {
    env: { HOME: folder, A: 'b' },
    home: folder,
    workingFolder: folder,
    ownFolder: folder,
  };
  /** A reader of a file, which is written anew for each text. */
  const reading =
    (path: string, read: () => unknown, encoding: BufferEncoding = 'utf8') =>
    (text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, encoding);
      return read();
    };
  const inSite = 'environment/lib/python3.13/site-packages';
  return [
    {
      name: 'replies of workers',
      samples: [
        '{"ok":true,"result":{"protocol":2,"clock":{"name":"timestamp-query","quantumNs":1},"facts":{"vendor":"google","limits":{"maxBufferSize":268435456}}}}',
        '{"ok":true,"result":{"buildNs":12000000,"notes":{"gemm":{"registers":32,"log":"ptxas info"}}}}',
        '{"ok":true,"result":{"samples":[{"deviceNs":1200000,"hostNs":1300000},{"deviceNs":0,"hostNs":1}]}}',
        '{"ok":false,"failure":{"status":"out-of-memory","message":"CUDA out of memory.","fatal":false}}',
      ],
      read: (text) => [
        parseReply(text, descriptionSchema),
        parseReply(text, preparedSchema),
        parseReply(text, sampledSchema),
      ],
    },
    {
      name: 'what workers print, in lines',
      samples: ['{"ok":true,"result":{}}\n{"ok":true,"result":{"buildNs":1}}\n'],
      read: (text) => {
        const lines: string[] = [];
        const handlers = { onLine: (line: string) => lines.push(line), onTooLong: () => {} };
        const splitter = createLineSplitter(1000, handlers);
        for (let at = 0; at < text.length; at += 97) splitter.push(text.slice(at, at + 97));
        return lines;
      },
    },
    { name: 'lines of run files', samples: runText(run).trimEnd().split('\n'), read: parseRunLine },
    {
      name: 'nvidia-smi',
      samples: [
        '580.65.06, NVIDIA H200, 9.0, 143771\n',
        '535.129.03, NVIDIA GeForce RTX 4090, 8.9, 24564\n580.65.06, NVIDIA GB10, 12.1, [N/A]\n',
        '0, GPU-8932f937-d72c-4106-c12f-20bd9faed9f6, NVIDIA H200\n1, GPU-1, NVIDIA RTX A2000\n',
        'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.\n',
      ],
      read: (text) => [readGpu(text), chooseGpu(text, '0'), chooseGpu(text, 'GPU-8932')],
    },
    {
      name: 'nvidia-smi -L',
      samples: [
        'GPU 0: NVIDIA A100 (UUID: GPU-8932f937-d72c-4106-c12f-20bd9faed9f6)\n  MIG 3g.20gb     Device  0: (UUID: MIG-41ab)\nGPU 1: NVIDIA H200 (UUID: GPU-1)\n',
      ],
      read: readMigInstances,
    },
    {
      name: 'dpkg-query --search',
      samples: [
        'libcudart12:amd64: /usr/lib/x86_64-linux-gnu/libcudart.so.12\n',
        'diversion by nvidia-alternative from: /usr/lib/libcuda.so\nlibcuda1:amd64, libcuda1:i386: /usr/lib/libcuda.so\n',
      ],
      read: readOwner,
    },
    {
      name: 'squeue',
      samples: ['0|RUNNING|n1|1:02|None\n1|PENDING||0:00|ReqNodeNotAvail, May be reserved\n'],
      read: parseQueue,
    },
    {
      name: 'sacct',
      samples: [
        '12_0|COMPLETED|n1|00:01:02|0:0\n12_1|CANCELLED by 1000|None assigned|00:00:00|0:15\n',
      ],
      read: parseAccounting,
    },
    {
      name: 'control groups',
      samples: [
        '30 23 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n0::/a/b\n',
        '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n0::a/b\n',
      ],
      read: (text) => {
        for (const name of ['mountinfo', 'cgroup']) reading(`proc/self/${name}`, () => null)(text);
        return readQuota(findControlGroups(folder));
      },
    },
    {
      name: 'variables of conda and pixi',
      samples: ['{"environment_variables":{"CUDA_HOME":"/opt/cuda","A":"b=c"}}'],
      read: (text) => [parseVariables(text), parseVariables(text, 'environment_variables')],
    },
    {
      name: 'reports of ptxas',
      samples: [
        "ptxas info    : 0 bytes gmem\nptxas info    : Compiling entry function 'gemm' for 'sm_90a'\nptxas info    : Function properties for gemm\n    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads\nptxas info    : Used 128 registers, used 1 barriers, 16384 bytes smem, 400 bytes cmem[0]\n",
      ],
      read: (text) => parsePtxasReport(text, 'gemm'),
    },
    {
      name: 'reports of pip',
      samples: [
        '{"version":"1","install":[{"metadata":{"name":"numpy","version":"2.3.0"},"is_direct":false,"download_info":{"url":"https://host/numpy.whl","archive_info":{"hashes":{"sha256":"ab"}}}}]}',
      ],
      read: (text) => writePipLock(text, 'numpy\n--index-url https://host\n'),
    },
    {
      name: 'texts that are masked',
      samples: [
        'cannot open /home/ada/x, C:\\Users\\ada, %2Fhome%2Fada; mail ada@example.com at 192.168.1.7:80, fe80::1, 52:54:00:ab:cd:ef, L2hvbWUvYWRhL3g=',
      ],
      read: (text) => [
        listDisguises(text),
        shapes.map(({ pattern, mask }) => text.replace(pattern, mask)),
      ],
    },
    {
      name: 'versions of nvcc',
      samples: [
        'nvcc: NVIDIA (R) Cuda compiler driver\nCopyright (c) 2005-2025 NVIDIA Corporation\nBuilt on Wed_Aug_20_01:58:59_PM_PDT_2025\nCuda compilation tools, release 13.0, V13.0.88\nBuild cuda_13.0.r13.0/compiler.36424714_0\n#$ _SPACE_= \n#$ TOP=/usr/local/cuda/bin/..\n#$ INCLUDES="-I/usr/local/cuda/bin/../targets/x86_64-linux/include"  \n',
      ],
      read: (text) => readNvcc(text, text),
    },
    {
      name: 'versions of gcc and clang',
      samples: [
        '13.2.0\n',
        '4.9\n',
        '#define __clang__ 1\n#define __clang_major__ 17\n#define __clang_minor__ 0\n#define __clang_patchlevel__ 6\n',
        'g++ (GCC) 11.4.1 20231218 (Red Hat 11.4.1-3)\n',
      ],
      read: (text) => readCompiler('/usr/bin/g++', { ok: true, stdout: text, stderr: '' }, text),
    },
    {
      name: 'condarc',
      samples: [
        'channels:\n  - conda-forge\n  - defaults\nenvs_dirs:\n  - ~/envs\n  - $A/envs\n  - ${HOME}/more # ours\nssl_verify: true\nproxy_servers:\n  http: http://user:secret@host:8080\n',
        'envs_path: [/opt/envs, "%A%/x"]\nauto_activate_base: false\n',
      ],
      read: reading('.condarc', () => readEnvsDirs(join(folder, '.condarc'), places)),
    },
    {
      name: 'conda-meta/state',
      samples: ['{"version": 1, "env_vars": {"CUDA_HOME": "/opt/cuda", "OLD": "***unset***"}}'],
      read: reading('environment/conda-meta/state', () => readCondaVariables(prefix)),
    },
    {
      name: 'conda-meta of packages',
      samples: [
        '{"name": "cuda-cudart", "version": "13.0.96", "build": "h0_0", "files": ["lib/libcudart.so.13", "lib/libcudart.so.13.0.96"], "paths_data": {"paths": [{"_path": "lib/libcudart.so.13"}]}}',
      ],
      read: reading('environment/conda-meta/cuda-cudart-13.0.96-h0_0.json', () =>
        openPackages(prefix)(join(prefix, 'lib/libcudart.so.13')),
      ),
    },
    {
      name: 'conda-meta/pixi',
      samples: ['{"manifest_path": "/home/a/project/pixi.toml", "environment_name": "default"}'],
      read: reading('environment/conda-meta/pixi', () => readPixiProject(prefix)),
    },
    {
      name: 'pyvenv.cfg',
      samples: [
        'home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.13.1\nexecutable = /usr/bin/python3.13\ncommand = /usr/bin/python3 -m venv /tmp/v\n',
        'home = C:\\Python313\r\nuv = 0.9.1\r\nversion_info = 3.13.1\r\nprompt = ml\r\n',
      ],
      read: reading('venv/pyvenv.cfg', () => recognise(join(folder, 'venv'), undefined)),
    },
    {
      name: 'RECORD',
      samples: [
        'nvidia/cudnn/lib/libcudnn.so.9,sha256=PJ0sWMdR_6yTb2x2Xz9,104664\nnvidia/cudnn/include/cudnn.h,,\n"a,b.py",sha256=x,1\n',
      ],
      read: reading(`${inSite}/nvidia_cudnn_cu13-9.15.0.57.dist-info/RECORD`, () =>
        openPackages(prefix)(join(site, 'nvidia/cudnn/lib/libcudnn.so.9')),
      ),
    },
    {
      name: 'METADATA',
      samples: [
        'Metadata-Version: 2.4\nName: torch\nVersion: 2.9.1\nRequires-Dist: filelock\nRequires-Dist: nvidia-cudnn-cu13==9.13.0.50; platform_system == "Linux"\nRequires-Dist: nvidia-cublas (==13.0.0.19) ; extra == "x"\n\n# PyTorch\n',
      ],
      read: reading(`${inSite}/torch-2.9.1.dist-info/METADATA`, () => readPins(site)),
    },
    {
      name: 'ldconfig -p',
      samples: [
        "742 libs found in cache `/etc/ld.so.cache'\n\tlibcudart.so.13 (libc6,x86-64) => /usr/local/cuda/lib64/libcudart.so.13\n\tlibz.so.1 (libc6,x86-64, OS ABI: Linux 3.2.0) => /lib/x86_64-linux-gnu/libz.so.1\nCache generated by: ldconfig\n",
      ],
      read: parseLoaderCache,
    },
    {
      name: 'LD_DEBUG=libs',
      samples: [
        '     13:\tfind library=libcudnn.so.9 [0]; searching\n     13:\t search path=/opt/a:/opt/b\t\t(LD_LIBRARY_PATH)\n     13:\t  trying file=/opt/a/libcudnn.so.9\n     13:\t search path=/x/../lib\t\t(RUNPATH from file /x/y.so)\n     13:\t  trying file=/x/../lib/libcudnn.so.9\n     13:\t search cache=/etc/ld.so.cache\n     13:\t  trying file=/usr/lib/libcudnn.so.9\n     13:\n     13:\tcalling init: /usr/lib/libcudnn.so.9\n',
      ],
      read: (text) => parseLdDebug(text, () => true),
    },
    {
      name: 'traces of imports',
      samples: [
        '{"fact":"interpreter","pid":12,"version":"3.13.1"}\n{"fact":"library","name":"cudnn","file":"/x/libcudnn.so.9","version":"9.15.0","how":"called"}\n{"fact":"end"}\n',
      ],
      read: parseTraceLines,
    },
    {
      name: '/proc/driver/nvidia/version',
      samples: [
        'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (dvs-builder@U22)  Sun Jul 27 07:07:43 UTC 2025\nGCC version:  gcc version 13.3.0\n',
        'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19 18:56:32 UTC 2023\n',
      ],
      read: reading('proc/driver/nvidia/version', () => readNvidiaDriver(folder)),
    },
    {
      name: 'version.json of toolkits',
      samples: [
        '{"cuda": {"name": "CUDA SDK", "version": "13.0.2"}, "nvcc": {"version": "13.0.88"}}',
      ],
      read: reading('toolkit/version.json', () =>
        readToolkitVersion(join(folder, 'toolkit'), null),
      ),
    },
    {
      name: 'notes on environments of our own',
      samples: [
        '{"setup":"torch-2.8","setupDigest":"ab","kind":"environment","tool":"uv","toolVersion":"0.9.1","prefix":".","locks":["pylock.toml"],"lockDigest":"cd","startedAt":"2026-01-01T00:00:00.000Z","completedAt":null}',
      ],
      read: reading('own/.stackbench-environment.json', () => readOwnRecord(join(folder, 'own'))),
    },
    {
      name: 'pylock.toml',
      samples: [
        'lock-version = "1.0"\n[[packages]]\nname = "numpy"\nversion = "2.3.0"\nwheels = [{ url = "https://host/numpy.whl", size = 123, hashes = { sha256 = "ab" } }]\n[[packages]]\nname = "local"\narchive = { path = "a.tar.gz" }\n',
      ],
      read: (text) => readPylock(text, folder),
    },
    {
      name: 'setups',
      samples: [
        '# Torch for CUDA 12.8\n# stackbench: requires driver >= 525.60\n# stackbench: python 3.11\ntorch==2.8.0\n',
        'name: a\nchannels: [conda-forge, nodefaults]\ndependencies:\n  - python=3.12\n  - pip:\n      - torch\n',
      ],
      read: (text) => [
        orRefusal(() => readHeader(text, 'a.txt')),
        orRefusal(() => readCondaSetup(text, 'a.yml')),
      ],
    },
    ...(elfFile === undefined
      ? []
      : [
          {
            name: 'ELF files',
            samples: [readFileSync(elfFile, 'latin1')],
            read: reading('library.so', () => readElf(join(folder, 'library.so')), 'latin1'),
          },
        ]),
  ];
}

/** For a subject that asks two readers of which one may refuse. */
function orRefusal(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof BenchError) return error.message;
    throw error;
  }
}
