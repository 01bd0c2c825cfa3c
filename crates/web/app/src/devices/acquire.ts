// Requests camera and microphone: together if possible, otherwise one at a time, so that one is enough.
import { createLocalTracks, type LocalAudioTrack, type LocalVideoTrack } from 'livekit-client';
import { environmentProblem, deviceAccess, permissionOf, currentEnvironment, type DeviceAccess, type InputName } from './deviceProblem';
import { trackOptions, preferredDeviceConstraint, type LocalInput } from './localInput';

export interface Inputs {
  camera: LocalInput<LocalVideoTrack>;
  microphone: LocalInput<LocalAudioTrack>;
}

export async function acquire({ camera, microphone }: Inputs): Promise<void> {
  const environment = environmentProblem(currentEnvironment());
  if (environment) {
    camera.setProblem(environment);
    microphone.setProblem(environment);
    return;
  }
  const [cameraAccess, microphoneAccess] = await Promise.all([deviceAccess('camera'), deviceAccess('microphone')]);
  let shouldRequest = { camera: cameraAccess.isPresent !== false, microphone: microphoneAccess.isPresent !== false };
  let error: unknown = new DOMException('no device of this kind was found', 'NotFoundError');
  if (shouldRequest.camera && shouldRequest.microphone) {
    try {
      // One request shows one permission prompt instead of two.
      const tracks = await createLocalTracks({
        ...trackOptions('camera', preferredDeviceConstraint('videoinput')),
        ...trackOptions('microphone', preferredDeviceConstraint('audioinput')),
      });
      await Promise.all([camera.attachTrack(tracks), microphone.attachTrack(tracks)]);
      return;
    } catch (requestError) {
      error = requestError;
      shouldRequest = await remainingInputs(requestError);
    }
  }
  // One after the other, so that only one prompt is open.
  for (const input of [camera, microphone]) {
    if (shouldRequest[input.name]) await input.start();
    else await input.fail(error);
  }
}

/**
 * Which devices to request separately after the combined request failed. A device that the user denied, or whose
 * prompt was dismissed, isn't requested again.
 */
async function remainingInputs(requestError: unknown): Promise<Record<InputName, boolean>> {
  if (!(requestError instanceof Error) || requestError.name !== 'NotAllowedError') return { camera: true, microphone: true };
  const [camera, microphone] = await Promise.all([deviceAccess('camera'), deviceAccess('microphone')]);
  return { camera: shouldRequestAlone(camera, microphone), microphone: shouldRequestAlone(microphone, camera) };
}

function shouldRequestAlone(one: DeviceAccess, other: DeviceAccess): boolean {
  if (isBlocked(one)) return false;
  return one.permission !== 'prompt' || isBlocked(other);
}

function isBlocked({ permission, isAllowedByPolicy }: DeviceAccess): boolean {
  return permission === 'denied' || isAllowedByPolicy === false;
}

/** Restarts a lost device, and starts a missing one if `mayStart` allows it. */
export async function recoverInput(input: LocalInput<LocalVideoTrack> | LocalInput<LocalAudioTrack>, mayStart: boolean): Promise<void> {
  const { track, problem, isStarting } = input.state();
  const isMissing = track === null && problem !== null && !isStarting && mayStart;
  if (!isMissing && !input.isLost()) return;
  if (await input.reportKnownProblem()) return;
  await input.start();
}

/** Calls back when devices or permissions change, and when the page becomes visible or resumes. */
export function onDeviceChange(listener: () => void): () => void {
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
