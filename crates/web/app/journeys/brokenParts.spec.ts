// What a browser lacks, or a fault in one part of the page, takes nothing else from it.
import { log, post, sees } from './support/chat';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { goesLive } from './support/studio';
import { hostilePerson } from './support/hostile';

test('a fault in the chat leaves the video, and a text that can’t be linked leaves the chat', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
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

test('a name in right-to-left letters leaves the words around it where they are', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const david = await hostilePerson(stack, 2);
  await post(stack, david, ada.id, 'שלום! (1) abc');
  await sees(studio, 'שלום! (1) abc');
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
