// A missing browser feature, or an error in one part of the page, doesn't affect the other parts.
import { log, post, expectMessage } from './support/chat';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { startBroadcast } from './support/studio';
import { hostilePerson } from './support/hostile';

test('an error in the chat doesn’t affect the video, and a text that can’t be linked doesn’t affect the chat', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  await post(stack, ada, ada.id, '見て https://example.com/foo。次の文');

  const page = await open('/', await viewer());
  await page.addInitScript(() => {
    Object.defineProperty(URL, 'canParse', { value: undefined });
    const observe = ResizeObserver.prototype.observe;
    ResizeObserver.prototype.observe = function observeUnlessBroken(element: Element, options?: ResizeObserverOptions) {
      if (element.getAttribute('role') === 'log' && !('isMended' in window)) throw new Error('made for a journey');
      observe.call(this, element, options);
    };
  });
  await page.goto(`/watch/${ada.username}`);
  await expect(page.getByRole('alert').getByText('The chat has stopped working.')).toBeVisible();
  await expectMovingPicture(page.getByLabel('Live video'));
  await page.evaluate(() => void Object.assign(window, { isMended: true }));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(log(page).getByRole('link', { name: 'https://example.com/foo', exact: true })).toBeVisible();

  await page.addInitScript(() => {
    Object.assign(window, { isMended: true });
    Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
      get: () => () => {
        throw new Error('made for a journey');
      },
    });
  });
  await page.reload();
  await expect(log(page).getByText('This message can’t be shown.')).toBeVisible();
  await expectMovingPicture(page.getByLabel('Live video'));
});

test('a right-to-left name doesn’t reorder the text around it', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const david = await hostilePerson(stack, 2);
  await post(stack, david, ada.id, 'שלום! (1) abc');
  await expectMessage(studio, 'שלום! (1) abc');
  await log(studio).getByRole('button', { name: /^Options for/ }).click();
  await log(studio).getByRole('button', { name: 'Remove from the stream' }).click();
  const title = studio.getByRole('alertdialog').getByRole('heading');
  await expect(title).toHaveText(/^Remove .* from the stream\?$/);
  const [before, after] = await title.evaluate((element) => {
    const boxOf = (node: Node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    };
    return [boxOf(element.firstChild ?? element)[0]?.left ?? 0, boxOf(element.lastChild ?? element).at(-1)?.right ?? 0];
  });
  const box = await title.boundingBox();
  expect(before).toBeLessThan((box?.x ?? 0) + 2);
  expect(after).toBeGreaterThan(before);
});
