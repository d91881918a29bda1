// Whoever runs the service: schools with their counts, a new one, a visit with a reason.
import { en } from '../src/pages/admin/platform/words/en';
import { fr } from '../src/pages/admin/platform/words/fr';
import { en as adminEn } from '../src/pages/admin/words/en';
import { fr as adminFr } from '../src/pages/admin/words/fr';
import { en as studentsEn } from '../src/pages/students/words/en';
import { fr as studentsFr } from '../src/pages/students/words/fr';
import { accessible, expect, shot, test } from './house';

const books = { fr: { ...fr, admin: adminFr, students: studentsFr }, en: { ...en, admin: adminEn, students: studentsEn } };
test.use({ school: 'd01_lycee_utf8_comma.csv' });

test('schools are counted, created and visited with a reason that the school reads', async ({ page, house, lang }) => {
  const w = books[lang];
  house.imported('d01_lycee_utf8_comma.csv');
  await house.signInAsHost(page);
  await house.open(page, '/');
  await expect(page.getByRole('heading', { level: 1, name: w.title })).toBeVisible();
  const ours = page.getByRole('row', { name: new RegExp(house.slug) });
  await expect(ours).toContainText(/\d{2,}/);
  await accessible(page);

  await page.getByRole('button', { name: w.create }).click();
  await page.getByLabel(w.new.name, { exact: true }).fill('Collège Évangélique de Libamba');
  await expect(page.getByLabel(w.new.slug)).toHaveValue('college-evangelique-de-libamba');
  await page.getByLabel(w.new.email).fill('principal@libamba.example');
  await accessible(page);
  await shot(page, lang, '54-new-school');
  await page.getByRole('button', { name: w.new.go, exact: true }).click();
  await expect(page.getByLabel(w.new.doneLabel, { exact: true })).toHaveValue(/\/password#/);
  await page.getByRole('button', { name: w.admin.once.done }).click();
  await expect(page.getByRole('row', { name: /Libamba/ })).toBeVisible();
  await shot(page, lang, '55-schools');

  await page.getByRole('button', { name: w.visitOf(house.name) }).click();
  await page.getByRole('button', { name: w.enter }).click();
  await expect(page.getByText(w.reasonShort)).toBeVisible();
  await page.getByLabel(w.reason, { exact: true }).fill('Appel de la directrice : une liste reste bloquée');
  await accessible(page);
  await page.getByRole('button', { name: w.enter }).click();
  await expect(page).toHaveURL(`${house.address}/schools/${house.slug}`);
  await expect(page.getByRole('note')).toContainText(house.name);
  await accessible(page);
  await house.open(page, `/schools/${house.slug}/students`);
  await expect(page.getByText(w.students.masked)).toBeVisible();

  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/trail`);
  await expect(page.getByText('Appel de la directrice')).toBeVisible();
});
