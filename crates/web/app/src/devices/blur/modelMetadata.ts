// Adds to a TFLite model how its input is normalised, which MediaPipe's tasks need to know and the model's package
// doesn't say. Pure.
//
// A TFLite file is a FlatBuffer. A new root table and the metadata go in front of the file. All references point forward
// by relative offsets, so the rest of the file stays valid as it is.

/** Fields of TFLite's table `Model` (schema.fbs). */
const [OPERATOR_CODES, SUBGRAPHS, DESCRIPTION, BUFFERS] = [1, 2, 3, 4] as const;
const KEPT = [OPERATOR_CODES, SUBGRAPHS, DESCRIPTION];
/** Weights are aligned to this. */
const ALIGNMENT = 16;

export function withMetadata(model: Uint8Array): Uint8Array<ArrayBuffer> {
  const old = new DataView(model.buffer, model.byteOffset, model.byteLength);
  const root = old.getUint32(0, true);
  const oldBuffers = fieldTarget(old, root, BUFFERS);
  if (oldBuffers === null) throw new Error('the model has no buffers');
  const bufferCount = old.getUint32(oldBuffers, true);
  const metadata = normalizationMetadata();

  // The new front: header, root table with its vtable, vector of buffers, new buffer, vector of metadata, its name.
  const vtable = 8;
  const table = vtable + 20;
  const buffers = table + 28;
  const bufferVtable = align(buffers + 4 + 4 * (bufferCount + 1), 4);
  const buffer = bufferVtable + 8;
  const data = align(buffer + 8 + 4, ALIGNMENT) - 4;
  const entries = align(data + 4 + metadata.length, 4);
  const entryVtable = entries + 8;
  const entry = entryVtable + 8;
  const name = entry + 12;
  const size = align(name + 4 + METADATA_NAME.length + 1, ALIGNMENT);

  const bytes = new Uint8Array(size + model.length);
  bytes.set(model, size);
  const view = new DataView(bytes.buffer);
  const point = (from: number, to: number) => view.setUint32(from, to - from, true);
  point(0, table);
  bytes.set(new TextEncoder().encode('TFL3'), 4);
  // Version, operator codes, subgraphs, description, buffers, metadata buffers (none), metadata.
  writeVtable(view, vtable, 28, [4, 8, 12, 16, 20, 0, 24]);
  view.setInt32(table, table - vtable, true);
  view.setUint32(table + 4, 3, true);
  for (const field of KEPT) {
    const target = fieldTarget(old, root, field);
    if (target === null) view.setUint16(vtable + 4 + 2 * field, 0, true);
    else point(table + 4 + 4 * field, size + target);
  }
  point(table + 20, buffers);
  point(table + 24, entries);

  view.setUint32(buffers, bufferCount + 1, true);
  for (let index = 0; index < bufferCount; index += 1) {
    const from = oldBuffers + 4 + 4 * index;
    point(buffers + 4 + 4 * index, size + from + old.getUint32(from, true));
  }
  point(buffers + 4 + 4 * bufferCount, buffer);
  writeVtable(view, bufferVtable, 8, [4]);
  view.setInt32(buffer, buffer - bufferVtable, true);
  point(buffer + 4, data);
  view.setUint32(data, metadata.length, true);
  bytes.set(metadata, data + 4);

  view.setUint32(entries, 1, true);
  point(entries + 4, entry);
  writeVtable(view, entryVtable, 12, [4, 8]);
  view.setInt32(entry, entry - entryVtable, true);
  point(entry + 4, name);
  view.setUint32(entry + 8, bufferCount, true);
  view.setUint32(name, METADATA_NAME.length, true);
  bytes.set(new TextEncoder().encode(METADATA_NAME), name + 4);
  return bytes;
}

const METADATA_NAME = 'TFLITE_METADATA';

/**
 * A `ModelMetadata` (metadata_schema.fbs): the input is an RGB image, divided by 255 to be from 0 to 1. So the mean is 0 and the
 * standard deviation 255. Each table has a vtable in front of it.
 */
function normalizationMetadata(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(200);
  const view = new DataView(bytes.buffer);
  let end = 8;
  /** `fields` are offsets within the table; 0 for a missing field. */
  const table = (size: number, fields: number[]) => {
    const vtable = end;
    const at = align(vtable + 4 + 2 * fields.length, 4);
    writeVtable(view, vtable, size, fields);
    view.setInt32(at, at - vtable, true);
    end = at + size;
    return at;
  };
  const vector = (length: number) => {
    const at = end;
    view.setUint32(at, length, true);
    end = at + 4 + 4 * length;
    return at;
  };
  const point = (from: number, to: number) => view.setUint32(from, to - from, true);
  bytes.set(new TextEncoder().encode('M001'), 4);

  const model = table(8, [0, 0, 0, 4]);
  point(0, model);
  const subgraphs = vector(1);
  point(model + 4, subgraphs);
  const subgraph = table(8, [0, 0, 4]);
  point(subgraphs + 4, subgraph);
  const inputs = vector(1);
  point(subgraph + 4, inputs);
  const input = table(12, [0, 0, 0, 4, 8]);
  point(inputs + 4, input);
  // A union is its type and its value.
  const content = table(12, [4, 8]);
  point(input + 4, content);
  view.setUint8(content + 4, IMAGE_PROPERTIES);
  const image = table(8, [4]);
  point(content + 8, image);
  view.setUint8(image + 4, RGB);
  const units = vector(1);
  point(input + 8, units);
  const unit = table(12, [4, 8]);
  point(units + 4, unit);
  view.setUint8(unit + 4, NORMALIZATION_OPTIONS);
  const normalization = table(12, [4, 8]);
  point(unit + 8, normalization);
  const mean = vector(1);
  point(normalization + 4, mean);
  view.setFloat32(mean + 4, 0, true);
  const deviation = vector(1);
  point(normalization + 8, deviation);
  view.setFloat32(deviation + 4, 255, true);
  return bytes.slice(0, end);
}

const [IMAGE_PROPERTIES, RGB, NORMALIZATION_OPTIONS] = [2, 1, 1] as const;

function writeVtable(view: DataView, at: number, tableSize: number, fields: number[]): void {
  for (const [index, value] of [4 + 2 * fields.length, tableSize, ...fields].entries()) view.setUint16(at + 2 * index, value, true);
}

/** Where a reference in a table points to; null if the table lacks the field. */
function fieldTarget(view: DataView, table: number, field: number): number | null {
  const vtable = table - view.getInt32(table, true);
  const position = 4 + 2 * field;
  if (position >= view.getUint16(vtable, true)) return null;
  const offset = view.getUint16(vtable + position, true);
  return offset === 0 ? null : table + offset + view.getUint32(table + offset, true);
}

function align(position: number, alignment: number): number {
  return Math.ceil(position / alignment) * alignment;
}
