// The frame of all pages: header, account menu, banners, and pages that replace others.
import { defineTexts } from '../message';

export const shell = defineTexts('shell', {
  skip: 'Skip to content',
  brand: 'Onair, live now',
  mainNavigation: 'Main',
  liveNow: 'Live now',
  studio: 'Studio',
  accountMenu: 'Account menu',
  signedInAs: 'Account menu, signed in as',
  peopleYouFollow: 'People you follow',
  peopleYouBlocked: 'People you blocked',
  administration: 'Administration',
  language: 'Language',
  noConnection: 'No connection to Onair. Check your network. This page reconnects automatically.',
  notAnswering: 'Onair isn’t answering right now. This page continues automatically when it does.',
  broken: 'Something went wrong',
  brokenIntro: 'This is an error in Onair. Reloading the page usually helps. You can resume a running broadcast.',
  outage: 'Onair can’t be reached',
  outageIntro: 'This page could not be loaded. Check your connection, then reload it.',
  upgrade: 'Part of this page is missing',
  upgradeIntro: 'Onair was probably updated while this page was open. Reload the page. If that doesn’t help, wait a minute: the update may still be in progress.',
});
