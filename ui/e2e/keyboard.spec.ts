// The whole way with the keyboard alone, from the sign-in to the report.
import { en as reviewEn } from '../src/pages/review/words/en';
import { fr as reviewFr } from '../src/pages/review/words/fr';
import { ADMIN, expect, PASSWORD, sample, test } from './house';
import { STEP, tabTo, wordsOf } from './way';

test.use({ school: 'd04_ces_title_block.xlsx' });

test('from the sign-in to the report without a mouse', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  await house.open(page);
  await tabTo(page, page.getByLabel(w.signIn.email));
  await page.keyboard.type(ADMIN);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  // A page begins at its heading, which takes the focus as soon as it is there.
  await expect(page.getByRole('heading', { level: 1, name: w.home.title })).toBeFocused();

  const pick = page.getByRole('button', { name: w.way.upload.pick });
  await tabTo(page, pick);
  const choosing = page.waitForEvent('filechooser');
  // Nothing waits between the event and the key as it does with a click: the browser must have heard that the window of files is ours.
  await page.evaluate(() => document.readyState);
  await page.keyboard.press('Enter');
  const chooser = await choosing;
  await chooser.setFiles(sample('d04_ces_title_block.xlsx'));
  await expect(page).toHaveURL(STEP);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  const steps = page.getByRole('navigation', { name: w.way.steps.label });
  for (const [name, next] of [['layout', w.way.layout.goOn], ['columns', w.way.columns.goOn], ['values', w.way.values.goOn]] as const) {
    const link = steps.getByRole('link', { name: new RegExp(w.way.steps[name]) });
    // The steps stand before the heading, at which every page begins.
    await tabTo(page, link, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/${name}$`));
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await tabTo(page, page.getByRole('button', { name: next }));
    await page.keyboard.press('Enter');
    await expect(page).not.toHaveURL(new RegExp(`/${name}$`));
  }
  // The way on stands before the grid, in which Tab goes from cell to cell.
  await expect(page).toHaveURL(/\/review$/);
  await tabTo(page, page.getByRole('button', { name: { fr: reviewFr, en: reviewEn }[lang].goOn, exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/approve$/);
  await tabTo(page, page.locator('.foot .primary'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/report$/);
  await tabTo(page, page.getByRole('button', { name: w.way.report.undo }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});
