// A list that wants to be more than text: it is shown, and it does nothing.
import { accessible, expect, test } from './house';
import { csv, fits, send, step } from './way';

const SCRIPT = '<script>window.hurt=1</script>';
const IMAGE = '<img src=x onerror="window.hurt=2">';
const BACKWARDS = '\u202Eexe.etsil\u202C';
const ARABIC = 'محمد علي';
const CONTROL = 'A\u0007B\u200B\u0000C\u001B[31m';
const LONG = `${'W'.repeat(20_000)}`;

const LIST = [
  `Matricule,Nom,Prénoms,Classe,Téléphone,${SCRIPT},${BACKWARDS},"{{7*7}} \${1}"`,
  `=cmd|'/C calc'!A0,${IMAGE},Marie,3e A,699000101,${SCRIPT},${ARABIC},javascript:window.hurt=3`,
  `LCM2,${ARABIC},${LONG},"${IMAGE}",699000102,x,${CONTROL},y`,
  `LCM3,${CONTROL},Paul,"2nde C",699000103,x,x,y`,
  '',
].join('\n');

test('hostile texts are shown as they are and do nothing', async ({ page, house, lang }) => {
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(LIST, `${IMAGE}${BACKWARDS}"'&.csv`));
  const inert = async () => {
    expect(await page.evaluate(() => (window as unknown as { hurt?: number }).hurt)).toBeUndefined();
    expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
    await fits(page);
  };
  for (const name of ['layout', 'columns', 'values', 'approve'] as const) {
    await step(page, lang, name);
    if (name === 'layout') await expect(page.locator('tr.header')).toHaveCount(1);
    if (name === 'columns') await expect(page.locator('.line', { hasText: SCRIPT }).first()).toBeVisible();
    if (name === 'values') await expect(page.locator('.unknown')).toContainText(IMAGE);
    await inert();
    await accessible(page);
  }
  // The direction of a text stays inside of it.
  const name = page.locator('main .name.cell');
  await expect(name).toHaveCSS('unicode-bidi', 'isolate');
  await house.open(page);
  await expect(page.getByRole('row').nth(1)).toContainText('onerror');
  await inert();
  expect(asked).toEqual([]);
});

test('on a small phone, and at 200 %, nothing is cut off', async ({ page, house, lang }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await house.open(page);
  await fits(page);
  await house.signIn(page);
  await house.open(page);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await fits(page);
  await send(page, 'd01_lycee_utf8_comma.csv');
  for (const name of ['layout', 'columns', 'values', 'approve'] as const) {
    await step(page, lang, name);
    await page.waitForLoadState('networkidle');
    await fits(page);
    await accessible(page);
  }
  await page.locator('.foot .primary').click();
  await expect(page).toHaveURL(/\/report$/);
  await fits(page);
  await accessible(page);
});
