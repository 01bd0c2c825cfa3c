// Replaces the WebRTC library's logger, which would write JSON to the terminal.
const nothing = () => undefined;

export const pino = () => ({ level: 'silent', debug: nothing, info: nothing, warn: nothing, error: nothing });
