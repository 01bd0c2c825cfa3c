// Why camera or microphone aren't available. It depends on error names, never on messages.
import { isBrowserSupported, MediaDeviceFailure } from 'livekit-client';

export type DeviceProblemKind =
  /** The user or the browser's settings denied access. */
  | 'denied'
  /** The browser granted access, and the operating system denied it. */
  | 'denied-by-system'
  /** This page, or the page that embeds it, may not use the device (permissions policy). */
  | 'denied-by-policy'
  | 'missing'
  | 'busy'
  /** Browsers provide no devices without HTTPS. */
  | 'insecure'
  /** A browser without WebRTC. */
  | 'unsupported'
  | 'unknown';

export type InputName = 'camera' | 'microphone';
type DeviceName = InputName | 'camera or microphone';

export interface DeviceProblem {
  kind: DeviceProblemKind;
  device: DeviceName;
}

/** Problems that are known before requesting a device. */
export function environmentProblem(environment: {
  isSecureContext: boolean;
  hasMediaDevices: boolean;
  hasWebRtc: boolean;
}): DeviceProblem | null {
  const device = 'camera or microphone';
  // Checked first: in an insecure context `mediaDevices` is missing, which looks like an unsupported browser.
  if (!environment.isSecureContext) return { kind: 'insecure', device };
  if (!environment.hasWebRtc || !environment.hasMediaDevices) return { kind: 'unsupported', device };
  return null;
}

export function currentEnvironment(): Parameters<typeof environmentProblem>[0] {
  return {
    isSecureContext: window.isSecureContext,
    hasMediaDevices: typeof navigator.mediaDevices?.getUserMedia === 'function',
    hasWebRtc: isBrowserSupported(),
  };
}

/** What the browser reports about access to a device; `undefined` if it reports nothing. */
export interface DeviceAccess {
  permission: PermissionState | undefined;
  isPresent: boolean | undefined;
  /** Whether the page's permissions policy allows the device. */
  isAllowedByPolicy: boolean | undefined;
}

/** The problem for the error that requesting a device failed with. */
export function deviceProblem(error: unknown, device: InputName, access: DeviceAccess): DeviceProblem {
  return { kind: kindOf(error, access), device };
}

function kindOf(error: unknown, access: DeviceAccess): DeviceProblemKind {
  switch (MediaDeviceFailure.getFailure(error)) {
    case MediaDeviceFailure.PermissionDenied:
      if (access.isAllowedByPolicy === false) return 'denied-by-policy';
      return access.permission === 'granted' ? 'denied-by-system' : 'denied';
    case MediaDeviceFailure.NotFound:
      return 'missing';
    case MediaDeviceFailure.DeviceInUse:
      return 'busy';
    default:
      break;
  }
  switch (error instanceof Error ? error.name : '') {
    // The device with the requested id is gone.
    case 'OverconstrainedError':
      return 'missing';
    // Firefox: another program uses the device.
    case 'AbortError':
      return 'busy';
    case 'SecurityError':
      return 'denied-by-policy';
    default:
      return access.isPresent === false ? 'missing' : 'unknown';
  }
}

/** The problems to show. Equal problems of both devices are merged. */
export function mergeProblems(camera: DeviceProblem | null, microphone: DeviceProblem | null): DeviceProblem[] {
  if (camera && microphone && camera.kind === microphone.kind) return [{ kind: camera.kind, device: 'camera or microphone' }];
  return [camera, microphone].filter((problem) => problem !== null);
}

export async function deviceAccess(device: InputName): Promise<DeviceAccess> {
  const kind = device === 'camera' ? 'videoinput' : 'audioinput';
  const permission = (await permissionOf(device))?.state;
  const isPresent = await navigator.mediaDevices
    .enumerateDevices()
    .then((all) => all.some((one) => one.kind === kind))
    .catch(() => undefined);
  return { permission, isPresent, isAllowedByPolicy: isAllowedByPolicy(device) };
}

/** Whether the page's permissions policy allows a feature; `undefined` if the browser doesn't tell. */
export function isAllowedByPolicy(feature: InputName | 'display-capture'): boolean | undefined {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature: (name: string) => boolean } };
  return featurePolicy?.allowsFeature(feature);
}

/** Not every browser supports these permission names. */
export async function permissionOf(device: InputName): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions?.query({ name: device as PermissionName });
  } catch {
    return undefined;
  }
}
