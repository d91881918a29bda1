// The review grid over a list of a million rows, measured in the browser: how long until rows are there after opening, after a jump to any
// place, after choosing a filter. `cargo xtask series grid`; the figures stand in docs/figures.md.
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './house';
import { Api, grid } from './review';

const LIST = process.env.RENTREE_LIST ?? '';
const OPENS = 7;
const JUMPS = 100;
const FILTERS = 5;

/** Milliseconds until no row in sight is waited for and `ready` holds, from just before `act`; two frames later, when it is painted. */
async function until(page: Page, act: string, ready: string): Promise<number> {
  return page.evaluate(
    ([act, ready]) =>
      new Promise<number>((resolve, reject) => {
        const [doIt, isReady] = [new Function(`return (${act})`)() as () => void, new Function(`return (${ready})`)() as () => boolean];
        const begun = performance.now();
        doIt();
        const look = () => {
          if (performance.now() - begun > 20_000) reject(new Error(`never: ${ready}`));
          else if (isReady()) requestAnimationFrame(() => resolve(performance.now() - begun));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [act, ready] as const,
  );
}

/** Rows in sight are there: the row that should be the first one is drawn and has its cells. */
const THERE = `() => {
  const rows = [...document.querySelectorAll('[role=grid] .body [role=row]')];
  const box = document.querySelector('[role=grid] .body')?.getBoundingClientRect();
  if (!box) return false;
  const seen = rows.filter((row) => { const at = row.getBoundingClientRect(); return at.bottom > box.top && at.top < box.bottom; });
  return seen.length > 5 && seen.every((row) => row.getAttribute('aria-busy') === 'false' && row.querySelector('[role=gridcell] .text'));
}`;

interface Figures {
  times: number;
  median: number;
  p95: number;
  slowest: number;
}

function figures(all: number[]): Figures {
  const sorted = [...all].sort((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { times: all.length, median: at(0.5), p95: at(0.95), slowest: at(1) };
}

test('a long list opens, scrolls anywhere and is filtered without waiting', async ({ page, house }) => {
  expect(LIST, 'the list that is measured: cargo xtask series grid').not.toBe('');
  const begun = Date.now();
  try {
    house.run('import', LIST, '--establishment', house.slug, '--as-of', '2025-10-15', '--limit', 'file_bytes=500M');
  } catch (error) {
    // It ends with 4 when a row is in error, and some are.
    expect((error as { status: number }).status, String((error as { stderr: Buffer }).stderr)).toBe(4);
  }
  console.log(`staged in ${Math.round((Date.now() - begun) / 1000)} s`);
  const api = await new Api(page, house).signIn();
  const id: string = (await api.get('/batches')).items[0].id;
  const { counts, issues } = await api.get(`/batches/${id}/counters`);
  const path = `/schools/${house.slug}/imports/${id}/review`;

  // From the address to the first rows, nothing kept but the browser's own files.
  const opened: number[] = [];
  await page.addInitScript(`(() => {
    const there = ${THERE};
    const look = () => there() ? requestAnimationFrame(() => (window.__opened = performance.now())) : requestAnimationFrame(look);
    requestAnimationFrame(look);
  })()`);
  for (let n = 0; n < OPENS; n += 1) {
    await page.goto('about:blank');
    await house.open(page, path);
    await page.waitForFunction(() => '__opened' in window, undefined, { timeout: 20_000 });
    opened.push(await page.evaluate(() => (window as unknown as { __opened: number }).__opened));
  }

  // Any place of the list, as if the bar was dragged there. The same places on every run.
  const jumped: number[] = [];
  let dice = 7;
  for (let n = 0; n < JUMPS; n += 1) {
    dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648;
    const share = dice / 2_147_483_648;
    const act = `() => { const g = document.querySelector('[role=grid]'); g.scrollTop = ${share} * (g.scrollHeight - g.clientHeight); g.dispatchEvent(new Event('scroll')); }`;
    jumped.push(await until(page, act, THERE));
  }

  // A screen further, again and again, as somebody reads.
  const paged: number[] = [];
  for (let n = 0; n < JUMPS; n += 1) {
    paged.push(await until(page, `() => { document.querySelector('[role=grid]').scrollTop += 400; }`, THERE));
  }

  // Filters by code, each from all rows.
  const filtered: number[] = [];
  const codes = Object.entries(issues as Record<string, number>).sort((one, other) => other[1] - one[1]);
  console.log(codes.map(([code, count]) => `${code} ${count}`).join(', '));
  const groups = page.locator('.inside .what');
  await expect(groups).toHaveCount((await api.get(`/batches/${id}/issues`)).items.length, { timeout: 20_000 });
  const most = Math.min(await groups.count(), 12);
  for (let at = 0; at < most; at += 1) {
    for (let n = 0; n < FILTERS; n += 1) {
      const rows = `() => { const g = document.querySelector('[role=grid]'); return g && Number(g.getAttribute('aria-rowcount')) < ${counts.read} && (${THERE})(); }`;
      const few = `() => document.querySelectorAll('.inside .what')[${at}]?.getAttribute('aria-pressed') === 'true' && (${rows})()`;
      filtered.push(await until(page, `() => document.querySelectorAll('.inside .what')[${at}].click()`, few));
      const all = `() => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) > ${counts.read - 10} && (${THERE})()`;
      await until(page, `() => document.querySelectorAll('.inside .what')[${at}].click()`, all);
    }
  }

  // Far into a filter, too.
  await page.getByRole('button', { name: /Erreurs/ }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(counts.error + 1));
  const deep: number[] = [];
  for (let n = 0; n < 30; n += 1) {
    dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648;
    const act = `() => { const g = document.querySelector('[role=grid]'); g.scrollTop = ${dice / 2_147_483_648} * (g.scrollHeight - g.clientHeight); g.dispatchEvent(new Event('scroll')); }`;
    deep.push(await until(page, act, THERE));
  }

  const found = {
    rows: counts.read,
    open: figures(opened),
    jump: figures(jumped),
    page: figures(paged),
    filter: figures(filtered),
    'jump in a filter': figures(deep),
  };
  console.log(JSON.stringify(found, null, 2));
  writeFileSync(new URL('../../target/grid-figures.json', import.meta.url).pathname, JSON.stringify(found, null, 2));
  expect(found.open.median, 'opens in under 1 s').toBeLessThan(1_000);
  expect(found.jump.p95, 'pages under 100 ms').toBeLessThan(100);
  expect(found.filter.p95, 'filters in under 300 ms').toBeLessThan(300);
});
