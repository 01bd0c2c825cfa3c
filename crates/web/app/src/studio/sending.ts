// What of camera and microphone the creator means to send, whether it is sent, and what mends it. Pure: one call for
// each reading, about one of the two. The page's connection is another matter: this counts only while it stands.
import { awakeMs, readCounter, type CounterReading } from '../connection/counterReading';

/** `paused`: the system delivers nothing, for example because another program took the device. */
export type Source = 'none' | 'live' | 'ended' | 'paused';

/** What is known of one of the two at one moment. */
export interface MediumFacts {
  /** The person has it switched on. Switched off is deliberate, and never a fault. */
  isOn: boolean;
  source: Source;
  /** Asking for the device would be refused now, by the person or because the system lends none to hidden pages. */
  isRefused: boolean;
  isPublished: boolean;
  /** False while nothing is sent for a good reason: nobody watches, or the connection is being mended. */
  isExpected: boolean;
  /** Grows with what the device delivers, and with what is sent; null where the browser doesn't tell. */
  captured: number | null;
  sent: number | null;
}

/**
 * `frozen`: the device delivers nothing, though its track is live. `stalled`: what it delivers isn't sent.
 */
export type Fault = 'ended' | 'paused' | 'unpublished' | 'frozen' | 'stalled';

/** `rejoin`: leave the room, and come back with a fresh ticket. */
export type Remedy = 'restart' | 'publish' | 'republish' | 'rejoin';

/** What is remembered from one reading to the next. Times are in milliseconds that the page was awake. */
export interface Medium {
  at: number;
  captured: CounterReading | null;
  sent: CounterReading | null;
  fault: Fault | null;
  faultMs: number;
  /** Remedies since it last flowed for a while. */
  tries: number;
  sinceTryMs: number;
  flowingMs: number;
}

/** The media library mends some of this by itself: it is given its turn. Short pauses of a device, or of a busy machine, are normal. */
const PATIENCE_MS: Record<Fault, number> = { ended: 1_000, paused: 6_000, unpublished: 1_500, frozen: 5_000, stalled: 6_000 };
/** Between remedies; the last one is repeated. */
const WAITS_MS = [0, 3_000, 5_000, 10_000, 30_000] as const;
const LONGEST_WAIT_MS = 30_000;
/** After so long without a fault the next one is a new one. */
const HEALTHY_MS = 5_000;
/** Sooner nothing is said: most faults are over by then. */
const TELL_AFTER_MS = 2_000;

export function read(last: Medium | null, facts: MediumFacts, at: number): Medium {
  const captured = flowOf(last?.captured ?? null, facts.captured, facts, at);
  const sent = flowOf(last?.sent ?? null, facts.sent, facts, at);
  const fault = faultOf(facts, captured, sent);
  const stepMs = last === null ? 0 : awakeMs(last.at, at);
  const isSame = last !== null && fault === last.fault;
  const flowingMs = fault === null && isSame ? last.flowingMs + stepMs : 0;
  const isNew = last === null || flowingMs >= HEALTHY_MS;
  return {
    at,
    captured,
    sent,
    fault,
    faultMs: fault === null ? 0 : isSame ? last.faultMs + stepMs : stalledMs(fault, captured, sent),
    tries: isNew ? 0 : last.tries,
    sinceTryMs: isNew ? 0 : last.sinceTryMs + stepMs,
    flowingMs,
  };
}

/** What is due now. After it was tried, the next reading goes on from `tried`. */
export function remedyOf(medium: Medium, facts: MediumFacts): Remedy | null {
  const { fault, faultMs, tries, sinceTryMs } = medium;
  if (fault === null || faultMs < PATIENCE_MS[fault]) return null;
  if (tries > 0 && sinceTryMs < (WAITS_MS[tries] ?? LONGEST_WAIT_MS)) return null;
  switch (fault) {
    case 'ended':
    case 'paused':
    case 'frozen':
      return facts.isRefused ? null : 'restart';
    case 'unpublished':
      return tries < 2 ? 'publish' : 'rejoin';
    case 'stalled':
      return tries < 1 ? 'republish' : 'rejoin';
  }
}

export function tried(medium: Medium): Medium {
  return { ...medium, tries: medium.tries + 1, sinceTryMs: 0 };
}

/** Whether the creator should know that viewers don't get it. */
export function isFailing({ fault, faultMs }: Medium): boolean {
  return fault !== null && faultMs >= TELL_AFTER_MS;
}

function faultOf(facts: MediumFacts, captured: CounterReading | null, sent: CounterReading | null): Fault | null {
  if (!facts.isOn || facts.source === 'none') return null;
  if (facts.source !== 'live') return facts.source;
  if (!facts.isPublished) return 'unpublished';
  if (captured !== null && captured.stalledMs > 0) return 'frozen';
  return sent !== null && sent.stalledMs > 0 ? 'stalled' : null;
}

function flowOf(last: CounterReading | null, count: number | null, facts: MediumFacts, at: number): CounterReading | null {
  const counts = facts.isOn && facts.source === 'live' && facts.isPublished && facts.isExpected;
  return counts && count !== null ? readCounter(last, count, at) : null;
}

function stalledMs(fault: Fault, captured: CounterReading | null, sent: CounterReading | null): number {
  if (fault === 'frozen') return captured?.stalledMs ?? 0;
  return fault === 'stalled' ? (sent?.stalledMs ?? 0) : 0;
}
