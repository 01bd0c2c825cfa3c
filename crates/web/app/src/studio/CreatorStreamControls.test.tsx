// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CreatorStreamControls, type CreatorStreamControlsProps } from './CreatorStreamControls';

afterEach(cleanup);

const controls = (change: Partial<CreatorStreamControlsProps> = {}): CreatorStreamControlsProps => ({
  onToggleCamera: vi.fn(),
  onToggleMic: vi.fn(),
  onEndStream: vi.fn(),
  isCameraOn: true,
  isMicOn: true,
  viewerCount: 0,
  ...change,
});

describe('CreatorStreamControls', () => {
  it('names and performs each action', () => {
    const props = controls({ isMicOn: false });
    render(<CreatorStreamControls {...props} />);
    fireEvent.click(screen.getByRole('button', { name: 'Turn camera off' }));
    fireEvent.click(screen.getByRole('button', { name: 'Unmute microphone' }));
    fireEvent.click(screen.getByRole('button', { name: 'End stream' }));
    expect(props.onToggleCamera).toHaveBeenCalledOnce();
    expect(props.onToggleMic).toHaveBeenCalledOnce();
    expect(props.onEndStream).toHaveBeenCalledOnce();
  });

  it.each([
    [0, '0 viewers'],
    [1, '1 viewer'],
    [1_234, '1,234 viewers'],
  ])('shows %i as “%s”', (viewerCount, words) => {
    render(<CreatorStreamControls {...controls({ viewerCount })} />);
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('shows the peak when there is one', () => {
    const { rerender } = render(<CreatorStreamControls {...controls()} />);
    expect(screen.queryByText(/^Peak/u)).toBeNull();
    rerender(<CreatorStreamControls {...controls({ peakViewers: 1_234 })} />);
    expect(screen.getByText('Peak: 1,234')).toBeTruthy();
  });
});
