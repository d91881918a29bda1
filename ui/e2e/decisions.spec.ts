// What a person decides on the way, and that it stays decided.
import type { Page } from '@playwright/test';
import { accessible, expect, shot, test } from './house';
import { Api } from './review';
import { batchOf, commit, csv, send, step, tabTo, wordsOf } from './way';

const CLEAN = `Matricule,Nom,Prénoms,Sexe,Date de naissance,Classe,Téléphone
LCM1,ABENA,Marie,F,12/03/2009,3e A,699000101
LCM2,BELLO,Jean,M,25/04/2010,4e B,699000102
LCM3,CHEDJOU,Paul,M,30/01/2008,2nde C,699000103
`;

test('a clean list asks for nothing but a yes', async ({ page, house, lang }) => {
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(CLEAN));
  await expect(page).toHaveURL(/\/approve$/);
  await expect(page.locator('.foot .primary')).toHaveText(wordsOf(lang).way.approve.go(3));
  await commit(page);
});

/** The line of a column, by its title. */
const lineOf = (page: Page, title: string) =>
  page.locator('.line').filter({ has: page.locator('.head strong', { hasText: new RegExp(`^${title}$`) }) });

test('a column nobody knows waits for a decision, and a cleared proposal stays cleared', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way.columns;
  await house.signIn(page);
  await house.open(page);
  // Values alone say that it is a phone: a guess, which is not taken without a click.
  await send(page, csv(CLEAN.replace('Téléphone', 'Zorblax')));
  await step(page, lang, 'columns');
  const line = lineOf(page, 'Zorblax');
  await expect(line).toHaveClass(/asks/);
  await accessible(page);
  await line.scrollIntoViewIfNeeded();
  await shot(page, lang, '04-columns-to-decide');
  await line.getByRole('button', { name: /Zorblax/ }).click();
  await accessible(page);
  await page.getByRole('option', { name: w.ignore }).click();
  await expect(line).toHaveClass(/left/);
  await page.locator('.foot .primary').click();
  await expect(page).toHaveURL(/\/approve$/);
  await page.reload();
  await step(page, lang, 'columns');
  await expect(lineOf(page, 'Zorblax')).toHaveClass(/left/);
  const mapping = await page.request.get(`${page.url().replace(/\/schools\/([^/]+)\/imports\/([^/]+).*/, `/v1/establishments/$1/batches/$2/mapping`)}`);
  expect((await mapping.json()).mapping.ignored).toContain('Zorblax');
});

test('columns are joined, kept aside and given a value for all rows', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way.columns;
  const fields = wordsOf(lang).common.fields;
  await house.signIn(page);
  await house.open(page);
  await send(page, csv('Matricule,Nom,Autre nom,Prénoms,Quartier,Club\nLCM1,ABENA,OWONA,Marie,Bastos,Échecs\nLCM2,BELLO,SALI,Jean,Briqueterie,Danse\n'));
  await step(page, lang, 'columns');
  const choose = async (title: string, option: string) => {
    await lineOf(page, title).getByRole('button', { name: new RegExp(`^${title} :`) }).click();
    await page.getByRole('option', { name: new RegExp(`^${option}`) }).first().click();
  };
  await choose('Autre nom', fields.last_name);
  await expect(lineOf(page, 'Autre nom')).toContainText(w.joined('Nom'));
  await choose('Club', w.extra);
  await page.getByRole('button', { name: w.addConstant }).click();
  await page.getByLabel(w.constantField).selectOption('level_name');
  await page.getByRole('textbox', { name: w.constantValue, exact: true }).fill('3e A');
  await page.getByRole('button', { name: w.addConstant }).click();
  await expect(page.locator('.constants')).toContainText('3e A');
  await page.locator('.foot .primary').click();
  await expect(page).toHaveURL(/\/approve$/);
  await commit(page);
  const students = house.run('student', 'export', '--establishment', house.slug, '--json');
  expect(students).toContain('ABENA OWONA');
  expect(students).toContain('Échecs');
  expect(students).toContain('"3E"');
});

test('a required field without a column is asked for first', async ({ page, house, lang }) => {
  await house.signIn(page);
  await house.open(page);
  await send(page, csv('Nom,Prénoms,Classe\nABENA,Marie,3e A\nBELLO,Jean,4e B\n'));
  await expect(page).toHaveURL(/\/columns$/);
  await expect(page.locator('.needs')).toContainText(wordsOf(lang).way.columns.notFound);
  await expect(page.locator('.foot .primary')).toBeDisabled();
  await accessible(page);
});

