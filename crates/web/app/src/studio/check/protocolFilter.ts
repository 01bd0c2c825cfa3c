// Limits a connection to UDP or TCP: browser and media server don't learn each other's candidates of the other protocol.
import type { Room } from 'livekit-client';
import { candidateProtocol, withCandidatesOf } from './candidates';

type Client = Room['engine']['client'];

/** Call before connecting, because the media server answers to every candidate that it gets. */
export function filterSent(client: Client, protocol: 'udp' | 'tcp'): void {
  const filtered = filterDescription(protocol);
  const [sendIceCandidate, sendOffer, sendAnswer] = [client.sendIceCandidate.bind(client), client.sendOffer.bind(client), client.sendAnswer.bind(client)];
  client.sendIceCandidate = async (candidate, target) => {
    if (candidateProtocol(candidate.candidate) === protocol) await sendIceCandidate(candidate, target);
  };
  client.sendOffer = (offer, offerId) => sendOffer(filtered(offer), offerId);
  client.sendAnswer = (answer, offerId) => sendAnswer(filtered(answer), offerId);
}

/** Call when the media server has answered: joining sets the callbacks. `onOffered` is called for each candidate that is kept. */
export function filterReceived(client: Client, protocol: 'udp' | 'tcp', onOffered: () => void): void {
  const filtered = filterDescription(protocol);
  const { onTrickle, onOffer, onAnswer } = client;
  client.onTrickle = (candidate, target) => {
    if (candidateProtocol(candidate.candidate) !== protocol) return;
    onOffered();
    onTrickle?.(candidate, target);
  };
  client.onOffer = (offer, ...rest) => onOffer?.(filtered(offer), ...rest);
  client.onAnswer = (answer, ...rest) => onAnswer?.(filtered(answer), ...rest);
}

function filterDescription(protocol: 'udp' | 'tcp') {
  return <T extends { sdp?: string }>(description: T): T => (description.sdp === undefined ? description : { ...description, sdp: withCandidatesOf(description.sdp, protocol) });
}
