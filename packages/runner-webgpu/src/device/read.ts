import type { DataType, ProgramTensor, Selection } from '@stackbench/model';
import { createChecksum, decodeElements } from './checksum.ts';
import { DeviceFailure } from './failure.ts';
import { elementBytes } from './tensor-bytes.ts';

/** Takes the bytes of an output, piece by piece, in order. */
export type Sink = (piece: Uint8Array<ArrayBuffer>) => Promise<void>;

export interface Source {
  device: GPUDevice;
  buffer: GPUBuffer;
  tensor: ProgramTensor;
  dataType: DataType;
}

/** Outputs are mapped in pieces of this size, whatever their own. */
const pieceBytes = 16 * 2 ** 20;
/** Copies between buffers are in whole words. */
const wordBytes = 4;

/** How many bytes behind the end of an output are not what they were spoiled with. */
export async function countOverrun({ device, buffer, tensor, dataType }: Source): Promise<number> {
  const size = elementBytes(dataType);
  const end = tensor.elements * size;
  const start = end - (end % wordBytes);
  const staging = createStaging(device, buffer.size - start);
  try {
    const bytes = await copyAndMap(device, staging, (encoder) =>
      encoder.copyBufferToBuffer(buffer, start, staging, 0, buffer.size - start),
    );
    const words = size === 2 ? new Uint16Array(bytes) : new Uint32Array(bytes);
    const spoiled = size === 2 ? 0x7e00 : 0x7fc00000;
    return words.subarray((end - start) / size).filter((word) => word !== spoiled).length * size;
  } finally {
    staging.destroy();
  }
}

/** Hands the selected part of a tensor to `sink`, little-endian. */
export async function readSelection(
  source: Source,
  selection: Selection,
  sink: Sink,
): Promise<void> {
  switch (selection.kind) {
    case 'whole':
      return readWhole(source, (bytes) => sink(new Uint8Array(bytes)));
    case 'elements':
      return readElements(source, selection.indices, sink);
    case 'checksum':
      return readChecksum(source, selection, sink);
  }
}

async function readChecksum(
  source: Source,
  selection: Extract<Selection, { kind: 'checksum' }>,
  sink: Sink,
): Promise<void> {
  const { elements } = source.tensor;
  if (elements % (selection.length * selection.inner) !== 0) {
    const axis = `${selection.length} × ${selection.inner}`;
    throw new DeviceFailure('crash', `${elements} elements are not a multiple of ${axis}`);
  }
  const checksum = createChecksum(selection, elements);
  await readWhole(source, (bytes) => {
    checksum.push(decodeElements(bytes, source.dataType));
    return Promise.resolve();
  });
  await sink(new Uint8Array(checksum.sums.buffer as ArrayBuffer));
}

async function readWhole(
  { device, buffer, tensor, dataType }: Source,
  take: (bytes: ArrayBuffer) => Promise<void>,
): Promise<void> {
  const total = tensor.elements * elementBytes(dataType);
  const staging = createStaging(device, Math.min(pieceBytes, total + (total % wordBytes)));
  try {
    for (let offset = 0; offset < total; offset += pieceBytes) {
      const wanted = Math.min(pieceBytes, total - offset);
      const bytes = await copyAndMap(device, staging, (encoder) =>
        encoder.copyBufferToBuffer(buffer, offset, staging, 0, wanted + (wanted % wordBytes)),
      );
      await take(bytes.slice(0, wanted));
    }
  } finally {
    staging.destroy();
  }
}

/** Copies the word around each element; what is too many for one piece comes in several. */
async function readElements(
  { device, buffer, tensor, dataType }: Source,
  indices: readonly number[],
  sink: Sink,
): Promise<void> {
  const size = elementBytes(dataType);
  const outside = indices.find((index) => index >= tensor.elements);
  if (outside !== undefined) {
    throw new DeviceFailure('crash', `'${tensor.name}' has no element ${outside}`);
  }
  const perPiece = pieceBytes / wordBytes / 64;
  const staging = createStaging(device, perPiece * wordBytes);
  try {
    for (let first = 0; first < indices.length; first += perPiece) {
      const batch = indices.slice(first, first + perPiece);
      const words = await copyAndMap(device, staging, (encoder) => {
        for (const [at, index] of batch.entries()) {
          const offset = Math.floor((index * size) / wordBytes) * wordBytes;
          encoder.copyBufferToBuffer(buffer, offset, staging, at * wordBytes, wordBytes);
        }
      });
      await sink(pickFromWords(new Uint8Array(words), batch, size));
    }
  } finally {
    staging.destroy();
  }
}

function pickFromWords(
  words: Uint8Array<ArrayBuffer>,
  indices: readonly number[],
  size: number,
): Uint8Array<ArrayBuffer> {
  const picked = new Uint8Array(indices.length * size);
  for (const [at, index] of indices.entries()) {
    const start = at * wordBytes + ((index * size) % wordBytes);
    picked.set(words.subarray(start, start + size), at * size);
  }
  return picked;
}

function createStaging(device: GPUDevice, size: number): GPUBuffer {
  return device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
}

async function copyAndMap(
  device: GPUDevice,
  staging: GPUBuffer,
  copy: (encoder: GPUCommandEncoder) => void,
): Promise<ArrayBuffer> {
  const encoder = device.createCommandEncoder();
  copy(encoder);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const bytes = staging.getMappedRange().slice(0);
  staging.unmap();
  return bytes;
}
