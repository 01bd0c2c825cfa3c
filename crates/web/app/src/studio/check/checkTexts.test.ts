import { expect, it } from 'vitest';
import { createTranslate } from '../../i18n/translate';
import { explanation, stateText, verdictText } from './checkTexts';
import { reportText } from './report';
import { WAITING, type Results, type StepResult } from './steps';

const t = createTranslate('en', null);
const passed: StepResult = { status: 'passed', detail: 'connected' };
const failed: StepResult = { status: 'failed', detail: 'could not establish pc connection' };
const blockedUdp: Results = { ...WAITING, server: passed, udp: failed, tcp: passed, turn: { status: 'skipped', reason: 'not-offered' } };

const measured = (mbps: number, isProcessorLimited = false): Results => ({ ...blockedUdp, rate: { status: 'passed', detail: '', mbps, isProcessorLimited } });

it('says what is blocked, what that means and what to do', () => {
  expect(stateText('udp', blockedUdp, t)).toBe('Blocked');
  expect(explanation('udp', blockedUdp, t)).toMatch(/blocks UDP.*can still go live.*Ask your network’s administrator/u);
  expect(verdictText({ ...blockedUdp, sound: passed, picture: passed, rate: failed }, t)).toMatch(/can go live.*blocks UDP/u);
  expect(explanation('udp', { ...blockedUdp, tcp: failed }, t)).not.toMatch(/go live/u);
});

it('compares the upload with what a picture needs', () => {
  expect(stateText('rate', measured(3.2), t)).toBe('3.2 Mbit/s');
  expect(explanation('rate', measured(3.2), t)).toBe('Enough for 720p, which needs 2.5 Mbit/s. 1080p needs 4.');
  expect(explanation('rate', measured(1.4), t)).toMatch(/^720p needs 2.5 Mbit\/s/u);
  expect(explanation('rate', measured(1.4, true), t)).toMatch(/computer was the limit/u);
});

it('explains what wasn’t tried', () => {
  const results: Results = { ...blockedUdp, sound: { status: 'skipped', reason: 'no-device' } };
  expect(stateText('turn', results, t)).toBe('Not offered');
  expect(explanation('turn', results, t)).toBeNull();
  expect(explanation('sound', results, t)).toMatch(/microphone/u);
});

it('reports technical details, and nothing secret', () => {
  const report = reportText(blockedUdp, { at: new Date('2030-01-01T00:00:00Z'), wsUrl: 'wss://media.example', userAgent: 'Browser 1' });
  expect(report).toBe(
    [
      'onair-connection-check: 2030-01-01T00:00:00.000Z',
      'result: without-udp',
      'media-server: wss://media.example',
      'browser: Browser 1',
      '',
      'server: passed (connected)',
      'udp: failed (could not establish pc connection)',
      'tcp: passed (connected)',
      'turn: skipped (not-offered)',
      'sound: not finished',
      'picture: not finished',
      'rate: not finished',
      'reconnect: not finished',
    ].join('\n'),
  );
});
