import { expect, it } from 'vitest';
import { covering, insetPlacement, mainPlacement, pictureSize } from './pictureLayout';

const HD = { width: 1280, height: 720 };

it.each([
  [{ width: 1920, height: 1080 }, HD],
  [{ width: 320, height: 180 }, { width: 320, height: 180 }],
  [{ width: 640, height: 480 }, { width: 640, height: 360 }],
  [{ width: 720, height: 1280 }, { width: 720, height: 405 }],
  [{ width: 3440, height: 1440 }, HD],
])('a source of %o makes a picture of %o', (source, picture) => expect(pictureSize(source)).toEqual(picture));

it('fills the picture with the middle of a camera', () => {
  expect(covering({ width: 640, height: 480 }, { x: 0, y: 0, width: 640, height: 360 })).toEqual({
    from: { x: 0, y: 60, width: 640, height: 360 },
    to: { x: 0, y: 0, width: 640, height: 360 },
  });
});

it('shows a screen and an upright camera whole', () => {
  expect(mainPlacement({ width: 1000, height: 1000 }, true, HD).to).toEqual({ x: 280, y: 0, width: 720, height: 720 });
  expect(mainPlacement({ width: 720, height: 1280 }, false, HD).to).toEqual({ x: 437.5, y: 0, width: 405, height: 720 });
  expect(mainPlacement({ width: 640, height: 480 }, false, HD).to).toMatchObject(HD);
});

it('puts the camera into the corner of a screen', () => {
  const { to } = insetPlacement({ width: 640, height: 480 }, HD);
  expect(to.x + to.width).toBeLessThan(HD.width);
  expect(to.width / to.height).toBeCloseTo(16 / 9);
});
