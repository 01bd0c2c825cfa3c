// Decides what "On air" means: at least one enabled device, or a screen, is sent.
import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';
import type { MediaFault } from './mediaHealth';

export interface MediaState {
  hasTrack: boolean;
  isOn: boolean;
  fault: MediaFault | null;
}

export interface OnAirState {
  /** False if no enabled device is sent. */
  isSending: boolean;
  /** What viewers miss although the creator has enabled it. */
  problem: Message | null;
  /** What viewers miss because the creator has switched it off. */
  note: Message | null;
}

/** A shared screen is sent beside camera and microphone. */
export function onAirState(camera: MediaState, microphone: MediaState, isScreenShared = false): OnAirState {
  const enabled = [camera, microphone].filter((one) => one.hasTrack && one.isOn);
  return {
    isSending: enabled.length === 0 || isScreenShared || enabled.some((one) => one.fault === null),
    problem: problemTitle(isFaulty(camera), isFaulty(microphone)),
    note: enabled.length === 0 && !isScreenShared ? studio.nothingReceived : null,
  };
}

function isFaulty({ hasTrack, isOn, fault }: MediaState): boolean {
  return hasTrack && isOn && fault !== null;
}

function problemTitle(isPictureFaulty: boolean, isSoundFaulty: boolean): Message | null {
  if (isPictureFaulty && isSoundFaulty) return studio.notSeenNotHeard;
  if (isPictureFaulty) return studio.notSeen;
  return isSoundFaulty ? studio.notHeard : null;
}

export function deniedText(device: 'camera' | 'microphone'): Message {
  return device === 'camera' ? studio.deniedCamera : studio.deniedMicrophone;
}

/** What happened to the device, what the page does, and what the user can do. */
export function faultText(device: 'camera' | 'microphone', fault: MediaFault): Message {
  const isCamera = device === 'camera';
  switch (fault) {
    case 'ended':
      return isCamera ? studio.endedCamera : studio.endedMicrophone;
    case 'paused':
      return isCamera ? studio.pausedCamera : studio.pausedMicrophone;
    case 'frozen':
      return isCamera ? studio.frozenCamera : studio.frozenMicrophone;
    case 'unpublished':
    case 'stalled':
      return isCamera ? studio.stalledCamera : studio.stalledMicrophone;
  }
}
