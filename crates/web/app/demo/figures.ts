// What came of the messages that were sent: how many, refused why, and how long each took to each viewer.
// Clocks are compared nowhere: a message counts from before its POST to its packet, both by this machine.

export interface Latency {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

export interface Summary {
  seconds: number;
  /** Messages that the service took. */
  sent: number;
  /** How long it took to take them. */
  postMs: Latency | null;
  refused: Record<string, number>;
  /** By viewer. */
  received: Record<string, number>;
  /** Those that were taken, but didn't reach a viewer who was there. */
  lost: number;
  latencyMs: Latency | null;
}

interface Arrival {
  viewer: string;
  at: number;
}

/** Time by this machine's clock, with fractions; the same for all its processes. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

export class Figures {
  private readonly beganAt = now();
  private readonly sentAt = new Map<string, number>();
  /** Packets that were here before the answer to their POST. */
  private readonly early = new Map<string, Arrival[]>();
  private readonly received = new Map<string, number>();
  private readonly refused = new Map<string, number>();
  private readonly latencies: number[] = [];
  private readonly posts: number[] = [];
  private expected = 0;

  /** It was taken; `viewers` is how many are there to receive it. */
  taken(id: string, sentAt: number, viewers: number): void {
    this.posts.push(now() - sentAt);
    this.sentAt.set(id, sentAt);
    this.expected += viewers;
    for (const arrival of this.early.get(id) ?? []) this.count(arrival, sentAt);
    this.early.delete(id);
  }

  refuse(code: string): void {
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

  /** How many are still under way, or lost. */
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

/** The smallest value that so many percent of all don't exceed. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(1, Math.ceil((sorted.length * percent) / 100));
  return sorted[rank - 1] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
