// What a person does on the way of a list, for tests.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { en as commonEn } from '../src/lib/words/en';
import { fr as commonFr } from '../src/lib/words/fr';
import { en as homeEn } from '../src/pages/home/words/en';
import { fr as homeFr } from '../src/pages/home/words/fr';
import { en as importEn } from '../src/pages/import/words/en';
import { fr as importFr } from '../src/pages/import/words/fr';
import { en as signInEn } from '../src/pages/sign-in/words/en';
import { fr as signInFr } from '../src/pages/sign-in/words/fr';
import { expect, sample, type House, type Lang } from './house';

const books = {
  fr: { common: commonFr, home: homeFr, way: importFr, signIn: signInFr },
  en: { common: commonEn, home: homeEn, way: importEn, signIn: signInEn },
};
export const wordsOf = (lang: Lang) => books[lang];

export const STEP = /\/imports\/[0-9a-f-]+\/(layout|columns|values|review|approve|report)$/;

/** A number as the pages write it. */
export const shown = (n: number, lang: Lang): string => new Intl.NumberFormat(lang === 'fr' ? 'fr-FR' : 'en-GB').format(n);

/** Chooses a file on the home page and waits until the pages say where somebody is needed. */
export async function send(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(typeof file === 'string' ? sample(file) : file);
  await expect(page).toHaveURL(STEP);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

export const csv = (text: string, name = 'liste.csv') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** The list that the page shows, as the API has it. */
export async function batchOf(page: Page, house: House) {
  const id = /imports\/([0-9a-f-]+)/.exec(page.url())?.[1];
  const answer = await page.request.get(`${house.address}/v1/establishments/${house.slug}/batches/${id}`);
  expect(answer.status()).toBe(200);
  return answer.json();
}

export const truth = (name: string) => JSON.parse(readFileSync(`${sample(name)}.truth.json`, 'utf8'));

/** Opens a step by its place in the row of steps. */
export async function step(page: Page, lang: Lang, name: 'layout' | 'columns' | 'values' | 'review' | 'approve' | 'report'): Promise<void> {
  const w = wordsOf(lang).way.steps;
  if (!page.url().endsWith(`/${name}`)) await page.getByRole('navigation', { name: w.label }).getByRole('link', { name: new RegExp(`^\\S*\\s*${w[name]}`) }).click();
  await expect(page).toHaveURL(new RegExp(`/${name}$`));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Says yes, and waits for the report. */
export async function commit(page: Page): Promise<void> {
  await page.locator('.foot .primary').click();
  await expect(page).toHaveURL(/\/report$/);
  await expect(page.locator('.hero')).toBeVisible();
}

/** With the keyboard alone: Tab until it has the focus, or back to what stands before. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`it is not reached with ${key}`);
}

/** Nothing of the page is wider than the window. */
export async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, 'the page scrolls sideways').toBeLessThanOrEqual(0);
}
