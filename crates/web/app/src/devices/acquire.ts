// Asking for camera and microphone: together where that works, else one by one, so that either will do.
import { createLocalTracks, type LocalAudioTrack, type LocalVideoTrack } from 'livekit-client';
import { environmentProblem, factsAbout, permissionOf, thisEnvironment, type DeviceFacts, type InputName } from './deviceProblem';
import { optionsFor, wantedDevice, type LocalInput } from './localInput';

export interface Inputs {
  camera: LocalInput<LocalVideoTrack>;
  microphone: LocalInput<LocalAudioTrack>;
}

export async function acquire({ camera, microphone }: Inputs): Promise<void> {
  const environment = environmentProblem(thisEnvironment());
  if (environment) {
    camera.refuse(environment);
    microphone.refuse(environment);
    return;
  }
  const [cameraFacts, microphoneFacts] = await Promise.all([factsAbout('camera'), factsAbout('microphone')]);
  let isWorthAsking = { camera: cameraFacts.isPresent !== false, microphone: microphoneFacts.isPresent !== false };
  let error: unknown = new DOMException('none of this kind is there', 'NotFoundError');
  if (isWorthAsking.camera && isWorthAsking.microphone) {
    try {
      // Both in one request: one question to the person instead of two.
      const tracks = await createLocalTracks({
        ...optionsFor('camera', wantedDevice('videoinput')),
        ...optionsFor('microphone', wantedDevice('audioinput')),
      });
      camera.adopt(tracks);
      microphone.adopt(tracks);
      return;
    } catch (refusal) {
      error = refusal;
      isWorthAsking = await whatIsLeft(refusal);
    }
  }
  // One after the other, so that there is one question at a time.
  for (const input of [camera, microphone]) {
    if (isWorthAsking[input.name]) await input.start();
    else await input.fail(error);
  }
}

/** What to ask for by itself after both were refused together. Nobody who said no, or closed the question, is asked again. */
async function whatIsLeft(refusal: unknown): Promise<Record<InputName, boolean>> {
  if (!(refusal instanceof Error) || refusal.name !== 'NotAllowedError') return { camera: true, microphone: true };
  const [camera, microphone] = await Promise.all([factsAbout('camera'), factsAbout('microphone')]);
  return { camera: isLeft(camera, microphone), microphone: isLeft(microphone, camera) };
}

function isLeft(one: DeviceFacts, other: DeviceFacts): boolean {
  if (isBlocked(one)) return false;
  return one.permission !== 'prompt' || isBlocked(other);
}

function isBlocked({ permission, isAllowedByPolicy }: DeviceFacts): boolean {
  return permission === 'denied' || isAllowedByPolicy === false;
}

/** Looks again at one that is lost or, if it may be started unasked, missing. */
export async function mendInput(input: LocalInput<LocalVideoTrack> | LocalInput<LocalAudioTrack>, mayStart: boolean): Promise<void> {
  const { track, problem, isStarting } = input.state();
  const isMissing = track === null && problem !== null && !isStarting && mayStart;
  if (!isMissing && !input.isLost()) return;
  if (await input.tellRefusal()) return;
  await input.start();
}

/** Calls back when a device comes or goes, when access is given or taken, and when the page is back after a pause. */
export function onDeviceNews(listener: () => void): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  navigator.mediaDevices?.addEventListener?.('devicechange', listener, { signal });
  document.addEventListener('visibilitychange', () => document.hidden || listener(), { signal });
  document.addEventListener('resume', listener, { signal });
  window.addEventListener('pageshow', listener, { signal });
  for (const name of ['camera', 'microphone'] as const) {
    void permissionOf(name).then((status) => status?.addEventListener('change', listener, { signal }));
  }
  return () => abort.abort();
}
