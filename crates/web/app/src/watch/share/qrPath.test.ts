import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { qrPath } from './qrPath';

it('a QR code is drawn as rectangles, one for neighbours in a row', () => {
  expect(qrPath([[true, true, false, true], [false, false, true, false]])).toBe('M4 4h2v1h-2zM7 4h1v1h-1zM6 5h1v1h-1z');
});

it('all dark modules are drawn', () => {
  const { data, size } = encode('https://example.com/watch/ada', { border: 0 });
  const widths = [...qrPath(data).matchAll(/h(\d+)v/g)].map(([, width]) => Number(width));
  expect(size).toBe(data.length);
  expect(widths.reduce((sum, width) => sum + width, 0)).toBe(data.flat().filter(Boolean).length);
});
