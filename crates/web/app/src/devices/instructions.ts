// The steps that fix a device problem in a browser.
import type { Browser } from './browser';
import type { DeviceProblem } from './deviceProblem';

export interface Instructions {
  title: string;
  steps: string[];
}

export function instructionsFor({ kind, device }: DeviceProblem, browser: Browser): Instructions {
  const devices = device === 'camera or microphone' ? 'camera and microphone' : device;
  switch (kind) {
    case 'denied':
      return { title: `Onair isn’t allowed to use your ${devices}`, steps: allowSteps(browser, devices) };
    case 'denied-by-system':
      return {
        title: `Your system blocks the ${devices} for this browser`,
        steps: [
          'Open your system’s privacy settings (macOS: System Settings › Privacy & Security; Windows: Settings › Privacy & security).',
          `Allow this browser to use the ${devices}.`,
          'Close the browser completely, open it again and come back to this page.',
        ],
      };
    case 'denied-by-policy':
      return {
        title: `This page isn’t allowed to use a ${device}`,
        steps: [
          'If Onair is shown inside another page, open it in its own tab.',
          'If your organisation manages this browser, ask them to allow the device for this site.',
          'Otherwise ask the people who run this site: its server blocks the device (Permissions-Policy).',
        ],
      };
    case 'missing':
      return {
        title: `No ${device} was found`,
        steps: [
          `Plug in a ${device}, or turn it on (some laptops have a key or a slider for it).`,
          'Check that your system’s settings list it.',
          'Then try again, or choose it under “Devices”.',
        ],
      };
    case 'busy':
      return {
        title: `Another program is using your ${device}`,
        steps: [
          `Close video calls and recording programs, and other tabs that use the ${devices}.`,
          'Or choose another one under “Devices”.',
          'If that doesn’t help, unplug the device, plug it in again or restart the browser.',
          'Then try again.',
        ],
      };
    case 'insecure':
      return {
        title: 'This address isn’t secure',
        steps: [
          'Browsers allow camera and microphone only on HTTPS pages, or on pages from this computer.',
          'Open this page with https:// in front of its address.',
          'If that doesn’t work, ask the people who run this site to set up a certificate.',
        ],
      };
    case 'unsupported':
      return {
        title: 'This browser can’t send or play live video',
        steps: [
          'It doesn’t support WebRTC, which live video needs, or WebRTC is turned off.',
          'Use an up-to-date Chrome, Edge, Firefox or Safari.',
          'Turn off extensions that block WebRTC for this page.',
        ],
      };
    case 'unknown':
      return {
        title: `Your ${devices} couldn’t be started`,
        steps: ['Unplug the device and plug it in again, or choose another one.', 'Restart the browser.', 'Then try again.'],
      };
  }
}

function allowSteps(browser: Browser, device: string): string[] {
  const again = 'Then try again here.';
  switch (browser.name) {
    case 'chrome':
      return browser.isMobile
        ? ['Tap the icon left of the address, then Permissions.', `Allow ${device}.`, again]
        : [
            'Click the icon left of the address (two sliders, or a crossed-out camera on the right).',
            `Switch ${device} to Allow.`,
            again,
          ];
    case 'firefox':
      return browser.isMobile
        ? ['Tap the lock left of the address.', `Tap “Blocked” beside ${device} to allow it.`, again]
        : [
            'Click the crossed-out camera or microphone left of the address.',
            `Remove “Blocked” beside ${device} by its ×.`,
            'Try again here, tick “Remember this decision” and choose Allow.',
          ];
    case 'safari':
      return browser.isMobile
        ? [
            'Tap the page menu in the address bar, then Website Settings (or open the Settings app › Apps › Safari).',
            `Set ${device} to Allow.`,
            again,
          ]
        : ['In the menu bar choose Safari › Settings for This Website….', `Set ${device} to Allow.`, again];
    case 'other':
      return ['Open this site’s permissions in your browser’s settings.', `Allow ${device}.`, again];
  }
}
