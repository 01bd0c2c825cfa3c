// Problems of the connection to the media server.
import { defineTexts } from '../message';

export const connection = defineTexts('connection', {
  refused: 'The media server refused the connection.',
  unexpected: 'Something unexpected stopped the connection.',
  lost: 'The connection was lost.',
  unreachable: 'The media server can’t be reached from here. A firewall or VPN may be blocking it, or it is restarting.',
  notAnswering: 'The media server isn’t answering right now.',
  unavailable: 'Onair isn’t available right now.',
  tryingAgain: '{message} Trying again…',
  keepsTrying: '{message} This page keeps trying.',
});
