// How much a first-time user has to do, counted: docs/guides/first-page-import.md tells it.
import { ADMIN, expect, PASSWORD, sample, test } from './house';
import { csv, STEP, wordsOf } from './way';

const CLEAN = `Matricule,Nom,Prénoms,Sexe,Date de naissance,Classe,Téléphone
LCM1,ABENA,Marie,F,12/03/2009,3e A,699000101
LCM2,BELLO,Jean,M,25/04/2010,4e B,699000102
`;

test.describe('clicks', () => {
  test('a clean list: four clicks from the sign-in to the students', async ({ page, house, lang }) => {
    const w = wordsOf(lang);
    let clicks = 0;
    await page.exposeFunction('clicked', () => (clicks += 1));
    await page.addInitScript(() => document.addEventListener('click', (event) => event.isTrusted && (window as unknown as { clicked: () => void }).clicked(), true));
    await house.open(page);
    await page.getByLabel(w.signIn.email).fill(ADMIN);
    await page.getByLabel(w.signIn.password).fill(PASSWORD);
    await page.getByRole('button', { name: w.signIn.submit }).click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: w.way.upload.pick }).click()]);
    await chooser.setFiles(csv(CLEAN));
    await expect(page).toHaveURL(/\/approve$/);
    await page.locator('.foot .primary').click();
    await expect(page).toHaveURL(/\/report$/);
    // Three in the pages, and one in the system's own window of files.
    expect(clicks + 1).toBe(4);
  });

  test('the messiest list: what is decided on its way', async ({ page, house, lang }) => {
    const w = wordsOf(lang);
    let clicks = 0;
    await page.exposeFunction('clicked', () => (clicks += 1));
    await page.addInitScript(() => document.addEventListener('click', (event) => event.isTrusted && (window as unknown as { clicked: () => void }).clicked(), true));
    await house.open(page);
    await page.getByLabel(w.signIn.email).fill(ADMIN);
    await page.getByLabel(w.signIn.password).fill(PASSWORD);
    await page.getByRole('button', { name: w.signIn.submit }).click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: w.way.upload.pick }).click()]);
    await chooser.setFiles(sample('d01_lycee_utf8_comma.csv'));
    await expect(page).toHaveURL(STEP);
    // Unknown values: the one suggestion is taken, the two others are left.
    await expect(page).toHaveURL(/\/values$/);
    await page.getByRole('button', { name: w.way.values.suggestion('Terminale') }).click();
    await page.getByRole('button', { name: w.way.values.save }).click();
    // The rows in error are looked at, and left out.
    await expect(page).toHaveURL(/\/review$/);
    await page.getByRole('navigation', { name: w.way.steps.label }).getByRole('link', { name: new RegExp(w.way.steps.approve) }).click();
    await page.locator('.foot .primary').click();
    await expect(page).toHaveURL(/\/report$/);
    expect(clicks + 1).toBe(7);
  });
});
