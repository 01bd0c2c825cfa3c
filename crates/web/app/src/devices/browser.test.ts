import { expect, it } from 'vitest';
import { detectBrowser } from './browser';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

it.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36`, 'chrome', false],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0`, 'chrome', false],
  [`Mozilla/5.0 (Linux; Android 16; K) ${WEBKIT} Chrome/150.0.0.0 Mobile Safari/537.36`, 'chrome', true],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:150.0) Gecko/20100101 Firefox/150.0', 'firefox', false],
  ['Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0', 'firefox', true],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15', 'safari', false],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/150.0', 'safari', true],
  ['curl/8.0', 'other', false],
])('%s', (userAgent, name, isMobile) => {
  expect(detectBrowser(userAgent)).toEqual({ name, isMobile });
});
