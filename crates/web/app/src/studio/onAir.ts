// What "On air" means: something is sent. Decided from what there is, what is switched on, and what gets through.
import type { Fault } from './sending';

export interface OneOfTwo {
  isThere: boolean;
  isOn: boolean;
  fault: Fault | null;
}

export interface OnAir {
  /** False when nothing that is meant to be sent gets through. */
  isSending: boolean;
  /** What viewers miss, though the creator means to send it. */
  problem: string | null;
  /** What viewers miss because the creator wants it so. */
  note: string | null;
}

export function onAirOf(camera: OneOfTwo, microphone: OneOfTwo): OnAir {
  const meant = [camera, microphone].filter((one) => one.isThere && one.isOn);
  return {
    isSending: meant.length === 0 || meant.some((one) => one.fault === null),
    problem: problemOf(isMissed(camera), isMissed(microphone)),
    note: meant.length === 0 ? 'Viewers see and hear nothing because your camera and microphone are off.' : null,
  };
}

function isMissed({ isThere, isOn, fault }: OneOfTwo): boolean {
  return isThere && isOn && fault !== null;
}

function problemOf(isPictureMissed: boolean, isSoundMissed: boolean): string | null {
  if (isPictureMissed && isSoundMissed) return 'Viewers don’t see or hear you';
  if (isPictureMissed) return 'Viewers don’t see you';
  return isSoundMissed ? 'Viewers don’t hear you' : null;
}

export function refusedWords(device: 'camera' | 'microphone'): string {
  return `The ${device} is sent again as soon as this page can use it. See the steps below.`;
}

/** What has happened to one of the two, what the page does about it, and what the person can do. */
export function faultWords(device: 'camera' | 'microphone', fault: Fault): string {
  switch (fault) {
    case 'ended':
      return `The ${device} has stopped. This page keeps trying to restart it. You can choose another one below.`;
    case 'paused':
      return `The system has paused the ${device}. Another program may be using it, or a switch on the device is off.`;
    case 'frozen':
      return `The ${device} sends no data. This page is restarting it. If that doesn’t help, choose another one below.`;
    case 'unpublished':
    case 'stalled':
      return `Viewers don’t receive your ${device}. This page is sending it again. If that doesn’t help, reload the page and press “Resume”.`;
  }
}
