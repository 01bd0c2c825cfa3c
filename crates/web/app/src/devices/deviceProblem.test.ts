import { describe, expect, it } from 'vitest';
import { deviceProblem, environmentProblem, mergeProblems, type DeviceAccess } from './deviceProblem';

const granted: DeviceAccess = { permission: 'granted', isPresent: true, isAllowedByPolicy: true };
const unknownAccess: DeviceAccess = { permission: undefined, isPresent: undefined, isAllowedByPolicy: undefined };
const kind = (name: string, access: DeviceAccess = granted) =>
  deviceProblem(new DOMException('the sentence is never looked at', name), 'camera', access).kind;

describe('deviceProblem', () => {
  it('distinguishes who denied access', () => {
    expect(kind('NotAllowedError', { ...granted, permission: 'denied' })).toBe('denied');
    expect(kind('NotAllowedError', { ...granted, permission: 'prompt' })).toBe('denied');
    expect(kind('NotAllowedError', unknownAccess)).toBe('denied');
    // The browser granted access, so the system denied it.
    expect(kind('NotAllowedError')).toBe('denied-by-system');
    expect(kind('NotAllowedError', { ...granted, permission: 'denied', isAllowedByPolicy: false })).toBe('denied-by-policy');
    expect(kind('SecurityError')).toBe('denied-by-policy');
  });

  it('distinguishes a missing device from a busy one, by each browser’s error names', () => {
    expect(kind('NotFoundError')).toBe('missing');
    expect(kind('OverconstrainedError')).toBe('missing');
    expect(kind('NotReadableError')).toBe('busy');
    expect(kind('AbortError')).toBe('busy');
    expect(kind('SomethingElse')).toBe('unknown');
    expect(kind('SomethingElse', { ...granted, isPresent: false })).toBe('missing');
    expect(deviceProblem(undefined, 'microphone', unknownAccess)).toEqual({ kind: 'unknown', device: 'microphone' });
  });
});

it('merges equal problems of both devices', () => {
  const [camera, microphone] = [{ kind: 'busy', device: 'camera' } as const, { kind: 'busy', device: 'microphone' } as const];
  expect(mergeProblems(camera, microphone)).toEqual([{ kind: 'busy', device: 'camera or microphone' }]);
  expect(mergeProblems(camera, { ...microphone, kind: 'missing' })).toHaveLength(2);
  expect(mergeProblems(null, microphone)).toEqual([microphone]);
  expect(mergeProblems(null, null)).toEqual([]);
});

describe('environmentProblem', () => {
  const good = { isSecureContext: true, hasMediaDevices: true, hasWebRtc: true };

  it('accepts a modern browser in a secure context', () => {
    expect(environmentProblem(good)).toBeNull();
  });

  it('reports an insecure context before an unsupported browser', () => {
    expect(environmentProblem({ ...good, isSecureContext: false, hasMediaDevices: false })?.kind).toBe('insecure');
  });

  it('reports a browser without WebRTC', () => {
    expect(environmentProblem({ ...good, hasWebRtc: false })?.kind).toBe('unsupported');
    expect(environmentProblem({ ...good, hasMediaDevices: false })?.kind).toBe('unsupported');
  });
});
