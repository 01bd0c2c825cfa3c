// The blurred background of the creator's picture.
import type { Locator } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { expectOnAir, openTab, startBroadcast } from './support/studio';

test('a creator blurs the background while live, and viewers receive the blurred picture', async ({ creator, open }) => {
  const ada = await creator();
  const studio = await open('/', ada, { viewport: { width: 1440, height: 900 } });
  const loaded = new Set<string>();
  studio.on('request', (request) => loaded.add(new URL(request.url()).pathname));
  const model = () => [...loaded].filter((path) => /\.(?:tflite|wasm)$/u.test(path)).length;
  await studio.goto('/studio');
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  const [own, received] = [studio.getByLabel('Your camera'), guest.getByLabel('Live video')];
  await expectMovingPicture(received);
  const sharp = await sharpnessOf(received);
  expect(model()).toBe(0);
  await openTab(studio, 'Devices');
  const blur = studio.getByRole('switch', { name: 'Blur background' });
  await expect(blur).not.toBeChecked();

  await test.step('nobody is in the picture of the fake camera, so all of it becomes blurred', async () => {
    await blur.check();
    await expect.poll(async () => sharpnessOf(own)).toBeLessThan(0.7 * sharp);
    await expect.poll(async () => sharpnessOf(received)).toBeLessThan(0.7 * sharp);
    await expectMovingPicture(received);
    expect(model()).toBe(2);
    await expectOnAir(studio);
    await expectAccessible(studio, 'a blurred background');
  });

  await test.step('the camera stays blurred when it was off', async () => {
    await studio.getByRole('button', { name: 'Turn camera off' }).click();
    await expect(guest.getByText('The camera is off')).toBeVisible();
    await studio.getByRole('button', { name: 'Turn camera on' }).click();
    await expectMovingPicture(received);
    expect(await sharpnessOf(received)).toBeLessThan(0.7 * sharp);
  });

  await test.step('it is remembered, and the picture is never shown without it', async () => {
    await studio.reload();
    await expect(own).toBeVisible();
    expect(await sharpestOf(own, 10)).toBeLessThan(0.7 * sharp);
    await expect(blur).toBeChecked();
  });

  await test.step('off again, the picture is as it is', async () => {
    await blur.uncheck();
    await expect.poll(async () => sharpnessOf(own)).toBeGreaterThan(0.85 * sharp);
  });
});

/** The sharpness of the sharpest of the picture that is shown and the next ones. */
async function sharpestOf(video: Locator, pictures: number): Promise<number> {
  const sharpness = [await sharpnessOf(video)];
  while (sharpness.length <= pictures) {
    await video.evaluate(async (element) => new Promise((resolve) => (element as HTMLVideoElement).requestVideoFrameCallback(resolve)));
    sharpness.push(await sharpnessOf(video));
  }
  return Math.max(...sharpness);
}

/** How much neighbouring pixels differ at most places with an edge; 0 while there is no picture. */
async function sharpnessOf(video: Locator): Promise<number> {
  return video.evaluate((element) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 180];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(element as HTMLVideoElement, 0, 0, canvas.width, canvas.height);
    const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() };
    const steps: number[] = [];
    // Green: the colour of the fake camera's picture.
    for (let index = 5; index < data.length; index += 4) steps.push(Math.abs((data[index] ?? 0) - (data[index - 4] ?? 0)));
    const steepest = steps.toSorted((one, other) => other - one).slice(0, 200);
    return steepest.reduce((sum, step) => sum + step, 0) / steepest.length;
  });
}
