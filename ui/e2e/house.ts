// A house of its own for each test: a fresh folder, `rentree serve` on a free port, a school out of a sample's truth, people with passwords.
//
//   import { expect, test } from './house';
//   test.use({ school: 'd04_ces_title_block.xlsx' });
//   test('…', async ({ page, house, lang }) => { await house.signIn(page); … });
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { small } from './picture';

export { expect };

export type Lang = 'fr' | 'en';
export const PASSWORD = 'une phrase assez longue';
export const ADMIN = 'chef@ecole.example';
export const HOST = 'exploitation@service.example';

const repository = new URL('../../', import.meta.url).pathname;
const PROGRAM = process.env.RENTREE ?? join(repository, 'target/debug/rentree');

export const sample = (name: string): string => join(repository, 'samples', name);

export class House {
  readonly folder = mkdtempSync(join(tmpdir(), 'rentree-e2e-'));
  slug = '';
  name = '';
  address = '';
  /** What else stands in the environment of whatever is run from now on. */
  readonly variables: Record<string, string> = {};
  /** Other servers of the test itself, which pages may ask. */
  readonly friends: string[] = [];
  private child: ChildProcess | undefined;

  run(...args: string[]): string {
    return this.given('', ...args);
  }

  /** With something on its standard input. */
  given(input: string, ...args: string[]): string {
    return execFileSync(PROGRAM, args, { cwd: this.folder, env: this.env(), input, stdio: ['pipe', 'pipe', 'pipe'] }).toString();
  }

