import { cleanup, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, expect, it } from 'vitest';
import { useFocusKept } from './useFocusKept';

afterEach(cleanup);

function Place({ state }: { state: string }) {
  const place = useRef<HTMLDivElement>(null);
  useFocusKept(place, state);
  return (
    <div ref={place} tabIndex={-1} data-testid="place">
      <button key={state} type="button">
        {state}
      </button>
    </div>
  );
}

it('keeps the focus in the place whose focused part went away', () => {
  const { rerender } = render(<Place state="one" />);
  screen.getByRole('button', { name: 'one' }).focus();
  rerender(<Place state="two" />);
  expect(document.activeElement).toBe(screen.getByTestId('place'));
});

it('takes the focus from nowhere else, not even from a page that nobody has touched', () => {
  const { rerender } = render(<Place state="one" />);
  rerender(<Place state="two" />);
  expect(document.activeElement).toBe(document.body);
});
