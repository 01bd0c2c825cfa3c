// Launch options: the installed browser, with a fake camera that shows a moving picture and a fake microphone that
// beeps, and without requests to other hosts.

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // Chromium's sandbox doesn't work as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

const WHOLE = launched(process.env.ONAIR_CHROMIUM);

/** Without a window: it takes a third less processor time. It has no prompts for permissions. */
const HEADLESS = launched(process.env.ONAIR_HEADLESS_CHROMIUM ?? process.env.ONAIR_CHROMIUM);

function launched(executablePath: string | undefined): { executablePath?: string } {
  return executablePath ? { executablePath } : {};
}

export const CHROMIUM = {
  ...HEADLESS,
  args: [...QUIET, '--use-fake-device-for-media-stream=fps=10', '--use-fake-ui-for-media-stream'],
};

/** As people run it. */
export const WHOLE_CHROMIUM = { ...CHROMIUM, ...WHOLE };

/** With permission prompts, so that access can be granted and revoked. */
export const CHROMIUM_THAT_ASKS = { ...WHOLE, args: [...QUIET, '--use-fake-device-for-media-stream=fps=10'] };

/** With a microphone only. */
export const CHROMIUM_WITHOUT_CAMERA = {
  ...WHOLE,
  args: [...QUIET, '--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'],
};

/** Denies every permission prompt. */
export const CHROMIUM_THAT_REFUSES = {
  ...WHOLE,
  args: [...QUIET, '--use-fake-device-for-media-stream=fps=10', '--deny-permission-prompts'],
};

/** With a microphone that delivers the sound of a file, again and again. */
export const chromiumWithSound = (path: string) => ({ ...CHROMIUM, args: [...CHROMIUM.args, `--use-file-for-fake-audio-capture=${path}`] });