test('what a value means is said once', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way.values;
  const list = CLEAN.replace('3e A', 'Trle D');
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(list));
  await expect(page).toHaveURL(/\/values$/);
  await expect(page.locator('.unknown li')).toHaveCount(1);
  await accessible(page);
  await page.getByRole('button', { name: w.suggestion('Terminale') }).click();
  await page.getByRole('button', { name: w.save }).click();
  await expect(page).toHaveURL(/\/approve$/);
  await commit(page);
  // The school remembers: the next list with the same word asks nothing.
  await house.open(page);
  await send(page, csv(list.replace(/LCM/g, 'LDM').replace(/6990001/g, '6990002')));
  await expect(page).toHaveURL(/\/approve$/);
});

test('the row of titles is moved with a click, and the list is read again', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way.layout;
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(CLEAN));
  await step(page, lang, 'layout');
  await page.getByRole('button', { name: w.chooseRow(2) }).click();
  await expect(page.locator('tr.header')).toHaveCount(1);
  await page.getByRole('button', { name: w.apply }).click();
  await expect(page).toHaveURL(/\/columns$/);
  // And back again.
  await step(page, lang, 'layout');
  await page.getByRole('button', { name: w.chooseRow(1) }).click();
  await page.getByRole('button', { name: w.apply }).click();
  await expect(page).toHaveURL(/\/approve$/);
  expect((await batchOf(page, house)).counts.created).toBe(3);
});

test('a list whose titles are not found goes on once somebody points at them', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  await house.signIn(page);
  await house.open(page);
  await send(page, csv('C1,C2,C3,C4\n23D1,ABENA,Marie,12/03/2008\n23D2,BELLO,Jean,12/03/2009\n'));
  await expect(page).toHaveURL(/\/layout$/);
  await expect(page.getByText(w.way.layout.noTitles)).toBeVisible();
  await expect(page.getByRole('button', { name: w.way.layout.goOn })).toBeDisabled();
  await accessible(page);
  await shot(page, lang, '03-layout-no-titles');
  // Who comes back later is asked the same.
  await house.open(page);
  await page.getByRole('link', { name: 'liste.csv' }).click();
  await expect(page).toHaveURL(/\/layout$/);
  await page.getByRole('button', { name: w.way.layout.chooseRow(1) }).click();
  await page.getByRole('button', { name: w.way.layout.apply }).click();
  await expect(page).toHaveURL(/\/columns$/);
  for (const [title, field] of [['C1', 'matricule'], ['C2', 'last_name'], ['C3', 'first_name'], ['C4', 'date_of_birth']] as const) {
    await lineOf(page, title).getByRole('button', { name: new RegExp(`^${title} :`) }).click();
    await page.getByRole('option', { name: new RegExp(`^${w.common.fields[field]}`) }).first().click();
  }
  await page.locator('.foot .primary').click();
  await expect(page).toHaveURL(/\/approve$/);
  expect((await batchOf(page, house)).counts.created).toBe(2);
});

test('cells are pasted out of a spreadsheet', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way;
  await house.signIn(page);
  await house.open(page);
  await page.getByRole('button', { name: w.upload.paste }).click();
  await page.getByLabel(w.pasting.label).fill(CLEAN.replaceAll(',', '\t'));
  await expect(page.getByText(w.pasting.found(4, 7))).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: w.pasting.submit }).click();
  await expect(page).toHaveURL(/\/approve$/);
  expect((await batchOf(page, house)).counts.created).toBe(3);
});

test('what cannot be read is refused in words', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way.upload;
  await house.signIn(page);
  await house.open(page);
  await page.locator('input[type=file]').setInputFiles({ name: 'photo.jpg.xlsx', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]) });
  await expect(page.getByText(w.refused('photo.jpg.xlsx'))).toBeVisible();
  await expect(page.getByRole('alert').or(page.locator('.notice.bad')).first()).toBeVisible();
  await accessible(page);
  await page.locator('input[type=file]').setInputFiles({ name: 'rien.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) });
  await expect(page.getByText(w.emptyFile('rien.csv'))).toBeVisible();
});

