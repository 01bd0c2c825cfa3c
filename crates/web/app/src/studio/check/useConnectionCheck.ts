// Runs a connection check while a component is mounted.
import { useCallback, useEffect, useRef, useState } from 'react';
import { runCheck } from './runCheck';
import { WAITING, type Results, type StepName, type StepResult } from './steps';

type CheckPhase = 'running' | 'done' | 'stopped' | 'failed';

export interface ConnectionCheckState {
  phase: CheckPhase;
  results: Results;
  /** Why the check couldn't start. */
  error: unknown;
  wsUrl: string;
  start: () => void;
  stop: () => void;
}

/** The creator's own tracks; null if there is none, or it is off. */
export interface OwnTracks {
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
}

/** Must be the same function always. */
export type FetchToken = (signal: AbortSignal) => Promise<{ token: string; wsUrl: string }>;

interface State {
  phase: CheckPhase;
  results: Results;
  error: unknown;
  wsUrl: string;
}

const START: State = { phase: 'running', results: WAITING, error: null, wsUrl: '' };

/** Starts immediately, and stops when the component is unmounted. `tracks` are those at the start. */
export function useConnectionCheck(tracks: OwnTracks, fetchToken: FetchToken): ConnectionCheckState {
  const [attempt, setAttempt] = useState(1);
  const [state, setState] = useState(START);
  const running = useRef<AbortController | null>(null);
  const latestTracks = useRef(tracks);
  useEffect(() => {
    latestTracks.current = tracks;
  });

  useEffect(() => {
    const abort = new AbortController();
    running.current = abort;
    const { signal } = abort;
    const update = (change: (last: State) => Partial<State>) => {
      if (!signal.aborted) setState((last) => ({ ...last, ...change(last) }));
    };
    const run = async () => {
      const { token, wsUrl } = await fetchToken(signal);
      update(() => ({ wsUrl }));
      const onResult = (step: StepName, result: StepResult) => update(({ results }) => ({ results: { ...results, [step]: result } }));
      await runCheck({ ...latestTracks.current, token, wsUrl }, onResult, signal);
      update(() => ({ phase: 'done' }));
    };
    run().catch((error: unknown) => update(() => ({ phase: 'failed', error })));
    return () => abort.abort();
  }, [attempt, fetchToken]);

  const start = useCallback(() => {
    setState(START);
    setAttempt((last) => last + 1);
  }, []);
  const stop = useCallback(() => {
    running.current?.abort();
    setState((last) => ({ ...last, phase: 'stopped' }));
  }, []);

  return { ...state, start, stop };
}
