import { describe, expect, it } from 'vitest';
import { parseLdDebug } from '../../src/loader/parse-ld-debug.ts';

// As glibc 2.36 printed it while cuDNN 9.10.2 looked for its first part.
const log = `     15980:\tfind library=libcudnn_graph.so.9.10.2 [0]; searching
     15980:\t search path=/usr/local/cuda-12.4/lib64\t\t(LD_LIBRARY_PATH)
     15980:\t  trying file=/usr/local/cuda-12.4/lib64/libcudnn_graph.so.9.10.2
     15980:\t search path=/ml/torch/lib/../../nvidia/cudnn/lib\t\t(RPATH from file /ml/torch/lib/libtorch_global_deps.so)
     15980:\t  trying file=/ml/torch/lib/../../nvidia/cudnn/lib/libcudnn_graph.so.9.10.2
     15980:\t search cache=/etc/ld.so.cache
     15980:\t search path=/lib/x86_64-linux-gnu:/usr/lib\t\t(system search path)
     15980:\t  trying file=/lib/x86_64-linux-gnu/libcudnn_graph.so.9.10.2
     15980:\t  trying file=/usr/lib/libcudnn_graph.so.9.10.2
     15980:\t
     15980:\tfind library=libcudnn_graph.so.9 [0]; searching
     15980:\t search path=/usr/local/cuda-12.4/lib64\t\t(LD_LIBRARY_PATH)
     15980:\t  trying file=/usr/local/cuda-12.4/lib64/libcudnn_graph.so.9
     15980:\t
     15980:\tcalling init: /usr/local/cuda-12.4/lib64/libcudnn_graph.so.9
     15980:\tfind library=libnvrtc.so.12 [0]; searching
     15980:\t search path=/ml/torch/lib\t\t(RUNPATH from file /ml/torch/lib/libcaffe2_nvrtc.so)
     15980:\t  trying file=/ml/torch/lib/libnvrtc.so.12
     15980:\tfind library=libcufile.so.0 [0]; searching
     15980:\t search cache=/etc/ld.so.cache
     15980:\t  trying file=/opt/lib/libcufile.so.0
     15980:\tfind library=libz.so.1 [0]; searching
     15980:\t search cache=/etc/ld.so.cache
     15980:\t search path=/lib/x86_64-linux-gnu:/usr/lib\t\t(system search path)
     15980:\t  trying file=/usr/lib/libz.so.1
     15980:\t/ml/torch/lib/libtorch_cuda.so: error: symbol lookup error: undefined symbol: nvrtcVersion (fatal)
`;
const there = [
  '/usr/local/cuda-12.4/lib64/libcudnn_graph.so.9',
  '/ml/torch/lib/libnvrtc.so.12',
  '/opt/lib/libcufile.so.0',
  '/usr/lib/libz.so.1',
];

describe('parseLdDebug', () => {
  const choices = parseLdDebug(log, (file) => there.includes(file));

  it('takes what a search tried last for what it found, with the path above it as the reason', () => {
    expect(choices).toEqual([
      {
        library: 'libcudnn_graph.so.9',
        file: there[0],
        reason: { kind: 'ld-library-path', from: '/usr/local/cuda-12.4/lib64' },
      },
      {
        library: 'libnvrtc.so.12',
        file: there[1],
        reason: { kind: 'runpath', from: '/ml/torch/lib/libcaffe2_nvrtc.so' },
      },
      {
        library: 'libcufile.so.0',
        file: there[2],
        reason: { kind: 'cache', from: '/etc/ld.so.cache' },
      },
      { library: 'libz.so.1', file: there[3], reason: { kind: 'default', from: '/usr/lib' } },
    ]);
  });

  it('finds nothing in a search that failed, or in no log', () => {
    expect(parseLdDebug(log, () => false)).toEqual([]);
    expect(parseLdDebug('', () => true)).toEqual([]);
  });
});
