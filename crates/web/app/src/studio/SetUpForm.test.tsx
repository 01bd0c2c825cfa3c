// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { SetUpForm } from './SetUpForm';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const answering = (status: number, body: unknown) => {
  const fetched = vi.fn(async (_request: Request) => Response.json(body, { status }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
};

it('shows a validation error at its field', async () => {
  answering(400, {
    success: false,
    code: 'VALIDATION_FAILED',
    error: 'Some fields need another look.',
    details: [{ field: 'title', message: 'A title is needed.' }],
  });
  const onSaved = vi.fn();
  render(<SetUpForm onSaved={onSaved} />);
  fireEvent.click(screen.getByRole('button', { name: 'Save and continue' }));

  expect((await screen.findByRole('alert')).textContent).toBe('A title is needed.');
  expect(screen.getByRole('textbox', { name: 'Title' }).getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByRole('textbox', { name: 'Description' }).getAttribute('aria-invalid')).toBeNull();
  expect(onSaved).not.toHaveBeenCalled();
});

it('sends the form and passes on the stored stream', async () => {
  const stream = { id: 's', title: 'Pottery' };
  const fetched = answering(201, { success: true, data: stream });
  const onSaved = vi.fn();
  render(<SetUpForm onSaved={onSaved} />);
  fireEvent.change(screen.getByRole('textbox', { name: 'Title' }), { target: { value: 'Pottery' } });
  fireEvent.click(screen.getByRole('switch', { name: 'Guests may watch' }));
  fireEvent.click(screen.getByRole('button', { name: 'Save and continue' }));

  await waitFor(() => expect(onSaved).toHaveBeenCalledWith(stream));
  const request = fetched.mock.calls[0]?.[0];
  expect(await request?.json()).toMatchObject({ title: 'Pottery', isGuestsAllowed: false, isChatEnabled: true });
});
