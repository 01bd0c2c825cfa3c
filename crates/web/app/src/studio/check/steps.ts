// The steps of a connection check, and their results. Pure.

/** In the order in which they run. */
export const STEPS = ['server', 'udp', 'tcp', 'turn', 'sound', 'picture', 'rate', 'reconnect'] as const;

export type StepName = (typeof STEPS)[number];

/**
 * `not-offered`: the media server doesn't offer it. `no-device`: nothing to send. `no-connection`: an earlier step has
 * shown that there is no connection.
 */
export type SkipReason = 'not-offered' | 'no-device' | 'no-connection';

export type StepResult =
  | { status: 'waiting' }
  | { status: 'running' }
  /** `mbps`: the upload in Mbit/s. `isProcessorLimited`: the computer was the limit, not the network. */
  | { status: 'passed'; detail: string; mbps?: number; isProcessorLimited?: boolean }
  /** `detail` is technical and in English: it is for the report. */
  | { status: 'failed'; detail: string }
  | { status: 'skipped'; reason: SkipReason };

export type Results = Readonly<Record<StepName, StepResult>>;

export const WAITING: Results = allWaiting();

function allWaiting(): Results {
  const waiting: StepResult = { status: 'waiting' };
  return { server: waiting, udp: waiting, tcp: waiting, turn: waiting, sound: waiting, picture: waiting, rate: waiting, reconnect: waiting };
}

/** Why a step isn't tried, given the results before it; null if it is. */
export function skipReason(step: StepName, results: Results): SkipReason | null {
  if (step === 'server') return null;
  if (results.server.status !== 'passed') return 'no-connection';
  if (step === 'udp' || step === 'tcp' || step === 'turn') return null;
  return hasMediaPath(results) ? null : 'no-connection';
}

/** Whether picture and sound reach the media server in any way. */
export function hasMediaPath({ udp, tcp, turn }: Results): boolean {
  return [udp, tcp, turn].some(({ status }) => status === 'passed');
}
