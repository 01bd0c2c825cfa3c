// The local camera and microphone. The preview's tracks are also the published ones. One device is enough to go
// live.
import { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { BackgroundBlur, type BlurProcessor, type BlurState } from './blur/backgroundBlur';
import { canBlur } from './blur/blurSupport';
import { acquire, recoverInput, type Inputs } from './acquire';
import { LocalInput, type InputState } from './localInput';
import { isBackgroundBlurred } from './mediaSettings';
import { loadChunk } from '../upgrade/loadChunk';

/** A camera or microphone as components use it. */
export interface MediaInput<T extends LocalVideoTrack | LocalAudioTrack> extends InputState<T> {
  input: LocalInput<T>;
}

export interface LocalMedia {
  camera: MediaInput<LocalVideoTrack>;
  microphone: MediaInput<LocalAudioTrack>;
  /** The background of the camera's picture. */
  blur: BlurState;
  /** The browser is being asked for devices. */
  isAsking: boolean;
  /**
   * Restarts lost devices, and starts missing ones if `mayStart`. While on air it must be false: a camera that is
   * plugged in must not show the user without consent.
   */
  recover: (options: { mayStart: boolean }) => void;
  tryAgain: () => void;
}

/** While `isEnabled`, keeps both devices open; releases them on unmount. */
export function useLocalMedia(isEnabled: boolean): LocalMedia {
  const [blur] = useState(() => new BackgroundBlur({ isWanted: () => canBlur() && isBackgroundBlurred.get(), createProcessor: loadBlurProcessor }));
  const [inputs] = useState<Inputs>(() => ({
    camera: new LocalInput('camera', (track) => track instanceof LocalVideoTrack, blur.apply),
    microphone: new LocalInput('microphone', (track) => track instanceof LocalAudioTrack),
  }));
  const { camera, microphone } = inputs;

  useEffect(() => {
    if (!isEnabled) return undefined;
    camera.open();
    microphone.open();
    void acquire(inputs);
    return () => {
      camera.close();
      microphone.close();
    };
  }, [isEnabled, inputs, camera, microphone]);

  const cameraState = useSyncExternalStore(camera.subscribe, camera.state);
  const microphoneState = useSyncExternalStore(microphone.subscribe, microphone.state);
  const blurState = useSyncExternalStore(blur.subscribe, blur.state);
  const recover = useCallback(
    ({ mayStart }: { mayStart: boolean }) => {
      for (const input of [camera, microphone]) void recoverInput(input, mayStart);
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
      blur: blurState,
      isAsking: cameraState.isStarting || microphoneState.isStarting,
      recover,
      tryAgain,
    }),
    [blurState, camera, cameraState, microphone, microphoneState, recover, tryAgain],
  );
}

async function loadBlurProcessor(onFrame: (ms: number) => void): Promise<BlurProcessor> {
  const { createBlurProcessor } = await loadChunk(() => import('./blur/blurProcessor'));
  return createBlurProcessor(onFrame);
}
