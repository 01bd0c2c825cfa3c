// Finds out from the level of a microphone whether its creator should be told something. A pure state machine: one
// call per measurement.

import { devices } from '../i18n/en/devices';
import type { Message } from '../i18n/message';
/** `silent`: it is on, and nothing is heard. `muted`: somebody speaks while it is muted. */
export type MicrophoneHint = 'silent' | 'muted';

export interface MicrophoneCheck {
  at: number;
  isMuted: boolean;
  /** Whether it has been heard since it was unmuted. */
  wasHeard: boolean;
  silentMs: number;
  /** How long somebody has been speaking; pauses between words count against it only slowly. */
  speakingMs: number;
  /** How long nobody has spoken. */
  quietMs: number;
  hint: MicrophoneHint | null;
}

/** Nobody is quiet for this long right after the start, when they check their microphone. */
const NEVER_HEARD_AFTER_MS = 6_000;
/** A creator may be silent for a while. No sound at all, not even of the room, is unusual for longer. */
const SILENT_AFTER_MS = 30_000;
/** -42 dB: a voice near the microphone. Typing and fans are quieter. */
const SPEECH_LEVEL = 0.3;
const SPEECH_MS = 600;
/** The hint stays while somebody speaks, and for this long afterwards. */
const MUTED_HINT_MS = 4_000;
/** Timers of hidden pages are throttled; the measurements between are unknown. */
const MAX_STEP_MS = 250;

/** `level`: from 0, silence, to 1. Measure also while muted. */
export function checkMicrophone(last: MicrophoneCheck | null, { level, isMuted }: { level: number; isMuted: boolean }, at: number): MicrophoneCheck {
  const isSame = last !== null && last.isMuted === isMuted;
  const stepMs = isSame ? Math.min(MAX_STEP_MS, Math.max(0, at - last.at)) : 0;
  const isSpeaking = level >= SPEECH_LEVEL;
  const wasHeard = level > 0 || (isSame && last.wasHeard);
  const silentMs = level > 0 || !isSame ? 0 : last.silentMs + stepMs;
  const speakingMs = isSame ? Math.max(0, last.speakingMs + (isSpeaking ? stepMs : -stepMs / 4)) : 0;
  const quietMs = isSpeaking || !isSame ? 0 : last.quietMs + stepMs;
  const isHinted = isSame && last.hint === 'muted';
  const state = { at, isMuted, wasHeard, silentMs, speakingMs: Math.min(speakingMs, SPEECH_MS), quietMs };
  if (isMuted) return { ...state, hint: speakingMs >= SPEECH_MS || (isHinted && quietMs < MUTED_HINT_MS) ? 'muted' : null };
  return { ...state, hint: silentMs >= (wasHeard ? SILENT_AFTER_MS : NEVER_HEARD_AFTER_MS) ? 'silent' : null };
}

export const HINT_TEXTS: Record<MicrophoneHint, Message> = {
  silent: devices.silent,
  muted: devices.muted,
};
