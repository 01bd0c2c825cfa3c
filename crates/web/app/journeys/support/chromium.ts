// How the browser is started: the one that is installed, with a camera that shows a moving picture and
// a microphone that beeps, and without calls to anywhere but the stack.

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // Root has no sandbox to enter.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

const executablePath = process.env.ONAIR_CHROMIUM;

export const CHROMIUM = {
  ...(executablePath ? { executablePath } : {}),
  args: [...QUIET, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
};

/** The same browser that asks before it lends camera and microphone, so that access can be given and taken back. */
export const CHROMIUM_THAT_ASKS = { ...CHROMIUM, args: [...QUIET, '--use-fake-device-for-media-stream'] };

/** The same browser of a computer that has only a microphone. */
export const CHROMIUM_WITHOUT_CAMERA = {
  ...CHROMIUM,
  args: [...QUIET, '--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'],
};

/** The same browser of a person who says no to every question. */
export const CHROMIUM_THAT_REFUSES = {
  ...CHROMIUM,
  args: [...QUIET, '--use-fake-device-for-media-stream', '--deny-permission-prompts'],
};
