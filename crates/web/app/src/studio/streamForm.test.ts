import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/apiError';
import { formProblems } from './streamForm';

const refusal = (details: { field: string; message: string }[]) =>
  new ApiError({ status: 400, code: 'VALIDATION_FAILED', message: 'Some fields need another look.', details });

describe('formProblems', () => {
  it('assigns each error to its field, the first one if there are several', () => {
    const given = refusal([
      { field: 'title', message: 'A title is needed.' },
      { field: 'title', message: 'And another thing.' },
    ]);
    expect(formProblems(given, ['title', 'description'])).toEqual({
      fields: { title: 'A title is needed.' },
      general: null,
    });
  });

  it('shows errors of other fields above the form', () => {
    expect(formProblems(refusal([{ field: 'thumbnail', message: 'Not a link.' }]), ['title']).general).toBe('Not a link.');
    expect(formProblems(refusal([]), ['title']).general).toBe('Some fields need another look.');
  });

  it('has a message for unexpected errors', () => {
    expect(formProblems(new TypeError('boom'), ['title']).general).not.toContain('boom');
  });
});
