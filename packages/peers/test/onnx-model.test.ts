import { expect, test } from 'vitest';
import { encodeModel } from '../src/onnx-model.ts';

/** Fields of a message by number, as protocol buffers lay them out: a second, independent reading. */
function fieldsOf(message: Uint8Array): Map<number, (number | Uint8Array)[]> {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const value = varint();
    const isBytes = key % 8 === 2;
    const found = isBytes ? message.subarray(at, at + value) : value;
    if (isBytes) at += value;
    fields.set(Math.floor(key / 8), [...(fields.get(Math.floor(key / 8)) ?? []), found]);
  }
  return fields;
}

const message = (fields: Map<number, (number | Uint8Array)[]>, number: number, at = 0) =>
  fieldsOf(fields.get(number)![at] as Uint8Array);
const text = (fields: Map<number, (number | Uint8Array)[]>, number: number) =>
  fields.get(number)!.map((value) => Buffer.from(value as Uint8Array).toString());

test('a model has its nodes, the types of its tensors, and its constants', () => {
  const model = fieldsOf(
    encodeModel({
      nodes: [
        { operator: 'Conv', inputs: ['x', 'w'], output: 'y', attributes: { pads: [1, 300] } },
      ],
      inputs: [{ name: 'x', shape: [1, 3, 300, 4] }],
      constants: [{ name: 'w', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
      output: { name: 'y', shape: [7] },
    }),
  );
  expect(model.get(1)).toEqual([8]);
  expect(message(model, 8).get(2)).toEqual([17]);
  const graph = message(model, 7);
  const node = message(graph, 1);
  expect([text(node, 1), text(node, 2), text(node, 4)]).toEqual([['x', 'w'], ['y'], ['Conv']]);
  const attribute = message(node, 5);
  expect([text(attribute, 1), attribute.get(8)]).toEqual([['pads'], [1, 300]]);
  const constant = message(graph, 5);
  expect([constant.get(1), constant.get(2)]).toEqual([[2, 3], [1]]);
  const raw = Uint8Array.from(constant.get(9)![0] as Uint8Array);
  expect([...new Float32Array(raw.buffer)]).toEqual([1, 2, 3, 4, 5, 6]);
  const input = message(graph, 11);
  const shape = message(message(message(input, 2), 1), 2);
  expect(shape.get(1)!.map((each) => fieldsOf(each as Uint8Array).get(1)![0])).toEqual([
    1, 3, 300, 4,
  ]);
  expect(text(message(graph, 12), 1)).toEqual(['y']);
});
