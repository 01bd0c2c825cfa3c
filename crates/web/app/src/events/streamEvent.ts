// The events of a stream.
import type { components } from '../api/schema';

export type StreamEvent = components['schemas']['StreamEvent'];
/** The state that events describe. */
export type StreamState = components['schemas']['SnapshotData'];

const EVENT_NAMES: ReadonlySet<string> = new Set<StreamEvent['event']>(['snapshot', 'status', 'info', 'chat-settings', 'ended']);

/** Null for an unknown event: a newer server may send more. */
export function parseEvent(name: string | undefined, data: string): StreamEvent | null {
  if (name === undefined || !EVENT_NAMES.has(name)) return null;
  return { event: name, data: JSON.parse(data) } as StreamEvent;
}

export function patchOf(event: StreamEvent): Partial<StreamState> {
  return event.event === 'ended' ? {} : event.data;
}
