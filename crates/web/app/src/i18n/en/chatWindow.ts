// The chat in a window of its own, and as an overlay for streaming programs.
import { defineTexts } from '../message';

export const chatWindow = defineTexts('chatWindow', {
  popOut: 'Pop out chat',
  title: 'Chat of {name}',
  chatOf: 'Chat · {name}',
  loading: 'Loading the chat…',
  unknownUser: 'There is no user called “{name}”',
  checkSpelling: 'Check the spelling of the name.',
  noStream: '{name} hasn’t set up a stream yet',
  unavailable: 'The chat can’t be loaded right now',
  tryingAgain: '{problem} Trying again…',
  blocked: '{name} has blocked you',
  blockedText: 'You can’t read or write in this chat.',
  removed: 'You were removed from this stream',
  removedText: 'You can return to the chat of {name} after this broadcast ends.',
  guestsNotAllowed: 'This stream isn’t open to guests',
  guestsNotAllowedText: '{name} lets only signed-in viewers read the chat.',
  signInToChat: 'Sign in to chat',
  you: 'You',
  broken: 'The chat has stopped working.',
  messages: 'Chat',
  overlay: 'Chat in OBS',
  overlayHint: 'Add this address as a browser source: your chat then lies over your picture, without a background.',
});
