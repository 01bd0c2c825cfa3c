// Pages in Firefox. Playwright only supports its own Firefox build, so Puppeteer drives the installed one.
import { expect } from '@playwright/test';
import { launch, type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { lookAt, type VideoSample } from './media';
import type { Person, Stack } from './stack';

/** A fake camera and microphone without prompts, and media on this machine only. */
const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

const TIMEOUT_MS = 20_000;

export async function startFirefox(): Promise<Browser> {
  const executablePath = process.env.ONAIR_FIREFOX;
  if (!executablePath) throw new Error('ONAIR_FIREFOX must name the program of Firefox');
  return launch({ browser: 'firefox', executablePath, extraPrefsFirefox: PREFERENCES });
}

/** A page in Firefox with its own profile. */
export class FirefoxPage {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
    page.setDefaultTimeout(TIMEOUT_MS);
  }

  static async open(browser: Browser, stack: Stack, path: string, who: Person | null): Promise<FirefoxPage> {
    const page = await (await browser.createBrowserContext()).newPage();
    if (who) await page.evaluateOnNewDocument((token) => localStorage.setItem('onair.token', token), who.token);
    await page.goto(stack.url + path);
    return new FirefoxPage(page);
  }

  async press(name: string): Promise<void> {
    await this.#page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
  }

  async follow(name: string): Promise<void> {
    await this.#page.locator(`::-p-aria([name="${name}"][role="link"])`).click();
  }

  /** Clicks an element of another site's page, by its CSS selector. */
  async click(selector: string): Promise<void> {
    await this.#page.locator(selector).click();
  }

  /** Fills a field of another site's page, by its CSS selector. */
  async fill(selector: string, text: string): Promise<void> {
    await this.#page.locator(selector).fill(text);
  }

  /** Clicks a button in a dialog; the button that opened it may have the same name. */
  async clickInDialog(name: string): Promise<void> {
    await this.#page.locator(`[role="alertdialog"] ::-p-aria([name="${name}"][role="button"])`).click();
  }

  async expectText(text: string): Promise<void> {
    await this.#page.locator(`::-p-text(${text})`).wait();
  }

  async sendMessage(text: string): Promise<void> {
    await this.#page.locator('::-p-aria([name="Message"][role="textbox"])').fill(text);
    await this.#page.keyboard.press('Enter');
  }

  /** Checks that the video decodes new frames and that they differ. */
  async expectMovingPicture(label: string): Promise<void> {
    const selector = `video[aria-label="${label}"]`;
    await this.#page.locator(selector).wait();
    const look = async (): Promise<VideoSample> => this.#page.$eval(selector, lookAt);
    const before = await look();
    await expect.poll(async () => (await look()).frames, { message: 'frames advance' }).toBeGreaterThan(before.frames + 5);
    await expect.poll(async () => (await look()).picture, { message: 'the picture changes' }).not.toBe(before.picture);
  }

  /**
   * Checks that sound arrives and plays. The level can't be measured: without a sound card Firefox runs no audio
   * graph.
   */
  async expectSound(): Promise<void> {
    const player = (await this.#page.waitForSelector('video[aria-label="Live video"]')) as ElementHandle<HTMLVideoElement>;
    const playedOf = async () =>
      player.evaluate((element) => {
        const [track] = (element.srcObject as MediaStream).getAudioTracks();
        return track && !track.muted && !element.paused && !element.muted ? element.currentTime : 0;
      });
    const before = await playedOf();
    await expect.poll(playedOf, { message: 'sound plays' }).toBeGreaterThan(before);
  }
}
