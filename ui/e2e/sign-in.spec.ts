import { en } from '../src/pages/sign-in/words/en';
import { fr } from '../src/pages/sign-in/words/fr';
import { en as homeEn } from '../src/pages/home/words/en';
import { fr as homeFr } from '../src/pages/home/words/fr';
import { accessible, ADMIN, expect, PASSWORD, shot, test } from './house';

test('whoever is not signed in is asked to, and comes to where they wanted', async ({ page, house, lang }) => {
  const w = { fr, en }[lang];
  const home = { fr: homeFr, en: homeEn }[lang];
  await house.open(page);
  await expect(page.getByRole('heading', { name: w.title })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  // The address named the school already.
  await expect(page.getByLabel(w.school)).toHaveValue(house.slug);
  await accessible(page);
  await page.getByLabel(w.email).fill(ADMIN);
  await page.getByLabel(w.password).fill('ce n’est pas le bon');
  await page.getByRole('button', { name: w.submit }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await accessible(page);
  await page.getByLabel(w.password).fill(PASSWORD);
  await shot(page, lang, '01-sign-in');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: home.title })).toBeVisible();
  await expect(page).toHaveURL(`${house.address}/schools/${house.slug}`);
  await accessible(page);
});

test('the language is switched and remembered', async ({ page, house, lang }) => {
  const other = lang === 'fr' ? 'en' : 'fr';
  await house.open(page, '/sign-in');
  await page.getByRole('button', { name: other === 'fr' ? 'Français' : 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', other);
  await page.reload();
  await expect(page.getByRole('heading', { name: { fr, en }[other].title })).toBeVisible();
});

test('a page that does not exist says so', async ({ page, house }) => {
  await house.signIn(page);
  await house.open(page, '/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await accessible(page);
});
