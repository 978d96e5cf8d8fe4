import type { Clock } from '@stackbench/model';

/** Times one compute pass. */
export interface PassClock extends Clock {
  /** For `beginComputePass`: where the pass writes its times. */
  passDescriptor: GPUComputePassDescriptor;
  /** Records, after the pass, how its times come back. */
  resolve(encoder: GPUCommandEncoder): void;
  /** Waits until the submitted commands are done. Null: only the host's clock is there. */
  read(): Promise<number | null>;
}

/** The device's own clock, or the host's where the device has no timestamps. */
export async function createClock(device: GPUDevice): Promise<PassClock> {
  if (!device.features.has('timestamp-query')) return createHostClock(device);
  const quantumNs = await measureQuantum(device);
  if (quantumNs === null) return createHostClock(device);
  return { ...createTimestampClock(device), quantumNs };
}

const beginAndEnd = 2;

function createTimestampClock(device: GPUDevice): Omit<PassClock, 'quantumNs'> {
  const times = createTimes(device, beginAndEnd);
  return {
    name: 'timestamp-query',
    passDescriptor: times.passDescriptor(0),
    resolve: times.resolve,
    read: async () => {
      const [begin = 0n, end = 0n] = await times.read();
      return Number(end - begin);
    },
  };
}

/** Room for `count` timestamps, and their way to the host. */
function createTimes(device: GPUDevice, count: number) {
  const size = 8 * count;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({
    size,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const staging = createStaging(device, size);
  return {
    passDescriptor: (first: number): GPUComputePassDescriptor => ({
      timestampWrites: {
        querySet,
        beginningOfPassWriteIndex: first,
        endOfPassWriteIndex: first + 1,
      },
    }),
    resolve: (encoder: GPUCommandEncoder) => {
      encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
    },
    read: async () => new BigUint64Array(await readStaging(staging)),
    destroy: () => {
      for (const resource of [querySet, resolved, staging]) resource.destroy();
    },
  };
}

/** Waiting for a tiny copy is the quickest way to learn that the work before it is done. */
function createHostClock(device: GPUDevice): PassClock {
  const source = device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_SRC });
  const staging = createStaging(device, 4);
  return {
    name: 'host (this adapter has no timestamp-query)',
    isHost: true,
    quantumNs: measureHostQuantum(),
    passDescriptor: {},
    resolve: (encoder) => encoder.copyBufferToBuffer(source, 0, staging, 0, 4),
    read: async () => {
      await readStaging(staging);
      return null;
    },
  };
}

function createStaging(device: GPUDevice, size: number): GPUBuffer {
  return device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
}

async function readStaging(staging: GPUBuffer): Promise<ArrayBuffer> {
  await staging.mapAsync(GPUMapMode.READ);
  const copy = staging.getMappedRange().slice(0);
  staging.unmap();
  return copy;
}

const quantumSubmits = 6;
const quantumPasses = 8;

/**
 * The greatest common divisor of distances between timestamps of empty passes: all are multiples
 * of the clock's step, and so many of them hardly share a larger factor. Null when the clock
 * stands still.
 */
async function measureQuantum(device: GPUDevice): Promise<number | null> {
  const times = createTimes(device, beginAndEnd * quantumPasses);
  const seen: bigint[] = [];
  for (let submit = 0; submit < quantumSubmits; submit++) {
    const encoder = device.createCommandEncoder();
    for (let pass = 0; pass < quantumPasses; pass++) {
      encoder.beginComputePass(times.passDescriptor(beginAndEnd * pass)).end();
    }
    times.resolve(encoder);
    device.queue.submit([encoder.finish()]);
    seen.push(...(await times.read()));
  }
  times.destroy();
  const first = seen[0] ?? 0n;
  const quantum = seen.map((time) => time - first).reduce(greatestCommonDivisor, 0n);
  return quantum === 0n ? null : Number(quantum);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The least step seen of the host's clock, in nanoseconds. */
function measureHostQuantum(): number {
  let least = Infinity;
  for (let i = 0; i < 16; i++) {
    const start = performance.now();
    let now = start;
    while (now === start) now = performance.now();
    least = Math.min(least, now - start);
  }
  return least * 1e6;
}
