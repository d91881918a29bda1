import { test } from './house';
import { Api } from './review';
test('debug', async ({ page, house }) => {
  test.setTimeout(200_000);
  const api = await new Api(page, house).signIn();
  const id = await api.list('d01_lycee_utf8_comma.csv');
  await page.setViewportSize({ width: 320, height: 640 });
  await house.open(page, `/schools/${house.slug}/imports/${id}/review`);
  await page.locator('.cards > li').first().waitFor();
  console.log(await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > 330).map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)} ${getComputedStyle(e).position}`).slice(0, 40).join('\n')));
  await page.screenshot({ path: '/tmp/grid/narrow.png' });
});
