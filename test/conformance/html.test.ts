import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html/index.ts';
import type { Report } from '../../src/report/index.ts';
import { hostileCorpus } from '../support/hostile-corpus.ts';
import { reportOfSchema } from '../support/report-of-schema.ts';
import { emptyReport, hostileReport, longReport, unknownReport } from '../support/sample-report-extremes.ts';
import { thinPairReport } from '../support/sample-report.ts';

/** report.html in the browser of Debian, from the disk. A browser that is absent skips its tests by name. */
const path = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).stdout.trim();
const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Every string of the corpus in turn, over all texts that the schema has. */
function everyPlace(variant: number): Report {
  let turn = variant * 11;
  return reportOfSchema(() => hostileCorpus[turn++ % hostileCorpus.length]?.text, variant);
}

let browser: Browser;
let folder: string;

interface Opened {
  readonly page: Page;
  readonly url: string;
  /** What the browser complained of, and everything that it asked for. */
  readonly complaints: string[];
  readonly asked: string[];
}

async function open(report: Report, options: Parameters<Browser['newContext']>[0] = {}): Promise<Opened> {
  const file = join(folder, 'report.html');
  await writeFile(file, renderHtml(report));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('request', (request) => asked.push(request.url()));
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return { page, url, complaints, asked };
}

const contrastOf = (page: Page) =>
  page.evaluate(`(() => {
    const read = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const light = (colour) => {
      const [r, g, b] = read(colour).map((c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const groundOf = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (read(colour)[3] !== 0) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('p, dd, dt, td, th, h1, h2, h3, li, a, caption, figcaption, span.word')]
      .filter((element) => element.textContent.trim() !== '' && element.offsetParent)
      .map((element) => {
        const [a, b] = [light(getComputedStyle(element).color), light(groundOf(element))].sort((x, y) => y - x);
        return { ratio: (a + 0.05) / (b + 0.05), text: element.textContent.trim().slice(0, 40) };
      })
      .filter(({ ratio }) => ratio < 4.5);
  })()`);

describe.skipIf(path === '')('conformance/html in Chromium', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firebreak-html-'));
    browser = await chromium.launch({ executablePath: path, args: quiet });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['a drill', thinPairReport],
    ['hostile strings', hostileReport],
    ['a hostile string in every place', everyPlace(0)],
    ['another hostile string in every place', everyPlace(1)],
    ['nothing learned', unknownReport],
    ['no account', emptyReport],
    ['6,000 fills', longReport(6_000)],
  ])('opens the report of %s from the disk: no complaint, no request but itself', async (_, report) => {
    const { page, url, complaints, asked } = await open(report);
    await page.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
    expect(asked).toEqual([url]);
    // Whatever was in a string, it made no element that we did not write.
    expect(
      await page.evaluate(`document.querySelectorAll('img, iframe, object, embed, link, form, base').length`),
    ).toBe(0);
    expect(await page.evaluate(`document.documentElement.scrollWidth <= innerWidth`)).toBe(true);
  });

  it('stops a script that somebody adds to the file', async () => {
    const { page, complaints } = await open(thinPairReport);
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))`,
    );
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(complaints.join()).toContain('Content Security Policy');
  });

  it('filters and sorts a table', async () => {
    const { page } = await open(longReport(300));
    const rows = page.locator('#table-trades tbody tr:visible');
    expect(await rows.count()).toBe(300);
    await page.locator('#table-trades input').fill('10000007');
    expect(await rows.count()).toBe(1);
    expect(await page.locator('#table-trades output').textContent()).toBe('1 of 300');
    await page.locator('#table-trades input').fill('');
    const head = page.locator('#table-trades th', { hasText: 'Price' });
    await head.getByRole('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    const values: string[] = await page.evaluate(
      `[...document.querySelectorAll('#table-trades tbody tr')].map((row) => row.cells[3].dataset.value)`,
    );
    const numbers = values.map(Number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it('zooms and pans the timeline by buttons, wheel, keys and pointer, and says what is under it', async () => {
    const { page } = await open(thinPairReport);
    const range = page.locator('.range');
    const home = await range.textContent();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    const closer = await range.textContent();
    expect(closer).not.toBe(home);
    await page.getByRole('button', { name: 'Later' }).click();
    expect(await range.textContent()).not.toBe(closer);
    await page.getByRole('button', { name: 'Incident' }).click();
    expect(await range.textContent()).toBe(home);
    await page.locator('#timeline .scroll').focus();
    await page.keyboard.press('+');
    expect(await range.textContent()).toBe(closer);
    await page.keyboard.press('0');
    const box = await page.locator('#timeline svg').boundingBox();
    if (!box) throw new Error('the timeline is not there');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.wheel(0, -240);
    await expect.poll(() => range.textContent()).not.toBe(home);
    await page.keyboard.press('0');
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    expect(await range.textContent()).not.toBe(home);
    await page.keyboard.press('0');
    const boxes = await Promise.all(
      (await page.locator('.marks .attacker rect').all()).map((rect) => rect.boundingBox()),
    );
    const mark = boxes.find((one) => one && one.x > box.x + 120 && one.x < box.x + box.width - 20);
    if (!mark) throw new Error('the attacker has no mark in sight');
    await page.mouse.move(mark.x + 1, mark.y + mark.height / 2);
    expect(await page.locator('.said').textContent()).toMatch(/\d\d:\d\d:\d\d\.\d+ \w+ clock: /);
  });

  it.each(['light', 'dark'] as const)('keeps every text readable in the %s', async (colorScheme) => {
    const { page } = await open(thinPairReport, { colorScheme });
    const ground = await page.evaluate(`getComputedStyle(document.querySelector('.sheet')).backgroundColor`);
    expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(21, 25, 30)');
    expect(await contrastOf(page)).toEqual([]);
  });

  it('is whole without a script, and on a phone', async () => {
    const { page, complaints } = await open(thinPairReport, {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    });
    expect(complaints).toEqual([]);
    expect(await page.locator('.tools').isVisible()).toBe(false);
    expect(await page.locator('.marks rect').count()).toBeGreaterThan(10);
    expect(await page.locator('.ticks text').count()).toBeGreaterThan(1);
    expect(await page.locator('table').count()).toBeGreaterThan(5);
  });

  it('prints', async () => {
    const { page } = await open(thinPairReport, { colorScheme: 'dark' });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)');
    expect(await page.locator('nav').isVisible()).toBe(false);
  });
});
