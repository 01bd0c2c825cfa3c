// The events of a stream, and what each changes of what is known.
import type { components } from '../api/schema';

export type StreamEvent = components['schemas']['StreamEvent'];
/** All that events tell. */
export type Told = components['schemas']['SnapshotData'];

const NAMES: ReadonlySet<string> = new Set<StreamEvent['event']>(['snapshot', 'status', 'info', 'chat-settings', 'ended']);

/** Null for what this page doesn't know: a newer service may tell more. */
export function eventOf(name: string | undefined, data: string): StreamEvent | null {
  if (name === undefined || !NAMES.has(name)) return null;
  return { event: name, data: JSON.parse(data) } as StreamEvent;
}

export function changeOf(event: StreamEvent): Partial<Told> {
  return event.event === 'ended' ? {} : event.data;
}
