// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { defineTexts } from './message';
import { Trans } from './Trans';

const texts = defineTexts('area', {
  greeting: 'Hello {name}, <link>see <strong>{count} streams</strong></link>!',
});

afterEach(cleanup);

it('puts values and elements where the text has them, and nothing from values is a tag', () => {
  const { container } = render(<Trans message={texts.greeting} values={{ name: '<link>', count: 1_200 }} tags={{ link: <i />, strong: <strong /> }} />);
  expect(container.innerHTML).toBe('Hello &lt;link&gt;, <i>see <strong>1,200 streams</strong></i>!');
});

it('requires all elements', () => {
  // @ts-expect-error -- `strong` is missing
  const element = <Trans message={texts.greeting} values={{ name: 'Ada', count: 2 }} tags={{ link: <b /> }} />;
  expect(render(element).container.textContent).toBe('Hello Ada, see 2 streams!');
});
