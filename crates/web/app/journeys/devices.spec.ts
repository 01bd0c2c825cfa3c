// A creator's camera or microphone is missing, unplugged or denied.
import { chromium, type Page } from '@playwright/test';
import { CHROMIUM_THAT_ASKS, CHROMIUM_WITHOUT_CAMERA } from './support/chromium';
import { plugInDevice, unplugDevice, hideDevice } from './support/deviceAvailability';
import { expect, openIn, test } from './support/journey';
import { expectMovingPicture, expectPictureAgain, expectSound } from './support/media';
import { call } from './support/stack';
import { startBroadcast, expectOnAir, expectPreview } from './support/studio';

test('a creator without a camera goes live with sound, and viewers see “Sound only”', async ({ stack, creator, open }) => {
  const ada = await creator();
  const browser = await chromium.launch(CHROMIUM_WITHOUT_CAMERA);
  try {
    const studio = await openIn(browser, stack, '/studio', ada);
    await expect(studio.getByRole('alert').filter({ hasText: 'No camera was found' })).toBeVisible();
    await expect(studio.getByRole('combobox', { name: 'Microphone' })).toBeEnabled();
    await expect(studio.getByText('Sound only: there is no camera.')).toBeVisible();
    await studio.getByRole('button', { name: 'Go live' }).click();
    await expectOnAir(studio);
    await expect(studio.getByText('Sound only: there is no camera.')).toBeVisible();

    const guest = await open(`/watch/${ada.username}`, null);
    await expect(guest.getByText('Sound only')).toBeVisible();
    await expectSound(guest);
    const { body } = await call(stack, ada, 'GET', '/api/stream/status');
    expect(body.data).toMatchObject({ state: 'ON_AIR' });
  } finally {
    await browser.close();
  }
});

test('a creator without a microphone goes live with picture, and adds sound when one is plugged in', async ({ creator, open }) => {
  const ada = await creator();
  const studio = await open('/', ada);
  await hideDevice(studio, 'microphone');
  await studio.goto('/studio');
  await expect(studio.getByText('Picture only: there is no microphone.')).toBeVisible();
  await studio.getByRole('button', { name: 'Go live' }).click();
  await expectOnAir(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));
  await expect(guest.getByText('Picture only')).toBeVisible();

  await studio.getByRole('tab', { name: 'Devices' }).click();
  const picker = studio.getByRole('combobox', { name: 'Microphone' });
  await expect(picker).toBeDisabled();
  await plugInDevice(studio, 'microphone');
  // It is offered, but not started without consent.
  await expect(picker).toBeEnabled();
  await expect(guest.getByText('Picture only')).toBeVisible();
  await picker.selectOption({ index: 1 });
  await expectSound(guest);
  await expect(guest.getByText('Picture only')).toBeHidden();
});

test('a camera that is unplugged while live is reported, and restarts when it is plugged in again', async ({ creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));

  await unplugDevice(studio, 'camera');
  await expect(studio.getByRole('alert').filter({ hasText: 'No camera was found' }).getByRole('listitem').first()).toBeVisible();
  await expect(studio.getByText('Viewers don’t see you')).toBeVisible();
  await expectOnAir(studio);
  await expect(guest.getByText('The camera is off')).toBeVisible();

  await plugInDevice(studio, 'camera');
  await expectPictureAgain(guest.getByLabel('Live video'), 20_000);
  await expect(studio.getByText('Viewers don’t see you')).toBeHidden();
  await expect(studio.getByText('No camera was found')).toBeHidden();
});

test('revoked camera access is reported while live, and the picture returns when access is granted again', async ({ stack, creator, open }) => {
  const ada = await creator();
  const browser = await chromium.launch(CHROMIUM_THAT_ASKS);
  try {
    const studio = await openIn(browser, stack, '/', ada);
    const context = studio.context();
    await context.grantPermissions(['camera', 'microphone'], { origin: stack.url });
    await studio.goto('/studio');
    await startBroadcast(studio);
    const guest = await open(`/watch/${ada.username}`, null);
    await expectMovingPicture(guest.getByLabel('Live video'));

    await context.clearPermissions();
    await context.grantPermissions(['microphone'], { origin: stack.url });
    await expect(studio.getByText('Viewers don’t see you')).toBeVisible();
    await expect(studio.getByRole('alert').filter({ hasText: 'Onair isn’t allowed to use your camera' })).toBeVisible();
    await expect(guest.getByText('The camera is off')).toBeVisible();

    await context.grantPermissions(['camera', 'microphone'], { origin: stack.url });
    await expectPictureAgain(guest.getByLabel('Live video'), 20_000);
    await expect(studio.getByText('Viewers don’t see you')).toBeHidden();
  } finally {
    await browser.close();
  }
});

test('a picture that isn’t sent is republished', async ({ creator, open }) => {
  const ada = await creator();
  const studio = await open('/', ada);
  await recordSenders(studio);
  await studio.goto('/studio');
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));

  await stopSending(studio, 'video');
  await expect(guest.getByText('No picture right now')).toBeVisible();
  await expect(studio.getByText('Viewers don’t see you')).toBeVisible();
  await expectPictureAgain(guest.getByLabel('Live video'), 40_000);
  await expect(studio.getByText('Viewers don’t see you')).toBeHidden();
});

test('leaving the studio releases camera and microphone, also while on air', async ({ creator, open }) => {
  const studio = await open('/', await creator());
  const captured = await countCapturedTracks(studio);
  await studio.goto('/studio');
  await expectPreview(studio);
  expect(await captured()).toBe(2);
  const away = studio.getByRole('link', { name: 'Live now', exact: true });
  await away.click();
  await expect.poll(captured).toBe(0);

  await studio.getByRole('link', { name: 'Studio', exact: true }).click();
  await startBroadcast(studio);
  await away.click();
  await studio.getByRole('alertdialog', { name: 'Leave the studio?' }).getByRole('button', { name: 'Leave' }).click();
  await expect.poll(captured).toBe(0);
});

/** The number of captured tracks. Call before the page is opened. */
async function countCapturedTracks(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(window, { tracks });
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  return async () =>
    page.evaluate(() => (window as unknown as { tracks: MediaStreamTrack[] }).tracks.filter((track) => track.readyState === 'live').length);
}

async function recordSenders(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const senders: RTCRtpSender[] = [];
    Object.assign(window, { senders });
    const add = RTCPeerConnection.prototype.addTransceiver;
    RTCPeerConnection.prototype.addTransceiver = function remembered(...given) {
      const transceiver = add.apply(this, given);
      senders.push(transceiver.sender);
      return transceiver;
    };
  });
}

/** The encoder gets no more data, without any event. */
async function stopSending(page: Page, kind: 'audio' | 'video'): Promise<void> {
  await page.evaluate(async (wanted) => {
    const { senders } = window as unknown as { senders: RTCRtpSender[] };
    await Promise.all(senders.filter(({ track }) => track?.kind === wanted).map(async (sender) => sender.replaceTrack(null)));
  }, kind);
}
