// For tests: fake camera and microphone.
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { vi } from 'vitest';
import type { InputName } from './deviceProblem';
import type { LocalInput } from './localInput';
import type { LocalMedia, MediaInput } from './useLocalMedia';

interface Parts {
  camera?: LocalVideoTrack | null;
  microphone?: LocalAudioTrack | null;
}

export function testMedia({ camera, microphone }: Parts = {}): LocalMedia {
  return {
    camera: inputWith('camera', camera === undefined ? ({} as LocalVideoTrack) : camera),
    microphone: inputWith('microphone', microphone === undefined ? ({} as LocalAudioTrack) : microphone),
    blur: { status: 'off', isSlow: false },
    isAsking: false,
    recover: vi.fn(),
    tryAgain: vi.fn(),
  };
}

function inputWith<T extends LocalVideoTrack | LocalAudioTrack>(name: InputName, track: T | null): MediaInput<T> {
  const state = { track, problem: null, isOn: true, isStarting: false };
  const [start, restart, prepare] = [vi.fn(async () => {}), vi.fn(async () => {}), vi.fn(async () => {})];
  const input = { name, state: () => state, toggle: vi.fn(), start, restart, prepare, applySettings: vi.fn(async () => {}), isLost: () => false };
  return { ...state, input: input as unknown as LocalInput<T> };
}
