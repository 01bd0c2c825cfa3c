// Why camera or microphone can't be had, from what the browser tells by name, never by its sentences.
import { isBrowserSupported, MediaDeviceFailure } from 'livekit-client';

export type DeviceProblemKind =
  /** The person, or the browser's settings, said no. */
  | 'denied'
  /** The browser said yes and the operating system no. */
  | 'denied-by-system'
  | 'missing'
  | 'busy'
  /** Pages that didn't come over HTTPS get no devices at all. */
  | 'insecure'
  /** A browser without WebRTC. */
  | 'unsupported'
  | 'unknown';

export type DeviceName = 'camera' | 'microphone' | 'camera or microphone';

export interface DeviceProblem {
  kind: DeviceProblemKind;
  device: DeviceName;
}

/** What can be known before anything is asked for. */
export function environmentProblem(given: {
  isSecureContext: boolean;
  hasMediaDevices: boolean;
  hasWebRtc: boolean;
}): DeviceProblem | null {
  const device = 'camera or microphone';
  // Without a secure origin the browser hides its devices, which looks like a lack of support.
  if (!given.isSecureContext) return { kind: 'insecure', device };
  if (!given.hasWebRtc || !given.hasMediaDevices) return { kind: 'unsupported', device };
  return null;
}

export function thisEnvironment(): Parameters<typeof environmentProblem>[0] {
  return {
    isSecureContext: window.isSecureContext,
    hasMediaDevices: typeof navigator.mediaDevices?.getUserMedia === 'function',
    hasWebRtc: isBrowserSupported(),
  };
}

/** What the browser knows about one of the two; `undefined` where it doesn't say. */
export interface DeviceFacts {
  permission: PermissionState | undefined;
  isPresent: boolean | undefined;
}

/** Tells the cause, and as far as the facts allow, which device it is about. */
export function deviceProblem(error: unknown, camera: DeviceFacts, microphone: DeviceFacts): DeviceProblem {
  const only = (isAtFault: (facts: DeviceFacts) => boolean): DeviceName => {
    const [first, second] = [isAtFault(camera), isAtFault(microphone)];
    if (first === second) return 'camera or microphone';
    return first ? 'camera' : 'microphone';
  };
  switch (MediaDeviceFailure.getFailure(error)) {
    case MediaDeviceFailure.PermissionDenied: {
      const allGranted = camera.permission === 'granted' && microphone.permission === 'granted';
      if (allGranted) return { kind: 'denied-by-system', device: 'camera or microphone' };
      return { kind: 'denied', device: only((facts) => facts.permission === 'denied') };
    }
    case MediaDeviceFailure.NotFound:
      return { kind: 'missing', device: only((facts) => facts.isPresent === false) };
    case MediaDeviceFailure.DeviceInUse:
      return { kind: 'busy', device: 'camera or microphone' };
    default:
      return { kind: 'unknown', device: 'camera or microphone' };
  }
}

export async function factsAbout(device: 'camera' | 'microphone'): Promise<DeviceFacts> {
  const kind = device === 'camera' ? 'videoinput' : 'audioinput';
  // Not every browser knows these permission names; not knowing is an answer too.
  const permission = await navigator.permissions
    ?.query({ name: device as PermissionName })
    .then((status) => status.state)
    .catch(() => undefined);
  const isPresent = await navigator.mediaDevices
    .enumerateDevices()
    .then((all) => all.some((one) => one.kind === kind))
    .catch(() => undefined);
  return { permission, isPresent };
}
