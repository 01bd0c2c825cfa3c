// Why camera or microphone can't be had, from what the browser tells by name, never by its sentences.
import { isBrowserSupported, MediaDeviceFailure } from 'livekit-client';

export type DeviceProblemKind =
  /** The person, or the browser's settings, said no. */
  | 'denied'
  /** The browser said yes and the operating system no. */
  | 'denied-by-system'
  /** The page itself, or the one that embeds it, may not use the device. */
  | 'denied-by-policy'
  | 'missing'
  | 'busy'
  /** Pages that didn't come over HTTPS get no devices at all. */
  | 'insecure'
  /** A browser without WebRTC. */
  | 'unsupported'
  | 'unknown';

export type InputName = 'camera' | 'microphone';
export type DeviceName = InputName | 'camera or microphone';

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
  /** Whether the page's permissions policy lets it ask at all. */
  isAllowedByPolicy: boolean | undefined;
}

/** The cause, from the error that asking for one device ended with. */
export function deviceProblem(error: unknown, device: InputName, facts: DeviceFacts): DeviceProblem {
  return { kind: kindOf(error, facts), device };
}

function kindOf(error: unknown, facts: DeviceFacts): DeviceProblemKind {
  switch (MediaDeviceFailure.getFailure(error)) {
    case MediaDeviceFailure.PermissionDenied:
      if (facts.isAllowedByPolicy === false) return 'denied-by-policy';
      return facts.permission === 'granted' ? 'denied-by-system' : 'denied';
    case MediaDeviceFailure.NotFound:
      return 'missing';
    case MediaDeviceFailure.DeviceInUse:
      return 'busy';
    default:
      break;
  }
  switch (error instanceof Error ? error.name : '') {
    // The device that was asked for by its id isn't there any more.
    case 'OverconstrainedError':
      return 'missing';
    // Firefox, where another program holds the device.
    case 'AbortError':
      return 'busy';
    case 'SecurityError':
      return 'denied-by-policy';
    default:
      return facts.isPresent === false ? 'missing' : 'unknown';
  }
}

/** What there is to tell: what both suffer from is told once. */
export function problemsToTell(camera: DeviceProblem | null, microphone: DeviceProblem | null): DeviceProblem[] {
  if (camera && microphone && camera.kind === microphone.kind) return [{ kind: camera.kind, device: 'camera or microphone' }];
  return [camera, microphone].filter((problem) => problem !== null);
}

export async function factsAbout(device: InputName): Promise<DeviceFacts> {
  const kind = device === 'camera' ? 'videoinput' : 'audioinput';
  const permission = (await permissionOf(device))?.state;
  const isPresent = await navigator.mediaDevices
    .enumerateDevices()
    .then((all) => all.some((one) => one.kind === kind))
    .catch(() => undefined);
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature: (name: string) => boolean } };
  return { permission, isPresent, isAllowedByPolicy: featurePolicy?.allowsFeature(device) };
}

/** Not every browser knows these permission names; not knowing is an answer too. */
export async function permissionOf(device: InputName): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions?.query({ name: device as PermissionName });
  } catch {
    return undefined;
  }
}
