// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, expect, it } from 'vitest';
import { useRestoreFocus } from './useRestoreFocus';

afterEach(cleanup);

function Place({ state }: { state: string }) {
  const containerRef = useRef<HTMLDivElement>(null);
  useRestoreFocus(containerRef, state);
  return (
    <div ref={containerRef} tabIndex={-1} data-testid="place">
      <button key={state} type="button">
        {state}
      </button>
    </div>
  );
}

it('moves the focus to the container when the focused element is removed', () => {
  const { rerender } = render(<Place state="one" />);
  screen.getByRole('button', { name: 'one' }).focus();
  rerender(<Place state="two" />);
  expect(document.activeElement).toBe(screen.getByTestId('place'));
});

it('doesn’t take the focus from elsewhere, nor from an untouched page', () => {
  const { rerender } = render(<Place state="one" />);
  rerender(<Place state="two" />);
  expect(document.activeElement).toBe(document.body);
});
