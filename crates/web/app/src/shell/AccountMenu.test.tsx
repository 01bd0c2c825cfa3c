// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Me } from '../api/types';
import { AccountMenu } from './AccountMenu';

const ADA = { id: 'ada', username: 'ada', roles: [], applicationStatus: 'APPROVED' } as unknown as Me;

function button(): HTMLElement {
  return screen.getByRole('button', { name: /Account menu/ });
}

afterEach(cleanup);

describe('the account menu', () => {
  beforeEach(() => {
    render(
      <MemoryRouter>
        <AccountMenu onSignOut={() => undefined} me={ADA} />
        <p>Elsewhere</p>
      </MemoryRouter>,
    );
    fireEvent.click(button());
  });

  it.each([
    ['a second click', () => fireEvent.click(button())],
    ['Escape', () => fireEvent.keyDown(document.body, { key: 'Escape' })],
    ['a click elsewhere', () => fireEvent.pointerDown(screen.getByText('Elsewhere'))],
    ['following one of its links', () => fireEvent.click(screen.getByRole('link', { name: 'People you blocked' }))],
  ])('is closed by %s', (_what, act) => {
    expect(screen.getByRole('navigation', { name: 'Account menu' })).toBeTruthy();
    expect(button().getAttribute('aria-expanded')).toBe('true');
    act();
    expect(screen.queryByRole('navigation', { name: 'Account menu' })).toBeNull();
    expect(button().getAttribute('aria-expanded')).toBe('false');
  });
});
