// The import in a platform's own page: the page of the guide, on another port, with the element that Rentrée serves.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { en } from '../src/pages/embed/words/en';
import { fr } from '../src/pages/embed/words/fr';
import { en as reviewEn } from '../src/pages/review/words/en';
import { fr as reviewFr } from '../src/pages/review/words/fr';
import { accessible, expect, sample, shot, test, type House } from './house';
import { wordsOf } from './way';

const books = { fr, en };
const review = { fr: reviewFr, en: reviewEn };
const GUIDE = readFileSync(new URL('../../docs/guides/embedding.md', import.meta.url), 'utf8');
const LIST = 'd01_lycee_utf8_comma.csv';
test.use({ school: LIST });

/** The page that the guide prints, with the addresses of this test in it. */
function guidePage(house: House, lang: string): string {
  const html = /```html\n([^]*?)```/.exec(GUIDE)?.[1] ?? '';
  return html.replaceAll('https://rentree.example', house.address).replace('lang="fr">', `lang="${lang}">`);
}

/** A platform: its page, and the one thing that its server does, which holds the key. */
async function platform(house: House, lang: string, key: string, body: object = {}): Promise<{ server: Server; address: string; sessions: () => number }> {
  let sessions = 0;
  const server = createServer((request, answer) => {
    void (async () => {
      if (request.url === '/rentree-session') {
        sessions += 1;
        const { port } = server.address() as AddressInfo;
        const made = await fetch(`${house.address}/v1/establishments/${house.slug}/embed-sessions`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ origins: [`http://127.0.0.1:${port}`], user: 'u-17', ...body }),
        });
        answer.writeHead(made.status, { 'Content-Type': 'application/json' }).end(await made.text());
      } else if (request.url === '/') {
        const policy = `default-src 'none'; script-src 'unsafe-inline' ${house.address}; style-src 'unsafe-inline'; frame-src ${house.address}; connect-src 'self'; img-src 'self'`;
        answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy }).end(guidePage(house, lang));
      } else answer.writeHead(404).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  house.friends.push(address);
  return { server, address, sessions: () => sessions };
}

/** What the page has heard, as the guide's page keeps it. */
const heard = (page: Page) => page.evaluate(() => (window as { heard?: { type: string; detail: Record<string, unknown> }[] }).heard ?? []);

test('a list is imported inside another site’s page, from end to end, and that page hears how it stands', async ({ page, house, lang }) => {
  const w = books[lang];
  const host = await platform(house, lang, house.key('operator', 'upload', 'read', 'commit', 'export'));
  try {
    await page.goto(host.address);
    const frame = page.frameLocator('rentree-import iframe');
    await expect(frame.getByRole('heading', { level: 1, name: w.title })).toBeVisible();
    await accessible(page);
    await shot(page, lang, '60-embedded');
    await frame.locator('input[type=file]').setInputFiles(sample(LIST));
    await expect(frame.locator('.foot .primary').first()).toBeVisible();

    // To the yes, by whatever steps there are; then the report.
    const next = frame.locator('.foot .primary').or(frame.getByRole('button', { name: review[lang].goOn, exact: true }));
    const at = frame.locator('li[aria-current=step] .name');
    const step = async () => (await at.textContent()) ?? '';
    for (let now = await step(); !now.includes(wordsOf(lang).way.steps.report); now = await step()) {
      await next.click();
      await expect(at).not.toHaveText(now);
    }
    await expect(frame.locator('.hero')).toBeVisible();
    await accessible(page);
    await shot(page, lang, '61-embedded-report');
    await expect.poll(async () => (await heard(page)).map((one) => one.type)).toEqual(['ready', 'batch_created', 'review_ready', 'committed']);
    const told = await heard(page);
    expect(told[1]?.detail.batch).toMatch(/^[0-9a-f-]{36}$/);
    expect((told[3]?.detail.counts as Record<string, number>).created).toBeGreaterThan(100);
    // The frame is as high as what it shows: nothing in it scrolls.
    await expect
      .poll(() => page.locator('rentree-import iframe').evaluate((frame) => frame.getBoundingClientRect().height))
      .toBeGreaterThan(500);

    await frame.getByRole('button', { name: w.close }).click();
    await expect(frame.getByText(w.closed.line)).toBeVisible();
    await expect.poll(async () => (await heard(page)).at(-1)?.type).toBe('closed');

    // No cookie was used or set, and the trail knows whose key it was.
    expect(await page.context().cookies()).toEqual([]);
    const trail = house.run('audit', 'export', '--establishment', house.slug);
    expect(trail).toContain('"embed.opened"');
    expect(trail).toMatch(/"actor":"embed:[0-9a-f-]+","action":"batch.approved"/);
    expect(trail).toContain('u-17');
    expect(JSON.parse(house.run('student', 'export', '--establishment', house.slug, '--json')).length).toBeGreaterThan(100);
  } finally {
    host.server.close();
  }
});

test('a page that the session does not name shows nothing and hears nothing', async ({ page, house, lang }) => {
  const host = await platform(house, lang, house.key('operator', 'upload', 'read'), { origins: ['https://ailleurs.example'] });
  try {
    // That the browser refuses is what is wanted here; the test's own watch does not count it.
    page.removeAllListeners('console');
    await page.goto(host.address);
    await expect.poll(() => page.frames().map((frame) => frame.url())).toContainEqual(expect.stringMatching(/^chrome-error:/));
    expect(await heard(page)).toEqual([]);
  } finally {
    host.server.close();
  }
});

test('a session says that it ends, takes a new token from its own page and from nobody else', async ({ page, house, lang }) => {
  const w = books[lang];
  const host = await platform(house, lang, house.key('operator', 'upload', 'read'), { minutes: 1 });
  try {
    await page.goto(host.address);
    const frame = page.frameLocator('rentree-import iframe');
    await expect(frame.getByRole('heading', { level: 1, name: w.title })).toBeVisible();
    // A minute is less than the warning's two: the page hears it at once, and the guide's page renews.
    await expect.poll(async () => (await heard(page)).some((one) => one.type === 'session_expiring')).toBe(true);
    await expect.poll(() => host.sessions()).toBeGreaterThanOrEqual(2);
    // A message with another source is no message.
    await page.evaluate(() => {
      const frame = document.querySelector<HTMLIFrameElement>('rentree-import iframe');
      const stranger = document.createElement('iframe');
      document.body.append(stranger);
      const post = (stranger.contentWindow as unknown as { Function: FunctionConstructor }).Function;
      void post;
      frame?.contentWindow?.postMessage({ source: 'somebody', type: 'session', token: 'wrong' }, '*');
    });
    await expect(frame.getByRole('heading', { level: 1, name: w.title })).toBeVisible();
  } finally {
    host.server.close();
  }
});

test('alone, or without its token, the page says where it belongs', async ({ page, house, lang }) => {
  await house.open(page, '/embed/0123.4567');
  await expect(page.getByText(books[lang].missing.line)).toBeVisible();
  await accessible(page);
});
