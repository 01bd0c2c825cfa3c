import { describe, expect, it } from 'vitest';
import { deviceProblem, environmentProblem, problemsToTell, type DeviceFacts } from './deviceProblem';

const fine: DeviceFacts = { permission: 'granted', isPresent: true, isAllowedByPolicy: true };
const silent: DeviceFacts = { permission: undefined, isPresent: undefined, isAllowedByPolicy: undefined };
const kind = (name: string, facts: DeviceFacts = fine) =>
  deviceProblem(new DOMException('the sentence is never looked at', name), 'camera', facts).kind;

describe('deviceProblem', () => {
  it('tells who said no', () => {
    expect(kind('NotAllowedError', { ...fine, permission: 'denied' })).toBe('denied');
    expect(kind('NotAllowedError', { ...fine, permission: 'prompt' })).toBe('denied');
    expect(kind('NotAllowedError', silent)).toBe('denied');
    // The browser had granted it: the system is what is left.
    expect(kind('NotAllowedError')).toBe('denied-by-system');
    expect(kind('NotAllowedError', { ...fine, permission: 'denied', isAllowedByPolicy: false })).toBe('denied-by-policy');
    expect(kind('SecurityError')).toBe('denied-by-policy');
  });

  it('tells a missing device from one that is in use, in every browser’s words', () => {
    expect(kind('NotFoundError')).toBe('missing');
    expect(kind('OverconstrainedError')).toBe('missing');
    expect(kind('NotReadableError')).toBe('busy');
    expect(kind('AbortError')).toBe('busy');
    expect(kind('SomethingElse')).toBe('unknown');
    expect(kind('SomethingElse', { ...fine, isPresent: false })).toBe('missing');
    expect(deviceProblem(undefined, 'microphone', silent)).toEqual({ kind: 'unknown', device: 'microphone' });
  });
});

it('tells once what both suffer from', () => {
  const [camera, microphone] = [{ kind: 'busy', device: 'camera' } as const, { kind: 'busy', device: 'microphone' } as const];
  expect(problemsToTell(camera, microphone)).toEqual([{ kind: 'busy', device: 'camera or microphone' }]);
  expect(problemsToTell(camera, { ...microphone, kind: 'missing' })).toHaveLength(2);
  expect(problemsToTell(null, microphone)).toEqual([microphone]);
  expect(problemsToTell(null, null)).toEqual([]);
});

describe('environmentProblem', () => {
  const good = { isSecureContext: true, hasMediaDevices: true, hasWebRtc: true };

  it('finds nothing wrong with a modern browser on a secure origin', () => {
    expect(environmentProblem(good)).toBeNull();
  });

  it('blames the origin before the browser', () => {
    expect(environmentProblem({ ...good, isSecureContext: false, hasMediaDevices: false })?.kind).toBe('insecure');
  });

  it('knows a browser without WebRTC', () => {
    expect(environmentProblem({ ...good, hasWebRtc: false })?.kind).toBe('unsupported');
    expect(environmentProblem({ ...good, hasMediaDevices: false })?.kind).toBe('unsupported');
  });
});
