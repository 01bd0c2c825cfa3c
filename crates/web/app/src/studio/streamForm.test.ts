import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/apiError';
import { formProblems } from './streamForm';

const refusal = (details: { field: string; message: string }[]) =>
  new ApiError({ status: 400, code: 'VALIDATION_FAILED', message: 'Some fields need another look.', details });

describe('formProblems', () => {
  it('puts each objection at its field, the first one if there are several', () => {
    const given = refusal([
      { field: 'title', message: 'A title is needed.' },
      { field: 'title', message: 'And another thing.' },
    ]);
    expect(formProblems(given, ['title', 'description'])).toEqual({
      fields: { title: 'A title is needed.' },
      general: null,
    });
  });

  it('says above the form what no field of it can show', () => {
    expect(formProblems(refusal([{ field: 'thumbnail', message: 'Not a link.' }]), ['title']).general).toBe('Not a link.');
    expect(formProblems(refusal([]), ['title']).general).toBe('Some fields need another look.');
  });

  it('has a sentence for what nobody foresaw', () => {
    expect(formProblems(new TypeError('boom'), ['title']).general).not.toContain('boom');
  });
});
