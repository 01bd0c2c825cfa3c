// How well a broadcast is sent, in words.
import { defineTexts } from '../message';

export const health = defineTexts('health', {
  upload: 'Upload',
  lost: 'Lost on the way',
  picture: 'Picture',
  notSent: 'Not sent',
  lossText: '{loss} of what you send is lost on the way. Viewers may see the picture stall.',
  lossAdvice: 'A cable or a place nearer to the Wi-Fi router may help.',
  nobodyWatches: 'Nobody is watching, so no picture is sent. It starts with the first viewer.',
  allWell: 'Everything is sent as it should be.',
  lowered: 'The browser has lowered it from {from} to {to}.',
  lessDetail: 'The browser sends it with less detail.',
  tooBusy: 'Your computer is too busy for the whole picture. {measure}',
  tooBusyAdvice: 'Close other programs, or choose a smaller picture under “Devices”.',
  tooSlow: 'Your connection is too slow for the whole picture. {measure}',
  tooSlowAdvice: 'Pause other uploads, or use a cable instead of Wi-Fi.',
  limited: 'The browser can’t send the whole picture. {measure}',
  pictureIs: { one: '{lines} at {count} frame per second', other: '{lines} at {count} frames per second' },
});
