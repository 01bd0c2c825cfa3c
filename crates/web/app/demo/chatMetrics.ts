// Metrics of the sent messages: counts, errors and latencies. A message is timed from its POST to its packet on the
// same machine, so no clocks are compared.

export interface Latency {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

export interface Summary {
  seconds: number;
  /** Messages that the service accepted. */
  sent: number;
  /** The latency of the POSTs. */
  postMs: Latency | null;
  refused: Record<string, number>;
  /** By viewer. */
  received: Record<string, number>;
  /** Accepted messages that didn't reach a connected viewer. */
  lost: number;
  latencyMs: Latency | null;
}

interface Arrival {
  viewer: string;
  at: number;
}

/** This machine's time with fractions, the same for all its processes. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

export class ChatMetrics {
  private readonly beganAt = now();
  private readonly sentAt = new Map<string, number>();
  /** Packets that arrived before the response to their POST. */
  private readonly early = new Map<string, Arrival[]>();
  private readonly received = new Map<string, number>();
  private readonly refused = new Map<string, number>();
  private readonly latencies: number[] = [];
  private readonly posts: number[] = [];
  private expected = 0;

  /** Records an accepted message. `viewers` is the number of connected viewers. */
  accepted(id: string, sentAt: number, viewers: number): void {
    this.posts.push(now() - sentAt);
    this.sentAt.set(id, sentAt);
    this.expected += viewers;
    for (const arrival of this.early.get(id) ?? []) this.count(arrival, sentAt);
    this.early.delete(id);
  }

  reject(code: string): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }

  arrived(viewer: string, id: string, at: number): void {
    const sentAt = this.sentAt.get(id);
    if (sentAt !== undefined) this.count({ viewer, at }, sentAt);
    else this.early.set(id, [...(this.early.get(id) ?? []), { viewer, at }]);
  }

  private count({ viewer, at }: Arrival, sentAt: number): void {
    this.received.set(viewer, (this.received.get(viewer) ?? 0) + 1);
    this.latencies.push(at - sentAt);
  }

  /** The number of messages that are still on their way, or lost. */
  get missing(): number {
    return Math.max(0, this.expected - this.latencies.length);
  }

  summary(until = now()): Summary {
    return {
      seconds: rounded((until - this.beganAt) / 1_000),
      sent: this.sentAt.size,
      postMs: latency(this.posts),
      refused: Object.fromEntries(this.refused),
      received: Object.fromEntries(this.received),
      lost: this.missing,
      latencyMs: latency(this.latencies),
    };
  }
}

function latency(values: number[]): Latency | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).toSorted();
  const [p50, p95, p99, max] = [50, 95, 99, 100].map((percent) => rounded(percentile(sorted, percent))) as [number, number, number, number];
  return { p50, p95, p99, max };
}

/** The nearest-rank percentile. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(1, Math.ceil((sorted.length * percent) / 100));
  return sorted[rank - 1] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
