import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LocalMedia } from '../devices/useLocalMedia';
import { BroadcastBar } from './BroadcastBar';
import type { StudioView } from './studioView';

afterEach(cleanup);

const media: LocalMedia = {
  video: {} as LocalVideoTrack,
  audio: {} as LocalAudioTrack,
  problem: null,
  isCameraOn: true,
  isMicOn: true,
  toggleCamera: vi.fn(),
  toggleMic: vi.fn(),
  tryAgain: vi.fn(),
};

const connecting = (isLive = false): StudioView => ({ shows: 'connecting', attempt: 1, problem: null, isLive });

function shown(first: StudioView) {
  const told = { goLive: vi.fn(), resume: vi.fn(), cancel: vi.fn(), onEnd: vi.fn(), onTakeOver: vi.fn() };
  function Bar() {
    const [view, setView] = useState(first);
    const goLive = () => {
      told.goLive();
      setView(connecting());
    };
    const broadcast = { ...told, view, goLive, tokenData: null, endedStart: null, end: async () => {} };
    return <BroadcastBar {...told} broadcast={broadcast} media={media} error={null} viewerCount={0} />;
  }
  render(<Bar />);
  return told;
}

describe('BroadcastBar', () => {
  it('goes live once on a double click, and doesn’t take it back', () => {
    const told = shown({ shows: 'preview' });
    const button = screen.getByRole('button', { name: 'Go live' });
    fireEvent.click(button);
    // The same button at the same place is what the second click hits.
    expect(screen.getByRole('button', { name: 'Connecting…' })).toBe(button);
    fireEvent.click(button);
    expect(told.goLive).toHaveBeenCalledOnce();
    expect(told.cancel).not.toHaveBeenCalled();
    expect(told.onEnd).not.toHaveBeenCalled();
  });

  it('gives up at once while nothing is public, and asks once something is', () => {
    const before = shown(connecting());
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(before.cancel).toHaveBeenCalledOnce();
    cleanup();
    const after = shown(connecting(true));
    fireEvent.click(screen.getByRole('button', { name: 'End stream' }));
    expect(after.onEnd).toHaveBeenCalledOnce();
    expect(after.cancel).not.toHaveBeenCalled();
  });
});
