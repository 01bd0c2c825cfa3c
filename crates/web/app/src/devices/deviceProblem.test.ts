import { describe, expect, it } from 'vitest';
import { deviceProblem, environmentProblem, type DeviceFacts } from './deviceProblem';

const fine: DeviceFacts = { permission: 'granted', isPresent: true };
const silent: DeviceFacts = { permission: undefined, isPresent: undefined };
const named = (name: string) => new DOMException('the sentence is never looked at', name);

describe('deviceProblem', () => {
  it('tells which of the two was denied', () => {
    const denied: DeviceFacts = { permission: 'denied', isPresent: true };
    const error = named('NotAllowedError');
    expect(deviceProblem(error, denied, fine)).toEqual({ kind: 'denied', device: 'camera' });
    expect(deviceProblem(error, fine, denied)).toEqual({ kind: 'denied', device: 'microphone' });
    expect(deviceProblem(error, denied, denied)).toEqual({ kind: 'denied', device: 'camera or microphone' });
    expect(deviceProblem(error, silent, silent)).toEqual({ kind: 'denied', device: 'camera or microphone' });
  });

  it('suspects the system when the browser had granted both', () => {
    expect(deviceProblem(named('NotAllowedError'), fine, fine).kind).toBe('denied-by-system');
  });

  it('tells which of the two is missing', () => {
    const absent: DeviceFacts = { permission: 'prompt', isPresent: false };
    expect(deviceProblem(named('NotFoundError'), absent, fine)).toEqual({ kind: 'missing', device: 'camera' });
    expect(deviceProblem(named('NotFoundError'), fine, absent)).toEqual({ kind: 'missing', device: 'microphone' });
  });

  it('knows a busy device and an unknown failure', () => {
    expect(deviceProblem(named('NotReadableError'), fine, fine).kind).toBe('busy');
    expect(deviceProblem(named('OverconstrainedError'), fine, fine).kind).toBe('unknown');
    expect(deviceProblem(undefined, silent, silent).kind).toBe('unknown');
  });
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
