// Camera and microphone: asked for once, previewed, and the same two tracks then published. Either will do.
import { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { acquire, mendInput, type Inputs } from './acquire';
import { LocalInput, type InputState } from './localInput';

/** One of the two as a page uses it. */
export interface MediaInput<T extends LocalVideoTrack | LocalAudioTrack> extends InputState<T> {
  input: LocalInput<T>;
}

export interface LocalMedia {
  camera: MediaInput<LocalVideoTrack>;
  microphone: MediaInput<LocalAudioTrack>;
  /** The browser is being asked for devices. */
  isAsking: boolean;
  /**
   * Looks again at what is missing or lost. While on air nothing is started that wasn't there: a camera that was
   * just plugged in mustn't show somebody unasked.
   */
  mend: (options: { mayStart: boolean }) => void;
  tryAgain: () => void;
}

/** While `isWanted`, holds both devices; lets go of them when the page is left. */
export function useLocalMedia(isWanted: boolean): LocalMedia {
  const [inputs] = useState<Inputs>(() => ({
    camera: new LocalInput('camera', (track) => track instanceof LocalVideoTrack),
    microphone: new LocalInput('microphone', (track) => track instanceof LocalAudioTrack),
  }));
  const { camera, microphone } = inputs;

  useEffect(() => {
    if (!isWanted) return undefined;
    camera.open();
    microphone.open();
    void acquire(inputs);
    return () => {
      camera.close();
      microphone.close();
    };
  }, [isWanted, inputs, camera, microphone]);

  const cameraState = useSyncExternalStore(camera.subscribe, camera.state);
  const microphoneState = useSyncExternalStore(microphone.subscribe, microphone.state);
  const mend = useCallback(
    ({ mayStart }: { mayStart: boolean }) => {
      for (const input of [camera, microphone]) void mendInput(input, mayStart);
    },
    [camera, microphone],
  );
  const tryAgain = useCallback(() => {
    for (const input of [camera, microphone]) void input.start();
  }, [camera, microphone]);

  return useMemo(
    () => ({
      camera: { ...cameraState, input: camera },
      microphone: { ...microphoneState, input: microphone },
      isAsking: cameraState.isStarting || microphoneState.isStarting,
      mend,
      tryAgain,
    }),
    [camera, cameraState, microphone, microphoneState, mend, tryAgain],
  );
}
