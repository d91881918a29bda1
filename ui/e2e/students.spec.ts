// Students: found, read with their history, corrected by hand.
import { en } from '../src/pages/students/words/en';
import { fr } from '../src/pages/students/words/fr';
import { en as commonEn } from '../src/lib/words/en';
import { fr as commonFr } from '../src/lib/words/fr';
import { accessible, expect, shot, test } from './house';
import { fits } from './way';

const books = { fr: { ...fr, common: commonFr }, en: { ...en, common: commonEn } };
test.use({ school: 'd01_lycee_utf8_comma.csv' });

test('a school without students says what to do', async ({ page, house, lang }) => {
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/students`);
  await expect(page.getByText(books[lang].empty)).toBeVisible();
  await accessible(page);
});

test('a student is found, read and corrected, and the correction is in the history', async ({ page, house, lang }) => {
  const w = books[lang];
  house.imported('d01_lycee_utf8_comma.csv');
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/students`);
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(51);
  await accessible(page);
  await shot(page, lang, '51-students');
  await page.getByRole('button', { name: w.common.actions.more }).click();
  await expect(rows).not.toHaveCount(51);

  const name = (await rows.nth(3).getByRole('rowheader').textContent())?.trim() ?? '';
  await page.getByLabel(w.search).fill(name.toLowerCase());
  await expect(page.getByRole('rowheader', { name })).toBeVisible();
  await expect.poll(() => rows.count()).toBeLessThan(20);
  // Who was searched is no part of any address, and still there for whoever comes back.
  expect(decodeURIComponent(page.url()).toLowerCase()).not.toContain(name.toLowerCase());
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel(w.search)).toHaveValue(name.toLowerCase());
  await expect.poll(() => rows.count()).toBeLessThan(20);
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('d01_lycee_utf8_comma.csv').first()).toBeVisible();
  await accessible(page);
  await shot(page, lang, '52-student');

  await page.getByRole('button', { name: w.edit, exact: true }).click();
  await page.getByLabel(w.common.fields.phone, { exact: true }).fill('123');
  await accessible(page);
  await page.getByRole('button', { name: w.save }).click();
  await expect(page.getByLabel(w.common.fields.phone, { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel(w.common.fields.phone, { exact: true }).fill('699 11 22 33');
  await page.getByLabel(w.common.fields.address, { exact: true }).fill('<b>Bastos</b>, Yaoundé');
  await shot(page, lang, '53-student-edit');
  await page.getByRole('button', { name: w.save }).click();
  await expect(page.getByText('+237699112233').first()).toBeVisible();
  await expect(page.getByText('<b>Bastos</b>, Yaoundé').first()).toBeVisible();
  await expect(page.getByText(w.byHand).first()).toBeVisible();
  await expect(page.locator('#history').locator('..')).toContainText(w.what.edited);
  await accessible(page);

  await page.getByRole('button', { name: w.leave }).click();
  await page.getByRole('dialog').getByRole('button', { name: w.leave }).click();
  await expect(page.getByRole('button', { name: w.comeBack })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 720 });
  await fits(page);
});

test('whoever may only look sees nobody’s data', async ({ page, house, lang }) => {
  const w = books[lang];
  house.imported('d01_lycee_utf8_comma.csv');
  house.person('lecture@ecole.example', 'viewer');
  await house.signIn(page, 'lecture@ecole.example');
  await house.open(page, `/schools/${house.slug}/students`);
  await expect(page.getByText(w.masked)).toBeVisible();
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page.getByText(w.masked)).toBeVisible();
  await expect(page.getByRole('button', { name: w.edit, exact: true })).toHaveCount(0);
  await accessible(page);
});
