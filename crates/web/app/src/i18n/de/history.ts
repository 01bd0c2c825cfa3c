// Ended broadcasts: their statistics, and why they ended, in German.
import type { history as english } from '../en/history';
import type { Translation } from '../message';

export const history: Translation<typeof english> = {
  duration: 'Dauer',
  peakViewers: 'Meiste Zuschauer gleichzeitig',
  totalViewers: 'Zuschauer insgesamt',
  messages: 'Nachrichten',
  viewersOverTime: 'Zuschauer im Verlauf',
  mostViewers: 'Meiste Zuschauer: {count}, um {time}',
  viewersAt: '{viewers} um {time}',
  timeInBroadcast: 'Zeitpunkt der Übertragung',
  hoursMinutes: '{hours} Std. {minutes} Min.',
  hours: '{hours} Std.',
  minutes: '{minutes} Min.',
  seconds: '{seconds} s',
  neverConnected: 'Nie verbunden',
  neverConnectedWhy: 'Bild und Ton haben den Medienserver nie erreicht, deshalb hat niemand die Übertragung gesehen.',
  neverConnectedAdvice: 'Prüfe dein Netzwerk: Vielleicht blockiert eine Firewall oder ein VPN das Video. Geh dann noch einmal live.',
  connectionLost: 'Verbindung verloren',
  connectionLostWhy: 'Deine Verbindung war zu lange unterbrochen, deshalb ist die Übertragung beendet.',
  connectionLostAdvice: 'Prüfe dein Netzwerk und geh noch einmal live. Wer auf deiner Seite geblieben ist, sieht dich automatisch wieder.',
  roomClosed: 'Am Medienserver geschlossen',
  roomClosedWhy: 'Der Medienserver hat den Raum geschlossen, und diese Seite konnte nicht rechtzeitig wieder beitreten. An deiner Kamera und deinem Netzwerk liegt es nicht.',
  roomClosedAdvice: 'Du kannst sofort wieder live gehen.',
  stoppedByAdmin: 'Von einem Admin beendet',
  stoppedByAdminWhy: 'Ein Admin dieser Website hat sie beendet.',
  stoppedByAdminAdvice: 'Frag die Admins nach dem Grund, bevor du wieder live gehst.',
  creatorRevoked: 'Freigabe entzogen',
  creatorRevokedWhy: 'Ein Admin dieser Website hat dir die Freigabe als Creator entzogen.',
  creatorRevokedAdvice: 'Du kannst dich erneut bewerben. Frag die Admins nach Einzelheiten.',
};
