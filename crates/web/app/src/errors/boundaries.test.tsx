// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Picture } from '../ui/Picture';
import { ItemBoundary, SectionBoundary } from './boundaries';

afterEach(cleanup);

const silent = { onCaughtError: () => undefined };

function Fragile({ breaks }: { breaks: () => boolean }) {
  if (breaks()) throw new Error('a fault');
  return <p>works</p>;
}

it('names the section that failed, keeps the rest, and can retry', () => {
  let isBroken = true;
  render(
    <>
      <SectionBoundary text="The chat has stopped working.">
        <Fragile breaks={() => isBroken} />
      </SectionBoundary>
      <p>the video</p>
    </>,
    silent,
  );
  expect(screen.getByRole('alert').textContent).toContain('The chat has stopped working.');
  expect(screen.getByText('the video')).toBeTruthy();
  isBroken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('works')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('loses one item of many', () => {
  render(
    ['one', 'two', 'three'].map((name) => (
      <ItemBoundary key={name} fallback={<p>instead of {name}</p>}>
        <Fragile breaks={() => name === 'two'} />
      </ItemBoundary>
    )),
    silent,
  );
  expect(screen.getAllByText('works')).toHaveLength(2);
  expect(screen.getByText('instead of two')).toBeTruthy();
});

it('shows the fallback of a picture that can’t be loaded', () => {
  const { container } = render(<Picture sources={['https://a.example/gone.png']} fallback="A" />);
  const image = container.querySelector('img');
  if (image) fireEvent.error(image);
  expect(container.textContent).toBe('A');
});
