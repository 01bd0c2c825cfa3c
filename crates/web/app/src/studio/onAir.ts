// Decides what "On air" means: at least one enabled device, or a screen, is sent.
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
  problem: string | null;
  /** What viewers miss because the creator has switched it off. */
  note: string | null;
}

/** A shared screen is sent beside camera and microphone. */
export function onAirState(camera: MediaState, microphone: MediaState, isScreenShared = false): OnAirState {
  const enabled = [camera, microphone].filter((one) => one.hasTrack && one.isOn);
  return {
    isSending: enabled.length === 0 || isScreenShared || enabled.some((one) => one.fault === null),
    problem: problemTitle(isFaulty(camera), isFaulty(microphone)),
    note: enabled.length === 0 && !isScreenShared ? 'Viewers see and hear nothing because your camera and microphone are off.' : null,
  };
}

function isFaulty({ hasTrack, isOn, fault }: MediaState): boolean {
  return hasTrack && isOn && fault !== null;
}

function problemTitle(isPictureFaulty: boolean, isSoundFaulty: boolean): string | null {
  if (isPictureFaulty && isSoundFaulty) return 'Viewers don’t see or hear you';
  if (isPictureFaulty) return 'Viewers don’t see you';
  return isSoundFaulty ? 'Viewers don’t hear you' : null;
}

export function deniedText(device: 'camera' | 'microphone'): string {
  return `The ${device} is sent again as soon as this page can use it. See the steps below.`;
}

/** What happened to the device, what the page does, and what the user can do. */
export function faultText(device: 'camera' | 'microphone', fault: MediaFault): string {
  switch (fault) {
    case 'ended':
      return `The ${device} has stopped. This page keeps trying to restart it. You can choose another one under “Devices”.`;
    case 'paused':
      return `The system has paused the ${device}. Another program may be using it, or a switch on the device is off.`;
    case 'frozen':
      return `The ${device} sends no data. This page is restarting it. If that doesn’t help, choose another one under “Devices”.`;
    case 'unpublished':
    case 'stalled':
      return `Viewers don’t receive your ${device}. This page is sending it again. If that doesn’t help, reload the page and press “Resume”.`;
  }
}
