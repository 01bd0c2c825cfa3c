// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testMedia } from '../devices/testMedia';
import type { LocalMedia } from '../devices/useLocalMedia';
import { BroadcastBar } from './BroadcastBar';
import type { StudioView } from './studioView';

afterEach(cleanup);

const connecting = (isLive = false): StudioView => ({ kind: 'connecting', attempt: 1, problem: null, isLive });

function renderBar(first: StudioView, media: LocalMedia = testMedia()) {
  const callbacks = { goLive: vi.fn(), resume: vi.fn(), cancel: vi.fn(), onEnd: vi.fn(), onTakeOver: vi.fn() };
  function Bar() {
    const [view, setView] = useState(first);
    const goLive = () => {
      callbacks.goLive();
      setView(connecting());
    };
    const broadcast = { ...callbacks, view, goLive, tokenData: null, endedStartedAt: null, end: async () => {} };
    return <BroadcastBar {...callbacks} broadcast={broadcast} media={media} error={null} viewerCount={0} peakViewers={null} isSent startedAt={null} />;
  }
  render(<Bar />);
  return callbacks;
}

describe('BroadcastBar', () => {
  it('goes live once on a double click, and doesn’t cancel', () => {
    const callbacks = renderBar({ kind: 'preview' });
    const button = screen.getByRole('button', { name: 'Go live' });
    fireEvent.click(button);
    // The second click hits the same button at the same position.
    expect(screen.getByRole('button', { name: 'Connecting…' })).toBe(button);
    fireEvent.click(button);
    expect(callbacks.goLive).toHaveBeenCalledOnce();
    expect(callbacks.cancel).not.toHaveBeenCalled();
    expect(callbacks.onEnd).not.toHaveBeenCalled();
  });

  it.each([
    ['sound only, with a note', { camera: null }, 'Sound only: there is no camera.'],
    ['picture only, with a note', { microphone: null }, 'Picture only: there is no microphone.'],
  ])('goes live with %s', (_, parts, words) => {
    const callbacks = renderBar({ kind: 'preview' }, testMedia(parts));
    const button = screen.getByRole('button', { name: 'Go live' });
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toContain(words);
    fireEvent.click(button);
    expect(callbacks.goLive).toHaveBeenCalledOnce();
  });

  it('doesn’t go live without both devices, and explains why', () => {
    renderBar({ kind: 'preview' }, testMedia({ camera: null, microphone: null }));
    const button = screen.getByRole('button', { name: 'Go live' });
    expect((button as HTMLButtonElement).disabled).toBe(true);
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toContain('connect a camera or a microphone');
    expect(screen.getByRole('button', { name: 'No camera' })).toBeTruthy();
  });

  it('waits for a device that is still starting', () => {
    renderBar({ kind: 'preview' }, { ...testMedia({ camera: null }), isAsking: true });
    expect((screen.getByRole('button', { name: 'Go live' }) as HTMLButtonElement).disabled).toBe(true);
  });

  it('cancels immediately before the broadcast is public, and asks for confirmation afterwards', () => {
    const before = renderBar(connecting());
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(before.cancel).toHaveBeenCalledOnce();
    cleanup();
    const after = renderBar(connecting(true));
    fireEvent.click(screen.getByRole('button', { name: 'End stream' }));
    expect(after.onEnd).toHaveBeenCalledOnce();
    expect(after.cancel).not.toHaveBeenCalled();
  });
});
