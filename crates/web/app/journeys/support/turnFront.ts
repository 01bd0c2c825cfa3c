// What docs/deploy/haproxy.cfg is for: port 443 of TURN's host name, which ends TLS in front of LiveKit.
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer } from 'node:tls';
import { issueCertificate } from './caddy';

/** The host name of TURN. Chromium resolves names below `localhost` itself, for IPv4 and IPv6. */
export const TURN_HOST = 'turn.localhost';

export interface TurnFront {
  /** Chromium's options to reach it at port 443 of `TURN_HOST`, and to trust its certificate. */
  chromiumArgs: string[];
  stop: () => void;
}

/** `turnPort` is LiveKit's port for TURN. */
export async function startTurnFront(turnPort: number): Promise<TurnFront> {
  const { cert, key } = await issueCertificate(TURN_HOST);
  const server = createServer({ cert, key }, (client) => {
    const turn = connect(turnPort, '127.0.0.1');
    pipeline(client, turn, () => {});
    pipeline(turn, client, () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the front of TURN has no port');
  const publicKey = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return {
    chromiumArgs: [
      `--host-resolver-rules=MAP ${TURN_HOST} 127.0.0.1:${address.port}`,
      `--ignore-certificate-errors-spki-list=${createHash('sha256').update(publicKey).digest('base64')}`,
    ],
    stop: () => server.close(),
  };
}
