/*
 * ONNX models of a few nodes, in the wire format of protocol buffers: a key is a field's number · 8 + 2 for bytes with
 * their length before them, + 0 for a number in groups of seven bits. Numbers of fields are those of onnx.proto3.
 */

/** A tensor of f32 with a name. */
export interface OnnxTensor {
  name: string;
  shape: readonly number[];
}

interface OnnxNode {
  operator: string;
  inputs: readonly string[];
  output: string;
  attributes?: Readonly<Record<string, readonly number[]>>;
}

export interface OnnxGraph {
  nodes: readonly OnnxNode[];
  inputs: readonly OnnxTensor[];
  /** Tensors that are part of the model. */
  constants: readonly (OnnxTensor & { values: Float32Array })[];
  output: OnnxTensor;
}

/** Of the format, and of the operators' definitions: both as old as do here, so that any release reads them. */
const formatVersion = 8;
const operatorsVersion = 17;

const float = 1;
const attributeOfIntegers = 7;

/** The bytes of a model file. */
export function encodeModel({ nodes, inputs, constants, output }: OnnxGraph): Uint8Array {
  const graph = Buffer.concat([
    ...nodes.map((node) => bytes(1, encodeNode(node))),
    text(2, 'graph'),
    ...constants.map(({ name, shape, values }) =>
      bytes(
        5,
        Buffer.concat([
          ...shape.map((extent) => number(1, extent)),
          number(2, float),
          text(8, name),
          bytes(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
        ]),
      ),
    ),
    ...inputs.map((tensor) => bytes(11, encodeType(tensor))),
    bytes(12, encodeType(output)),
  ]);
  const operators = Buffer.concat([text(1, ''), number(2, operatorsVersion)]);
  return Buffer.concat([number(1, formatVersion), bytes(7, graph), bytes(8, operators)]);
}

function encodeNode({ operator, inputs, output, attributes = {} }: OnnxNode): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, values]) =>
      bytes(
        5,
        Buffer.concat([
          text(1, name),
          ...values.map((value) => number(8, value)),
          number(20, attributeOfIntegers),
        ]),
      ),
    ),
  ]);
}

function encodeType({ name, shape }: OnnxTensor): Buffer {
  const extents = Buffer.concat(shape.map((extent) => bytes(1, number(1, extent))));
  const tensor = Buffer.concat([number(1, float), bytes(2, extents)]);
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensor))]);
}

function number(field: number, value: number): Buffer {
  return Buffer.from([...groups(field * 8), ...groups(value)]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...groups(field * 8 + 2), ...groups(value.length)]), value]);
}

function groups(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...groups(Math.floor(value / 128))];
}
