// How well a broadcast is sent, in words, in German.
import type { health as english } from '../en/health';
import type { Translation } from '../message';

export const health: Translation<typeof english> = {
  upload: 'Upload',
  lost: 'Unterwegs verloren',
  picture: 'Bild',
  notSent: 'Wird nicht gesendet',
  lossText: '{loss} von dem, was du sendest, geht unterwegs verloren. Bei deinen Zuschauern kann das Bild stocken.',
  lossAdvice: 'Ein Kabel oder ein Platz näher am WLAN-Router kann helfen.',
  nobodyWatches: 'Niemand schaut zu, deshalb wird kein Bild gesendet. Es beginnt mit dem ersten Zuschauer.',
  allWell: 'Alles wird so gesendet, wie es soll.',
  lowered: 'Der Browser hat es von {from} auf {to} verringert.',
  lessDetail: 'Der Browser sendet es mit weniger Details.',
  tooBusy: 'Dein Computer ist für das ganze Bild zu ausgelastet. {measure}',
  tooBusyAdvice: 'Schließe andere Programme oder wähle unter „Geräte“ ein kleineres Bild.',
  tooSlow: 'Deine Verbindung ist für das ganze Bild zu langsam. {measure}',
  tooSlowAdvice: 'Halte andere Uploads an oder nimm ein Kabel statt WLAN.',
  limited: 'Der Browser kann nicht das ganze Bild senden. {measure}',
  pictureIs: { one: '{lines} mit {count} Bild pro Sekunde', other: '{lines} mit {count} Bildern pro Sekunde' },
};