  /** While this process goes on: a server of the test itself can be spoken to. */
  async aside(...args: string[]): Promise<void> {
    const child = spawn(PROGRAM, args, { cwd: this.folder, env: this.env(), stdio: 'ignore' });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code, args.join(' ')).toBe(0);
  }

  private env() {
    return { PATH: process.env.PATH ?? '', RENTREE_DATA: join(this.folder, 'data'), LANG: 'fr_FR.UTF-8', ...this.variables };
  }

  /** The school that a sample's truth describes. */
  declare(list: string, more: object = {}): void {
    const truth = JSON.parse(readFileSync(`${sample(list)}.truth.json`, 'utf8'));
    const { key, default_school_year, ...rest } = truth.tenant;
    this.slug = key;
    this.name = rest.name;
    const file = join(this.folder, 'school.json');
    writeFileSync(file, JSON.stringify({ slug: key, school_year: default_school_year, ...rest, ...more }));
    this.run('establishment', 'apply', file);
  }

  /** The list in the school's students, by the command line. */
  imported(list: string, ...args: string[]): void {
    try {
      this.run('import', sample(list), '--establishment', this.slug, '--commit', '--approve', ...args);
    } catch (error) {
      // Rows in error are said with an exit code of their own; the others are in.
      if ((error as { status?: number }).status !== 4) throw error;
    }
  }

  /** A key of a program, as it is shown once. */
  key(role: string, ...scopes: string[]): string {
    const told = this.run('key', 'create', '--establishment', this.slug, '--role', role, '--scope', scopes.join(','), '--name', 'Plateforme', '--json');
    return /rentree_[0-9a-f]{32}_[\w-]{43}/.exec(told)?.[0] ?? '';
  }

  /** Somebody of the school; their password is `PASSWORD`. */
  person(email: string, role: 'school_admin' | 'operator' | 'viewer' | 'auditor'): void {
    this.given(PASSWORD, 'user', 'create', email, '--establishment', this.slug, '--role', role, '--password-stdin');
  }

  async start(...args: string[]): Promise<void> {
    const child = spawn(PROGRAM, ['serve', '--listen', '127.0.0.1:0', ...args], {
      cwd: this.folder,
      env: this.env(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child = child;
    this.address = await new Promise<string>((resolve, reject) => {
      let log = '';
      child.stderr.on('data', (bytes: Buffer) => {
        log += bytes.toString();
        const found = /http:\/\/[0-9.]+:\d+/.exec(log);
        if (found) resolve(found[0]);
      });
      child.on('exit', () => reject(new Error(`the server ended: ${log}`)));
    });
  }

  /** As if somebody pulled the plug. */
  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Through the page for people, with its cookie left in the page's context. */
  async signIn(page: Page, email = ADMIN): Promise<void> {
    const answer = await page.request.post(`${this.address}/v1/session`, {
      data: { establishment: this.slug, email, password: PASSWORD },
    });
    expect(answer.status(), await answer.text()).toBe(201);
  }

  /** Whoever runs the service. */
  async signInAsHost(page: Page): Promise<void> {
    this.given(PASSWORD, 'admin', 'create', HOST, '--password-stdin');
    const answer = await page.request.post(`${this.address}/v1/session`, { data: { email: HOST, password: PASSWORD } });
    expect(answer.status(), await answer.text()).toBe(201);
  }

  /** Opens an address of the pages. */
  async open(page: Page, path = `/schools/${this.slug}`): Promise<void> {
    await page.goto(this.address + path);
  }
}

interface Options {
  /** The sample whose school is declared. */
  school: string;
}

export const test = base.extend<Options & { house: House; lang: Lang; quiet: void }>({
  school: ['d01_lycee_utf8_comma.csv', { option: true }],
  lang: async ({ locale }, use) => use(locale?.startsWith('en') ? 'en' : 'fr'),
  house: async ({ school }, use) => {
    const house = new House();
    try {
      house.declare(school);
      house.person(ADMIN, 'school_admin');
      await house.start();
      await use(house);
    } finally {
      await house.end();
    }
  },
  // Whatever a test is about: nothing goes to another host, nothing is refused by the content policy, nothing throws.
  quiet: [
    async ({ page, house }, use) => {
      const wrong: string[] = [];
      page.on('request', (request) => {
        const url = request.url();
        if (![house.address, ...house.friends].some((own) => url.startsWith(own)) && !url.startsWith('blob:') && !url.startsWith('about:')) wrong.push(`another host: ${url}`);
      });
      page.on('pageerror', (error) => wrong.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/the server responded with a status of 4\d\d|net::ERR_/.test(message.text())) {
          wrong.push(`console: ${message.text()}`);
        }
      });
      if (process.env.RENTREE_PAGES) await fresh(page, house, process.env.RENTREE_PAGES);
      await use();
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});

/** With `RENTREE_PAGES`: pages as they were just built, with the headers of a program that was built before them. */
async function fresh(page: Page, house: House, folder: string): Promise<void> {
  const kinds: Record<string, string> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html; charset=utf-8' };
  await page.context().route(
    (url) => url.href.startsWith(house.address) && !url.pathname.startsWith('/v1/'),
    async (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = join(folder, path.includes('.', path.lastIndexOf('/')) && !path.startsWith('/embed/') ? path : 'index.html');
      if (!existsSync(file)) return route.continue();
      if (!file.endsWith('.html')) {
        return route.fulfill({ status: 200, contentType: kinds[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream', body: readFileSync(file) });
      }
      const answer = await route.fetch({ headers: { ...route.request().headers(), 'accept-encoding': 'identity' } });
      const headers: Record<string, string> = { ...answer.headers(), 'content-type': kinds[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream' };
      delete headers['content-length'];
      await route.fulfill({ status: 200, headers, body: readFileSync(file) });
    },
  );
}

/** No finding of axe-core on the page as it stands, WCAG 2.2 AA and its best practices. */
export async function accessible(page: Page): Promise<void> {
  // With frames of other origins axe-core gathers its findings in a page of its own, which takes its time.
  const found = await new AxeBuilder({ page })
    .setLegacyMode(page.frames().length === 1)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const said = found.violations.map((one) => `${one.id}: ${one.help} — ${one.nodes.map((node) => node.html).slice(0, 3).join(' | ')}`);
  expect(said).toEqual([]);
}

/** A picture of the page for `docs/screens`, when `RENTREE_SHOTS` asks for pictures: tests leave the tree as it is. */
export async function shot(page: Page, lang: Lang, name: string): Promise<void> {
  if (!process.env.RENTREE_SHOTS) return;
  await page.evaluate(() => document.fonts.ready);
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  writeFileSync(join(repository, 'docs/screens', lang, `${name}.png`), small(picture));
}
