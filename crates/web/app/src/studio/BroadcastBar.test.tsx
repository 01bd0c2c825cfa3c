import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testMedia } from '../devices/testMedia';
import type { LocalMedia } from '../devices/useLocalMedia';
import { BroadcastBar } from './BroadcastBar';
import type { StudioView } from './studioView';

afterEach(cleanup);

const connecting = (isLive = false): StudioView => ({ shows: 'connecting', attempt: 1, problem: null, isLive });

function shown(first: StudioView, media: LocalMedia = testMedia()) {
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

  it.each([
    ['sound alone, and says so', { camera: null }, 'Sound only: there is no camera.'],
    ['picture alone, and says so', { microphone: null }, 'Picture only: there is no microphone.'],
  ])('goes live with %s', (_, parts, words) => {
    const told = shown({ shows: 'preview' }, testMedia(parts));
    const button = screen.getByRole('button', { name: 'Go live' });
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toContain(words);
    fireEvent.click(button);
    expect(told.goLive).toHaveBeenCalledOnce();
  });

  it('doesn’t go live with neither, and says why', () => {
    shown({ shows: 'preview' }, testMedia({ camera: null, microphone: null }));
    const button = screen.getByRole('button', { name: 'Go live' });
    expect((button as HTMLButtonElement).disabled).toBe(true);
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toContain('connect a camera or a microphone');
    expect(screen.getByRole('button', { name: 'No camera' })).toBeTruthy();
  });

  it('waits for a device that is still being started', () => {
    shown({ shows: 'preview' }, { ...testMedia({ camera: null }), isAsking: true });
    expect((screen.getByRole('button', { name: 'Go live' }) as HTMLButtonElement).disabled).toBe(true);
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
