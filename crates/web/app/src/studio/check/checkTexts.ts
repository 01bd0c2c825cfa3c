// Says what the results of a connection check mean, in the reader's language. Pure.
import { connectionCheck as texts } from '../../i18n/en/connectionCheck';
import type { Message } from '../../i18n/message';
import type { Translate } from '../../i18n/translate';
import { hasMediaPath, type Results, type StepName } from './steps';
import { NEEDED_MBPS, rateOf, verdictOf, type Verdict } from './verdict';

const NAMES: Record<StepName, Message> = {
  server: texts.stepServer,
  udp: texts.stepUdp,
  tcp: texts.stepTcp,
  turn: texts.stepTurn,
  sound: texts.stepSound,
  picture: texts.stepPicture,
  rate: texts.stepRate,
  reconnect: texts.stepReconnect,
};

const VERDICTS: Record<Verdict, Message> = {
  'ready-1080p': texts.verdictReady1080p,
  'ready-720p': texts.verdictReady720p,
  ready: texts.verdictReady,
  'without-udp': texts.verdictWithoutUdp,
  slow: texts.verdictSlow,
  'too-slow': texts.verdictTooSlow,
  'server-blocked': texts.verdictServerBlocked,
  'media-blocked': texts.verdictMediaBlocked,
  'not-sent': texts.verdictNotSent,
};

export function stepName(step: StepName, t: Translate): string {
  return t(NAMES[step]);
}

export function verdictText(results: Results, t: Translate): string {
  return t(VERDICTS[verdictOf(results)]);
}

/** One or two words. */
export function stateText(step: StepName, results: Results, t: Translate): string {
  const result = results[step];
  switch (result.status) {
    case 'waiting':
      return t(texts.waiting);
    case 'running':
      return t(texts.inProgress);
    case 'passed':
      return result.mbps === undefined ? t(texts.ok) : t(texts.mbps, { rate: result.mbps });
    case 'failed':
      return t(isNetworkStep(step) ? texts.blocked : texts.failed);
    case 'skipped':
      return t({ 'not-offered': texts.notOffered, 'no-device': texts.noDevice, 'no-connection': texts.notTried }[result.reason]);
  }
}

/** What it means and what to do; null if there is nothing to say. */
export function explanation(step: StepName, results: Results, t: Translate): string | null {
  const result = results[step];
  if (result.status === 'failed') return failureText(step, results, t);
  if (result.status === 'skipped' && result.reason === 'no-device') return t(step === 'sound' ? texts.noMicrophone : texts.noCamera);
  if (step !== 'rate' || result.status !== 'passed') return null;
  const [needed, more] = [NEEDED_MBPS['720p'], NEEDED_MBPS['1080p']];
  switch (rateOf(results)) {
    case '1080p':
      return t(texts.rate1080p, { needed: more });
    case '720p':
      return result.isProcessorLimited === true ? t(texts.rateProcessor) : t(texts.rate720p, { needed, more });
    case 'slow':
      return t(texts.rateSlow, { needed });
    case 'too-slow':
      return t(texts.rateTooSlow);
    case null:
      return null;
  }
}

function failureText(step: StepName, results: Results, t: Translate): string {
  switch (step) {
    case 'server':
      return t(texts.serverFailed);
    case 'udp':
      return t(hasMediaPath(results) ? texts.udpFailed : texts.udpFailedAlone);
    case 'tcp':
      return t(texts.tcpFailed);
    case 'turn':
      return t(texts.turnFailed);
    case 'sound':
      return t(texts.soundFailed);
    case 'picture':
      return t(texts.pictureFailed);
    case 'rate':
      return t(texts.rateFailed);
    case 'reconnect':
      return t(texts.reconnectFailed);
  }
}

function isNetworkStep(step: StepName): boolean {
  return step === 'server' || step === 'udp' || step === 'tcp' || step === 'turn';
}
