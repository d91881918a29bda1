// What tests of the review do: a list sent and checked over the API, the grid opened, cells and keys.
import { readFileSync } from 'node:fs';
import type { APIResponse, Locator, Page } from '@playwright/test';
import { en } from '../src/pages/review/words/en';
import { fr } from '../src/pages/review/words/fr';
import { ADMIN, expect, type House, type Lang, PASSWORD, sample } from './house';

export const wordsOf = (lang: Lang) => ({ fr, en })[lang];

/** A million rows take their time: `grid.measure.ts`. */
const LONG = 600_000;

interface Listed {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Requests as the page's own session makes them. */
export class Api {
  private csrf = '';
  constructor(
    readonly page: Page,
    readonly house: House,
  ) {}

  async signIn(): Promise<this> {
    const answer = await this.page.request.post(`${this.house.address}/v1/session`, {
      data: { establishment: this.house.slug, email: ADMIN, password: PASSWORD },
    });
    expect(answer.status(), await answer.text()).toBe(201);
    this.csrf = (await answer.json()).csrf;
    return this;
  }

  private headers() {
    return { 'X-CSRF-Token': this.csrf, 'Idempotency-Key': crypto.randomUUID() };
  }

  address(path: string): string {
    return `${this.house.address}/v1/establishments/${this.house.slug}${path}`;
  }

  async get(path: string) {
    const answer = await this.page.request.get(this.address(path));
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  }

  async send(method: 'post' | 'patch', path: string, data: unknown): Promise<APIResponse> {
    const answer = await this.page.request[method](this.address(path), { data: data as object, headers: this.headers() });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer;
  }

  /** Sends a list and waits until it was checked; its id. */
  async list(file: string | Listed, options: object = {}): Promise<string> {
    const listed = typeof file === 'string' ? { name: file, mimeType: 'application/octet-stream', buffer: readFileSync(sample(file)) } : file;
    const answer = await this.page.request.post(this.address('/batches'), {
      multipart: { options: JSON.stringify(options), file: listed },
      headers: this.headers(),
    });
    expect(answer.status(), await answer.text()).toBe(201);
    const { id } = await answer.json();
    await expect.poll(async () => (await this.get(`/batches/${id}`)).status, { timeout: LONG }).toBe('validated');
    return id;
  }

  async commit(id: string): Promise<void> {
    const { revision } = await this.get(`/batches/${id}/counters`);
    await this.send('post', `/batches/${id}/approve`, { revision });
    await this.send('post', `/batches/${id}/commit`, { revision });
    await expect.poll(async () => (await this.get(`/batches/${id}`)).status, { timeout: LONG }).toBe('committed');
  }

  async row(id: string, at: number) {
    return (await this.get(`/batches/${id}/rows?at=${at}&limit=1`)).items[0];
  }
}

export const grid = (page: Page): Locator => page.getByRole('grid');

/** A cell by its row (from 0, as it is shown) and the field's title. */
export async function cell(page: Page, row: number, title: string): Promise<Locator> {
  const header = grid(page).getByRole('columnheader').filter({ hasText: new RegExp(`^${title.replace(/[()]/g, '.')}`) }).first();
  const column = await header.getAttribute('aria-colindex');
  return grid(page).locator(`[role=row][aria-rowindex="${row + 2}"] [aria-colindex="${column}"]`);
}

export const active = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.at ?? document.activeElement?.tagName ?? '');

export async function openReview(page: Page, house: House, id: string, query = ''): Promise<void> {
  await house.open(page, `/schools/${house.slug}/imports/${id}/review${query}`);
  await expect(grid(page).getByRole('gridcell').first()).toBeVisible();
}

/** Puts a text into the clipboard as a person does: from a text box, with Ctrl+C. */
export async function clipboard(page: Page, text: string): Promise<void> {
  await page.evaluate((value) => {
    const box = document.createElement('textarea');
    box.id = 'from-elsewhere';
    box.value = value;
    document.body.append(box);
    box.focus();
    box.select();
  }, text);
  await page.keyboard.press('Control+c');
  await page.evaluate(() => document.getElementById('from-elsewhere')?.remove());
}