test('an upload is paused and resumed', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way.upload;
  const rows = Array.from({ length: 20_000 }, (_, n) => `LCM${n},ABENA,Marie ${'x'.repeat(40)},F,12/03/2009,3e A,\n`).join('');
  let [pieces, hangs] = [0, true];
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH') {
      pieces += 1;
      // A line that takes nothing, until it is paused away.
      if (hangs) return;
    }
    await route.continue();
  });
  await house.signIn(page);
  await house.open(page);
  await page.locator('input[type=file]').setInputFiles(csv(CLEAN.split('\n')[0] + '\n' + rows));
  await page.getByRole('button', { name: w.pause }).click();
  await expect(page.getByText(w.paused)).toBeVisible();
  await accessible(page);
  await shot(page, lang, '02-upload-paused');
  hangs = false;
  await page.getByRole('button', { name: w.resume }).click();
  await expect(page).toHaveURL(/\/imports\//);
  expect(pieces).toBeGreaterThan(2);
});

test('whoever saw other numbers is asked again', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way.approve;
  const api = await new Api(page, house).signIn();
  const id = await api.list(csv(CLEAN));
  await house.open(page, `/schools/${house.slug}/imports/${id}/approve`);
  await expect(page.locator('.foot .primary')).toHaveText(w.go(3));
  await api.send('patch', `/batches/${id}/rows`, [{ row: '1', column: 'F', value: 'Nulle part', expected: '3e A' }]);
  await page.locator('.foot .primary').click();
  await expect(page.getByText(w.moved)).toBeVisible();
  await expect(page.locator('.foot .primary')).toHaveText(w.goWithout(2, 1));
  await accessible(page);
  expect((await batchOf(page, house)).status).toBe('validated');
});

test('an import is undone, and what became of it is said', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way.report;
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(CLEAN));
  await commit(page);
  await page.getByRole('button', { name: w.undo }).click();
  await accessible(page);
  await shot(page, lang, '10-undo');
  await page.getByRole('button', { name: w.undoGo }).click();
  await expect(page.getByRole('heading', { name: w.titleUndone })).toBeVisible();
  await expect(page.getByText(w.undone.reversed(3))).toBeVisible();
  await accessible(page);
});

test('the report is downloaded', async ({ page, house }) => {
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(CLEAN));
  await commit(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.file').first().getByRole('button').nth(1).click()]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
});

test('a list is given up, and says so', async ({ page, house, lang }) => {
  const w = wordsOf(lang).way;
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(CLEAN));
  await page.getByRole('button', { name: w.head.giveUp }).click();
  await page.getByRole('dialog').getByRole('button', { name: w.head.giveUp }).click();
  await expect(page.getByText(w.head.givenUp)).toBeVisible();
  await accessible(page);
});

test('whoever may only look is told so', async ({ page, house, lang }) => {
  house.person('lecture@ecole.example', 'viewer');
  await house.signIn(page, 'lecture@ecole.example');
  await house.open(page);
  await expect(page.getByText(wordsOf(lang).home.onlyReading)).toBeVisible();
  await accessible(page);
});

test('progress survives the closing of the page and the end of the server', async ({ page, context, house, lang }) => {
  const name = (n: number): string => `M${[...n.toString(26)].map((digit) => 'abcdefghijklmnopqrstuvwxyz'[parseInt(digit, 26)]).join('')}`;
  const rows = Array.from({ length: 30_000 }, (_, n) => `LCM${n},ABENA,${name(n)},F,12/03/2009,3e A,\n`).join('');
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(CLEAN.split('\n')[0] + '\n' + rows));
  await expect(page).toHaveURL(/\/approve$/);
  await page.locator('.foot .primary').click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await shot(page, lang, '08-progress');
  await accessible(page);
  const address = page.url();
  await page.close();
  // The work goes on without anybody looking; whoever comes back sees how far it is, or that it is done.
  const again = await context.newPage();
  await again.goto(address);
  await expect(again).toHaveURL(/\/report$/);
  await expect(again.locator('.hero')).toBeVisible();
});

test('the choice of a column is made with the keyboard', async ({ page, house, lang }) => {
  await house.signIn(page);
  await house.open(page);
  await send(page, csv(CLEAN.replace('Téléphone', 'Zorblax')));
  await step(page, lang, 'columns');
  const button = lineOf(page, 'Zorblax').getByRole('button', { name: /^Zorblax :/ });
  await tabTo(page, button);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type(lang === 'fr' ? 'ignor' : 'leave');
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type(wordsOf(lang).common.fields.phone);
  await page.keyboard.press('Enter');
  await expect(button).toContainText(wordsOf(lang).common.fields.phone);
});
