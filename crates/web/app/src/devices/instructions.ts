// The steps that fix a device problem in a browser.
import { devices } from '../i18n/en/devices';
import type { Message } from '../i18n/message';
import type { Translate } from '../i18n/translate';
import type { Browser } from './browser';
import type { DeviceProblem } from './deviceProblem';

export interface Instructions {
  title: string;
  steps: string[];
}

/** Both devices together, or one of them: other languages need whole sentences for each. */
type Suffix = 'Camera' | 'Microphone' | 'Both';

export function instructionsFor(t: Translate, { kind, device }: DeviceProblem, browser: Browser): Instructions {
  const suffix: Suffix = device === 'camera' ? 'Camera' : device === 'microphone' ? 'Microphone' : 'Both';
  const list = (title: Message, steps: Message[]) => ({ title: t(title), steps: steps.map((step) => t(step)) });
  switch (kind) {
    case 'denied':
      return { title: t(devices[`denied${suffix}`]), steps: allowSteps(t, browser, t(devices[`device${suffix}`])) };
    case 'denied-by-system':
      return list(devices[`system${suffix}`], [devices.systemSettings, devices[`systemAllow${suffix}`], devices.systemRestart]);
    case 'denied-by-policy':
      return list(devices[`policy${suffix}`], [devices.policyEmbedded, devices.policyManaged, devices.policyServer]);
    case 'missing':
      return list(devices[`missing${suffix}`], [devices[`plugIn${suffix}`], devices.missingSettings, devices.missingRetry]);
    case 'busy':
      return list(devices[`busy${suffix}`], [devices[`busyClose${suffix}`], devices.busyChoose, devices.busyReplug, devices.thenTryAgain]);
    case 'insecure':
      return list(devices.insecure, [devices.insecureWhy, devices.insecureOpen, devices.insecureAsk]);
    case 'unsupported':
      return list(devices.unsupported, [devices.unsupportedWhy, devices.unsupportedUse, devices.unsupportedExtensions]);
    case 'unknown':
      return list(devices[`unknown${suffix}`], [devices.replug, devices.restartBrowser, devices.thenTryAgain]);
  }
}

function allowSteps(t: Translate, { name, isMobile }: Browser, device: string): string[] {
  const again = t(devices.thenTryHere);
  switch (name) {
    case 'chrome':
      return isMobile ? [t(devices.chromeMobile), t(devices.allow, { device }), again] : [t(devices.chrome), t(devices.switchToAllow, { device }), again];
    case 'firefox':
      return isMobile
        ? [t(devices.firefoxMobile), t(devices.firefoxMobileBlocked, { device }), again]
        : [t(devices.firefox), t(devices.firefoxBlocked, { device }), t(devices.firefoxRemember)];
    case 'safari':
      return [t(isMobile ? devices.safariMobile : devices.safari), t(devices.setToAllow, { device }), again];
    case 'other':
      return [t(devices.otherBrowser), t(devices.allow, { device }), again];
  }
}
