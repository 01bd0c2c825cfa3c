// What the results of a connection check mean for a broadcast. Pure.
import { hasMediaPath, STEPS, type Results, type StepName } from './steps';

/**
 * What the studio uploads, in Mbit/s: all layers of the picture, the sound, and some room for variation.
 */
export const NEEDED_MBPS = { '720p': 2.5, '1080p': 4 } as const;
/** Less than this isn't enough for a small picture. */
const MINIMUM_MBPS = 0.6;

export type Verdict =
  | 'ready-1080p'
  | 'ready-720p'
  /** The rate wasn't measured. */
  | 'ready'
  /** Only TCP or TURN: the picture may lag. */
  | 'without-udp'
  /** Enough for a smaller picture. */
  | 'slow'
  | 'too-slow'
  | 'server-blocked'
  | 'media-blocked'
  | 'not-sent';

export function verdictOf(results: Results): Verdict {
  const { server, udp, sound, picture, rate } = results;
  if (server.status === 'failed') return 'server-blocked';
  if (!hasMediaPath(results)) return 'media-blocked';
  if (picture.status === 'failed' || sound.status === 'failed') return 'not-sent';
  if (rateOf(results) === 'too-slow') return 'too-slow';
  if (rateOf(results) === 'slow') return 'slow';
  if (udp.status !== 'passed') return 'without-udp';
  if (rate.status !== 'passed') return 'ready';
  return rateOf(results) === '1080p' ? 'ready-1080p' : 'ready-720p';
}

export type RateLevel = '1080p' | '720p' | 'slow' | 'too-slow';

/** What the measured rate is enough for; null if it wasn't measured. */
export function rateOf({ rate }: Results): RateLevel | null {
  if (rate.status !== 'passed' || rate.mbps === undefined) return null;
  if (rate.mbps >= NEEDED_MBPS['1080p']) return '1080p';
  if (rate.mbps >= NEEDED_MBPS['720p']) return '720p';
  // A slow computer says nothing about the network.
  if (rate.isProcessorLimited === true) return '720p';
  return rate.mbps >= MINIMUM_MBPS ? 'slow' : 'too-slow';
}

/** How a step is marked. A missing way isn't a problem while another one works. */
export type Tone = 'neutral' | 'good' | 'caution' | 'bad';

export function toneOf(step: StepName, results: Results): Tone {
  const { status } = results[step];
  if (status === 'passed') return step === 'rate' ? rateTone(results) : 'good';
  if (status !== 'failed') return 'neutral';
  return isSerious(step, results) ? 'bad' : 'caution';
}

function rateTone(results: Results): Tone {
  const level = rateOf(results);
  if (level === 'too-slow') return 'bad';
  return level === 'slow' ? 'caution' : 'good';
}

function isSerious(step: StepName, results: Results): boolean {
  switch (step) {
    case 'udp':
    case 'tcp':
    case 'turn':
      return isOver(results) && !hasMediaPath(results);
    case 'reconnect':
    case 'rate':
      return false;
    case 'server':
    case 'sound':
    case 'picture':
      return true;
  }
}

function isOver(results: Results): boolean {
  return STEPS.every((step) => results[step].status !== 'waiting' && results[step].status !== 'running');
}
