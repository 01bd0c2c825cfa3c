import { expect, it } from 'vitest';
import { skipReason, STEPS, WAITING, type Results, type StepResult } from './steps';
import { rateOf, toneOf, verdictOf } from './verdict';

const passed: StepResult = { status: 'passed', detail: '' };
const failed: StepResult = { status: 'failed', detail: '' };
const skipped: StepResult = { status: 'skipped', reason: 'not-offered' };
const rate = (mbps: number, isProcessorLimited = false): StepResult => ({ status: 'passed', detail: '', mbps, isProcessorLimited });
const all = (change: Partial<Results> = {}): Results => ({
  ...(Object.fromEntries(STEPS.map((step) => [step, passed])) as Record<keyof Results, StepResult>),
  tcp: skipped,
  turn: skipped,
  rate: rate(5),
  ...change,
});

it.each<[Partial<Results>, string]>([
  [{}, 'ready-1080p'],
  [{ rate: rate(3.9) }, 'ready-720p'],
  [{ rate: rate(2.4) }, 'slow'],
  [{ rate: rate(0.5) }, 'too-slow'],
  [{ rate: rate(1, true) }, 'ready-720p'],
  [{ rate: failed }, 'ready'],
  [{ udp: failed, tcp: passed }, 'without-udp'],
  [{ udp: failed, turn: passed, rate: rate(2) }, 'slow'],
  [{ udp: failed, tcp: failed, turn: failed }, 'media-blocked'],
  [{ udp: failed }, 'media-blocked'],
  [{ server: failed }, 'server-blocked'],
  [{ picture: failed }, 'not-sent'],
  [{ sound: { status: 'skipped', reason: 'no-device' } }, 'ready-1080p'],
  [{ reconnect: failed }, 'ready-1080p'],
])('%j means %s', (change, verdict) => {
  expect(verdictOf(all(change))).toBe(verdict);
});

it('says nothing about a rate that wasn’t measured', () => {
  expect(rateOf(all({ rate: skipped }))).toBeNull();
});

it('marks a blocked way as serious only when no other one is left', () => {
  expect(toneOf('udp', all({ udp: failed, tcp: passed }))).toBe('caution');
  expect(toneOf('udp', all({ udp: failed }))).toBe('bad');
  expect(toneOf('udp', { ...WAITING, server: passed, udp: failed, tcp: { status: 'running' } })).toBe('caution');
  expect(toneOf('server', all({ server: failed }))).toBe('bad');
  expect(toneOf('rate', all({ rate: rate(1) }))).toBe('caution');
  expect(toneOf('tcp', all())).toBe('neutral');
});

it('skips what an earlier step has shown to be impossible', () => {
  expect(skipReason('server', WAITING)).toBeNull();
  expect(skipReason('udp', { ...WAITING, server: failed })).toBe('no-connection');
  expect(skipReason('turn', { ...WAITING, server: passed, udp: failed, tcp: failed })).toBeNull();
  expect(skipReason('sound', { ...WAITING, server: passed, udp: failed, tcp: failed, turn: skipped })).toBe('no-connection');
  expect(skipReason('sound', { ...WAITING, server: passed, udp: failed, tcp: passed, turn: skipped })).toBeNull();
});
