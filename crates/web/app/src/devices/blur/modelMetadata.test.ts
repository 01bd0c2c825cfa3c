import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { withMetadata } from './modelMetadata';

const model = new Uint8Array(readFileSync(createRequire(import.meta.url).resolve('@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite')));

/** Reads a FlatBuffer. `at` is a table, and a field is what its reference points to. */
function reader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const target = (at: number) => at + view.getUint32(at, true);
  const position = (table: number, field: number) => {
    const vtable = table - view.getInt32(table, true);
    const offset = 4 + 2 * field < view.getUint16(vtable, true) ? view.getUint16(vtable + 4 + 2 * field, true) : 0;
    return offset === 0 ? 0 : table + offset;
  };
  const field = (table: number, index: number) => target(position(table, index));
  const length = (vector: number) => view.getUint32(vector, true);
  const element = (vector: number, index: number) => target(vector + 4 + 4 * index);
  const text = (at: number) => new TextDecoder().decode(bytes.subarray(at + 4, at + 4 + length(at)));
  return { view, root: target(0), position, field, length, element, text, id: new TextDecoder().decode(bytes.subarray(4, 8)) };
}

const [OPERATORS, SUBGRAPHS, BUFFERS, METADATA] = [1, 2, 4, 6];

it('keeps operators, graphs and weights, and their alignment', () => {
  const [before, after] = [reader(model), reader(withMetadata(model))];
  expect(after.id).toBe('TFL3');
  expect(after.view.getUint32(after.position(after.root, 0), true)).toBe(3);
  for (const field of [OPERATORS, SUBGRAPHS]) {
    expect(after.length(after.field(after.root, field))).toBe(before.length(before.field(before.root, field)));
  }
  const [buffersBefore, buffersAfter] = [before.field(before.root, BUFFERS), after.field(after.root, BUFFERS)];
  const count = before.length(buffersBefore);
  expect(after.length(buffersAfter)).toBe(count + 1);
  const weights = (read: ReturnType<typeof reader>, buffers: number, index: number) => {
    const buffer = read.element(buffers, index);
    if (read.position(buffer, 0) === 0) return null;
    const data = read.field(buffer, 0);
    return { alignment: (data + 4) % 16, bytes: read.view.buffer.slice(read.view.byteOffset + data + 4, read.view.byteOffset + data + 4 + read.length(data)) };
  };
  for (let index = 0; index < count; index += 1) expect(weights(after, buffersAfter, index)).toEqual(weights(before, buffersBefore, index));
});

it('says that pixels are divided by 255', () => {
  const bytes = withMetadata(model);
  const read = reader(bytes);
  const entry = read.element(read.field(read.root, METADATA), 0);
  expect(read.text(read.field(entry, 0))).toBe('TFLITE_METADATA');
  const buffer = read.element(read.field(read.root, BUFFERS), read.view.getUint32(read.position(entry, 1), true));
  const data = read.field(buffer, 0);
  expect((data + 4) % 16).toBe(0);
  const metadata = reader(bytes.slice(data + 4, data + 4 + read.length(data)));
  expect(metadata.id).toBe('M001');
  const subgraph = metadata.element(metadata.field(metadata.root, 3), 0);
  const input = metadata.element(metadata.field(subgraph, 2), 0);
  const unit = metadata.element(metadata.field(input, 4), 0);
  const normalization = metadata.field(unit, 1);
  const values = [0, 1].map((field) => metadata.view.getFloat32(metadata.field(normalization, field) + 4, true));
  expect(values).toEqual([0, 255]);
});

it('refuses what isn’t a model', () => {
  expect(() => withMetadata(new Uint8Array(64))).toThrow('no buffers');
});
