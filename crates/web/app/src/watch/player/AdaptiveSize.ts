// Tells the media library how large a video element is and whether it is seen, so that the media server sends no more
// than that. Unlike the library's own observer, it can ask for more: the quality that the viewer has chosen.
import type { ElementInfo } from 'livekit-client';

/** After this time in the background, no picture is sent. A quick look at another tab doesn't interrupt it. */
const BACKGROUND_DELAY_MS = 5_000;

/** Larger than every layer. */
const UNLIMITED = 100_000;

export class AdaptiveSize implements ElementInfo {
  readonly element: HTMLVideoElement;
  handleResize?: () => void;
  handleVisibilityChanged?: () => void;
  visibilityChangedAt: number | undefined = 0;
  #isIntersecting = true;
  #isInBackground = document.hidden;
  #isUnlimited = false;
  #stop: (() => void) | undefined;

  constructor(element: HTMLVideoElement) {
    this.element = element;
  }

  /** Whether the size of the element limits the quality. */
  setUnlimited(isUnlimited: boolean): void {
    if (this.#isUnlimited === isUnlimited) return;
    this.#isUnlimited = isUnlimited;
    this.handleResize?.();
  }

  width(): number {
    return this.#isUnlimited ? UNLIMITED : this.element.clientWidth;
  }

  height(): number {
    return this.#isUnlimited ? UNLIMITED : this.element.clientHeight;
  }

  get visible(): boolean {
    return this.pictureInPicture || (this.#isIntersecting && !this.#isInBackground);
  }

  get pictureInPicture(): boolean {
    return document.pictureInPictureElement === this.element;
  }

  observe(): void {
    const { element } = this;
    const intersection = new IntersectionObserver((entries) => {
      this.#isIntersecting = entries.at(-1)?.isIntersecting ?? true;
      this.#onVisibility();
    });
    intersection.observe(element);
    const resize = new ResizeObserver(() => this.handleResize?.());
    resize.observe(element);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const setBackground = (isInBackground: boolean) => {
      this.#isInBackground = isInBackground;
      this.#onVisibility();
    };
    const onDocument = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setBackground(true), BACKGROUND_DELAY_MS);
      else setBackground(false);
    };
    const onPictureInPicture = () => this.#onVisibility();
    document.addEventListener('visibilitychange', onDocument);
    element.addEventListener('enterpictureinpicture', onPictureInPicture);
    element.addEventListener('leavepictureinpicture', onPictureInPicture);
    this.#stop = () => {
      clearTimeout(timer);
      intersection.disconnect();
      resize.disconnect();
      document.removeEventListener('visibilitychange', onDocument);
      element.removeEventListener('enterpictureinpicture', onPictureInPicture);
      element.removeEventListener('leavepictureinpicture', onPictureInPicture);
    };
  }

  stopObserving(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #onVisibility(): void {
    this.visibilityChangedAt = Date.now();
    this.handleVisibilityChanged?.();
  }
}
