// Runs the steps of a connection check one after the other, with livekit-client's `ConnectionCheck`.
import { Checker, ConnectionCheck } from 'livekit-client';
import { PROBES, type Probe, type ProbeContext } from './probes';
import { skipReason, STEPS, WAITING, type Results, type StepName, type StepResult } from './steps';

export interface CheckSetup {
  wsUrl: string;
  token: string;
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
}

/**
 * Calls `onResult` for each step when it starts and when it is done. When `signal` is aborted it leaves its room
 * immediately, and rejects.
 */
export async function runCheck(setup: CheckSetup, onResult: (step: StepName, result: StepResult) => void, signal: AbortSignal): Promise<Results> {
  const library = new ConnectionCheck(setup.wsUrl, setup.token);
  const shared = { iceServers: [], version: '' };
  let results = WAITING;
  for (const step of STEPS) {
    signal.throwIfAborted();
    const reason = skipReason(step, results);
    if (reason === null) onResult(step, { status: 'running' });
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in one room
    const result: StepResult = reason === null ? await runProbe(library, PROBES[step], { ...setup, shared, signal }) : { status: 'skipped', reason };
    signal.throwIfAborted();
    results = { ...results, [step]: result };
    onResult(step, result);
  }
  return results;
}

async function runProbe(library: ConnectionCheck, probe: Probe, context: Omit<ProbeContext, 'room'>): Promise<StepResult> {
  const { signal } = context;
  let result: StepResult = { status: 'failed', detail: 'no result' };
  class Step extends Checker {
    get description(): string {
      return '';
    }

    protected async perform(): Promise<void> {
      const leave = () => void this.room.disconnect();
      signal.addEventListener('abort', leave);
      try {
        result = await probe({ ...context, room: this.room });
      } catch (error) {
        result = { status: 'failed', detail: error instanceof Error ? error.message : String(error) };
      } finally {
        signal.removeEventListener('abort', leave);
      }
    }
  }
  await library.createAndRunCheck(Step);
  return result;
}
