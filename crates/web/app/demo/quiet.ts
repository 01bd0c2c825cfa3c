// Stands in for the logger of the WebRTC library, which would write JSON to the terminal: what matters to
// a person the demo says itself.
const nothing = () => undefined;

export const pino = () => ({ level: 'silent', debug: nothing, info: nothing, warn: nothing, error: nothing });
