import { expect, it } from 'vitest';
import { candidateProtocol, turnServers, withCandidatesOf } from './candidates';

it.each([
  ['candidate:1 1 udp 2130706431 192.0.2.1 7882 typ host', 'udp'],
  ['candidate:4234997325 1 UDP 1 192.0.2.1 7882 typ srflx raddr 0.0.0.0 rport 0', 'udp'],
  ['a=candidate:7 1 tcp 1671430143 192.0.2.1 7881 typ host tcptype passive', 'tcp'],
  ['', null],
  [undefined, null],
  ['candidate:1 1 sctp 1 192.0.2.1 1 typ host', null],
])('reads the protocol of %j as %s', (line, protocol) => {
  expect(candidateProtocol(line)).toBe(protocol);
});

it('tests TURN with TLS where it is offered, and else TURN without', () => {
  const stun = { urls: ['stun:stun.example:3478'] };
  const plain = { urls: ['turn:turn.example:3478?transport=udp'], username: 'a', credential: 'b' };
  const both = { urls: ['turn:turn.example:3478', 'turns:turn.example:443?transport=tcp'], username: 'a', credential: 'b' };
  expect(turnServers([stun])).toEqual([]);
  expect(turnServers([stun, plain])).toEqual([plain]);
  expect(turnServers([plain, both])).toEqual([{ ...both, urls: ['turns:turn.example:443?transport=tcp'] }]);
});

it('removes the candidates of the other protocol from a session description', () => {
  const [udp, tcp] = ['a=candidate:1 1 udp 2130706431 192.0.2.1 7882 typ host', 'a=candidate:7 1 tcp 1671430143 192.0.2.1 7881 typ host tcptype passive'];
  const sdp = ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', udp, tcp, 'a=end-of-candidates', ''].join('\r\n');
  expect(withCandidatesOf(sdp, 'tcp')).toBe(['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', tcp, 'a=end-of-candidates', ''].join('\r\n'));
  expect(withCandidatesOf(sdp, 'udp')).toContain(udp);
});
