// A student's rights: the file, who looked, to be forgotten; what was deleted; and nothing of students in a browser that was left.
import { readFile } from 'node:fs/promises';
import { en as adminEn } from '../src/pages/admin/words/en';
import { fr as adminFr } from '../src/pages/admin/words/fr';
import { en as privacyEn } from '../src/pages/admin/privacy/words/en';
import { fr as privacyFr } from '../src/pages/admin/privacy/words/fr';
import { en as studentsEn } from '../src/pages/students/words/en';
import { fr as studentsFr } from '../src/pages/students/words/fr';
import { en as commonEn } from '../src/lib/words/en';
import { fr as commonFr } from '../src/lib/words/fr';
import { accessible, expect, shot, test } from './house';
import { fits } from './way';

const books = {
  fr: { admin: adminFr, privacy: privacyFr, students: studentsFr, common: commonFr },
  en: { admin: adminEn, privacy: privacyEn, students: studentsEn, common: commonEn },
};
const LIST = 'd01_lycee_utf8_comma.csv';
test.use({ school: LIST });

test('a student’s file is taken, who looked is told, and the student is erased and let back', async ({ page, house, lang }) => {
  const w = books[lang];
  const r = w.students.rights;
  house.imported(LIST);
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/students`);
  const link = page.getByRole('table').getByRole('link').first();
  const name = ((await link.textContent()) ?? '').trim();
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  const arriving = page.waitForEvent('download');
  await page.getByRole('button', { name: r.take }).click();
  const dossier = JSON.parse(await readFile(await (await arriving).path(), 'utf8'));
  expect(JSON.stringify(dossier.student.values)).toContain(name.split(' ')[0]);
  await page.getByRole('button', { name: r.look }).click();
  await expect(page.getByText(r.how['student.taken_out'])).toBeVisible();
  await expect(page.getByText(r.how['page.students']).first()).toBeVisible();
  await accessible(page);
  await shot(page, lang, '62-student-rights');

  await page.getByRole('button', { name: r.erase }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: r.erase }).click();
  await expect(dialog.getByText(r.reasonNeeded)).toBeVisible();
  await expect(dialog.getByText(r.sureNeeded)).toBeVisible();
  await dialog.getByLabel(r.reason).fill('demande de la famille');
  await dialog.getByRole('checkbox', { name: r.sure }).check();
  await accessible(page);
  await shot(page, lang, '63-erase');
  await dialog.getByRole('button', { name: r.erase }).click();
  await expect(page).toHaveURL(`${house.address}/schools/${house.slug}/students`);
  await expect(page.getByText(r.erased)).toBeVisible();
  await page.getByLabel(w.students.search).fill(name);
  await expect(page.getByText(w.students.noMatch, { exact: true })).toBeVisible();

  await page.goto(`${house.address}/schools/${house.slug}/admin/privacy`);
  const row = page.getByRole('row', { name: /demande de la famille/ });
  await expect(row).toContainText(w.privacy.stands);
  await expect(page.getByText(w.privacy.purgesEmpty)).toBeVisible();
  await accessible(page);
  await shot(page, lang, '64-erased');
  await row.getByRole('button').click();
  await page.getByRole('dialog').getByLabel(w.privacy.reason).fill('réinscription');
  await page.getByRole('dialog').getByRole('button', { name: w.privacy.lift }).click();
  await expect(row).toContainText('réinscription');
  await expect(row.getByRole('button')).toHaveCount(0);
  await page.setViewportSize({ width: 360, height: 720 });
  await fits(page);
});

test('what was purged is certified to an auditor too, who sees no student', async ({ page, house, lang }) => {
  const w = books[lang].privacy;
  house.imported(LIST);
  house.run('purge', '--as-of', '2099-01-01');
  house.person('audit@ecole.example', 'auditor');
  await house.signIn(page, 'audit@ecole.example');
  await house.open(page, `/schools/${house.slug}/admin/privacy`);
  const row = page.getByRole('row').nth(1);
  await expect(row).toContainText(w.files(1));
  await expect(row).toContainText(w.retention(30));
  await expect(page.getByRole('heading', { name: w.erasures })).toHaveCount(0);
  await accessible(page);
  await shot(page, lang, '65-purged');
});

test('signing out is on every page, and leaves nothing of a student in the browser', async ({ page, house, lang }) => {
  const w = books[lang];
  house.imported(LIST);
  await house.signIn(page);
  for (const place of ['', '/students', '/admin/levels']) {
    await house.open(page, `/schools/${house.slug}${place}`);
    await expect(page.getByRole('button', { name: w.common.signOut })).toBeVisible();
  }
  await house.open(page, `/schools/${house.slug}/students`);
  const name = ((await page.getByRole('table').getByRole('link').first().textContent()) ?? '').trim();
  expect(name).not.toBe('');
  await page.getByRole('button', { name: w.common.signOut }).click();
  await expect(page.getByRole('table')).toHaveCount(0);
  expect(await page.content()).not.toContain(name);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(kept).not.toContain(name);
  await page.goBack();
  await expect(page.getByRole('table')).toHaveCount(0);
});
