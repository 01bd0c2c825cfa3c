// ICE candidates: the addresses and protocols by which browser and media server may reach each other. Pure.

/** The transport protocol of a candidate line (RFC 8839, section 5.1); null if the line isn't one. */
export function candidateProtocol(candidate: string | undefined): 'udp' | 'tcp' | null {
  const match = /^(?:a=)?candidate:\S+ \d+ (udp|tcp)\b/iu.exec(candidate ?? '');
  return match ? (match[1]?.toLowerCase() as 'udp' | 'tcp') : null;
}

/** A session description without the candidates of the other protocol. */
export function withCandidatesOf(sdp: string, protocol: 'udp' | 'tcp'): string {
  const isKept = (line: string) => !line.startsWith('a=candidate:') || candidateProtocol(line) === protocol;
  return sdp.split('\r\n').filter(isKept).join('\r\n');
}

interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

/** The TURN servers to test: those with TLS if there are any, because networks that block most things permit TLS. */
export function turnServers(servers: readonly IceServer[]): IceServer[] {
  const withScheme = (scheme: string) =>
    servers.map((server) => ({ ...server, urls: server.urls.filter((url) => url.startsWith(scheme)) })).filter(({ urls }) => urls.length > 0);
  const secure = withScheme('turns:');
  return secure.length > 0 ? secure : withScheme('turn:');
}
