import { en as commonEn } from '../src/lib/words/en';
import { fr as commonFr } from '../src/lib/words/fr';
import { accessible, expect, shot, test } from './house';
import { active, Api, cell, clipboard, grid, openReview, wordsOf } from './review';
import { fits } from './way';

const LIST = 'd01_lycee_utf8_comma.csv';

test('the grid has the roles of a grid, and the keys of a spreadsheet', async ({ page, house, lang }) => {
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  await openReview(page, house, id);
  const table = grid(page);
  await expect(table).toHaveAttribute('aria-rowcount', '121');
  await expect(table).toHaveAttribute('aria-multiselectable', 'true');
  // One cell can be tabbed to.
  await expect(table.locator('[role=gridcell][tabindex="0"]')).toHaveCount(1);
  await accessible(page);
  await shot(page, lang, '20-review');

  const columns = Number(await table.getAttribute('aria-colcount')) - 1;
  await table.locator('[data-at="0:1"]').click();
  expect(await active(page)).toBe('0:1');
  const keys: [string, string][] = [
    ['ArrowDown', '1:1'],
    ['ArrowRight', '1:2'],
    ['ArrowUp', '0:2'],
    ['ArrowLeft', '0:1'],
    ['End', `0:${columns - 1}`],
    ['Home', '0:0'],
    ['Control+End', `119:${columns - 1}`],
    ['ArrowDown', `119:${columns - 1}`],
    ['Control+Home', '0:0'],
    ['Tab', '0:1'],
    ['Shift+Tab', '0:0'],
  ];
  for (const [key, at] of keys) {
    await page.keyboard.press(key);
    await expect.poll(() => active(page), { message: key }).toBe(at);
  }
  await page.keyboard.press('PageDown');
  const down = Number((await active(page)).split(':')[0]);
  expect(down).toBeGreaterThan(3);
  await page.keyboard.press('PageUp');
  await expect.poll(() => active(page)).toBe('0:0');
  // From the end of a row, Tab goes to the next one.
  await page.keyboard.press('End');
  await page.keyboard.press('Tab');
  await expect.poll(() => active(page)).toBe('1:0');
  // Shift selects a block, and a screen reader hears it.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(table.locator('[aria-selected="true"]')).toHaveCount(4);
  await expect(page.getByText(wordsOf(lang).grid.selected(4))).toBeVisible();
  // Escape, then Tab, leaves the grid; nobody is caught in it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await table.evaluate((element) => element.contains(document.activeElement))).toBe(false);
  await page.keyboard.press('Shift+Tab');
  expect(await table.evaluate((element) => element.contains(document.activeElement))).toBe(true);
});

test('a cell is opened, written, left, emptied; the server has it, undoes it and does it again', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const fields = { fr: commonFr, en: commonEn }[lang].fields;
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  await openReview(page, house, id);
  const place = await cell(page, 0, fields.place_of_birth);
  const before = (await api.row(id, 0)).values.place_of_birth;
  await place.click();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: w.grid.editing(fields.place_of_birth, 2) })).toHaveValue(before);
  await page.keyboard.type('xyz');
  await page.keyboard.press('Escape');
  await expect(place).toContainText(before);
  // A key begins a new text; Enter keeps it and goes down.
  const at = await active(page);
  await page.keyboard.type('Kribi');
  await page.keyboard.press('Enter');
  await expect.poll(() => active(page)).toBe(at.replace('0:', '1:'));
  await expect(place).toContainText('Kribi');
  await expect.poll(async () => (await api.row(id, 0)).values.place_of_birth).toBe('Kribi');
  await expect(place).toContainText(w.grid.edited);
  // Tab keeps it and goes on.
  await page.keyboard.press('Enter');
  await page.keyboard.type('Garoua');
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await api.row(id, 1)).values.place_of_birth).toBe('Garoua');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await api.row(id, 1)).values.place_of_birth).not.toBe('Garoua');
  await page.keyboard.press('Control+z');
  await expect(place).toContainText(before);
  await page.keyboard.press('Control+y');
  await expect(place).toContainText('Kribi');
  await expect.poll(async () => (await api.row(id, 0)).values.place_of_birth).toBe('Kribi');
  // Delete empties all that is selected, as one change.
  await place.click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Delete');
  await expect(page.getByText(w.paste.emptied(2))).toBeVisible();
  await expect.poll(async () => (await api.row(id, 0)).values.place_of_birth).toBeUndefined();
  // Fill down.
  await (await cell(page, 2, fields.place_of_birth)).click();
  const filled = (await api.row(id, 2)).raw[5];
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+d');
  await expect.poll(async () => (await api.row(id, 3)).values.place_of_birth).toBe(filled);
  // The history names what was done, and who did it.
  await page.getByRole('button', { name: w.panel.history, exact: true }).click();
  const history = page.getByRole('region', { name: w.panel.history });
  await expect(history.getByText(w.history.you).first()).toBeVisible();
  await expect(history.getByRole('listitem').first()).toContainText(w.changes.edit);
  await accessible(page);
  await shot(page, lang, '24-review-history');
  await history.getByRole('button', { name: w.history.undoTo }).last().click();
  await expect(place).toContainText(before);
  await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).corrected).toBe(0);
});

test('a block from a spreadsheet is pasted as one change; locked cells and what does not fit stay out', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const fields = { fr: commonFr, en: commonEn }[lang].fields;
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  await openReview(page, house, id);
  const columns = await grid(page).getAttribute('aria-colcount');
  await clipboard(page, 'ABENA\tMarie\nONANA\t"Paul\tJean"\n');
  await (await cell(page, 0, fields.last_name)).click();
  await page.keyboard.press('Control+v');
  await expect(page.getByText(w.paste.done(4))).toBeVisible();
  await expect(await cell(page, 1, fields.last_name)).toContainText('ONANA');
  expect((await api.row(id, 0)).values).toMatchObject({ last_name: 'ABENA', first_name: 'Marie' });
  expect((await api.get(`/batches/${id}/changes`)).items).toHaveLength(1);
  // The focus is back in the grid.
  expect(await active(page)).toMatch(/^\d+:\d+$/);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).corrected).toBe(0);

  // Copied in the grid, pasted over a selection: one cell fills it.
  await (await cell(page, 4, fields.place_of_birth)).click();
  const text = (await api.row(id, 4)).raw[5];
  await page.keyboard.press('Control+c');
  await (await cell(page, 0, fields.place_of_birth)).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+v');
  for (const at of [0, 1, 2]) await expect.poll(async () => (await api.row(id, at)).values.place_of_birth).toBe(text);

  // At the edge: the plan is nobody's to write, and no column is added.
  await clipboard(page, 'a\tLCM0000001');
  await grid(page).locator('[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  await (await cell(page, 5, w.grid.plan)).click();
  await page.keyboard.press('Control+v');
  await expect(page.getByText(w.paste.skipped(1))).toBeVisible();
  expect((await api.row(id, 5)).raw[0]).not.toBe('LCM0000001');
  await expect.poll(async () => (await api.row(id, 5)).values.matricule).toBe('LCM0000001');
  await clipboard(page, '2025-2026\tx\ty');
  // The last column is drawn once it is in sight.
  await grid(page).locator('[tabindex="0"]').focus();
  await page.keyboard.press('End');
  await (await cell(page, 6, fields.current_school_year)).click();
  await page.keyboard.press('Control+v');
  await expect(page.getByText(w.paste.beyond(2))).toBeVisible();
  await expect(grid(page)).toHaveAttribute('aria-colcount', columns ?? '');
});

test('counts are filters, groups are shown and fixed with one click, F8 goes from error to error', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const fields = { fr: commonFr, en: commonEn }[lang].fields;
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  await openReview(page, house, id);
  const { counts } = await api.get(`/batches/${id}/counters`);
  const filters = page.getByRole('group', { name: w.filters.label });
  await filters.getByRole('button', { name: w.filters.error }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(counts.error + 1));
  await expect(page).toHaveURL(/filter=error/);
  await filters.getByRole('button', { name: w.filters.create }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(counts.created + 1));
  await filters.getByRole('button', { name: w.filters.all }).click();

  // The next error, and the one after it, with a key.
  await grid(page).locator('[data-at="0:0"]').click();
  const rows: number[] = [];
  for (let n = 0; n < counts.error; n += 1) {
    const last = await active(page);
    await page.keyboard.press('F8');
    await expect.poll(() => active(page)).not.toBe(last);
    rows.push(Number((await active(page)).split(':')[0]));
  }
  const errors = (await api.get(`/batches/${id}/rows?status=error&limit=100`)).items.map((row: { key: string }) => Number(row.key) - 1);
  expect([...new Set(rows)].every((row) => errors.includes(row))).toBe(true);
  // The row is explained in words beside the grid.
  await expect(page.getByRole('region', { name: w.panel.row })).toContainText(w.plans.error);
  await shot(page, lang, '21-review-row');
  await accessible(page);

  // One click takes all suggestions of a group.
  await page.getByRole('button', { name: w.panel.issues, exact: true }).click();
  const panel = page.getByRole('region', { name: w.panel.issues });
  const group = panel.getByRole('listitem').filter({ hasText: 'gmail' });
  await group.getByRole('button').first().click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await accessible(page);
  await group.getByRole('button', { name: w.issues.suggestion(1) }).click();
  await expect(page.getByText(w.history.did(1))).toBeVisible();
  await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).issues.EMAIL_DOMAIN_TYPO ?? 0).toBe(0);
  // What it takes away is asked for first.
  await page.goto(page.url().split('?')[0] ?? '');
  const shifted = panel.getByRole('listitem').first();
  await shifted.getByRole('button').first().click();
  await shifted.getByRole('button', { name: w.issues.exclude(1) }).click();
  await expect(page.getByRole('dialog')).toContainText(w.issues.sureExclude(1));
  await accessible(page);
  await page.getByRole('dialog').getByRole('button', { name: w.issues.exclude(1) }).click();
  await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).excluded).toBe(1);
  await expect(filters.getByRole('button', { name: w.filters.excluded })).toBeVisible();
  // A wrong text is corrected by a key, and the error is gone from the counts.
  await page.goto(`${house.address}/schools/${house.slug}/imports/${id}/review?code=LEVEL_UNKNOWN&field=level_code`);
  await (await cell(page, 0, fields.level_name)).click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Tle D');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).issues.LEVEL_UNKNOWN ?? 0).toBe(0);
});

test('a text is found, and replaced after it was counted', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const fields = { fr: commonFr, en: commonEn }[lang].fields;
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  await openReview(page, house, id);
  await page.keyboard.press('Control+f');
  const box = page.getByRole('textbox', { name: w.find.label });
  await expect(box).toBeFocused();
  await box.fill('yaounde');
  await expect(grid(page).locator('mark').first()).toHaveText(/yaound[eé]/i);
  const found = Number(await grid(page).getAttribute('aria-rowcount')) - 1;
  expect(found).toBeGreaterThan(2);
  // What is searched is no part of any address.
  expect(page.url()).not.toContain('yaounde');
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '121');
  const yaounde = (await api.get(`/batches/${id}/rows?limit=1000`)).items.filter((row: { raw: string[] }) => row.raw[5]?.includes('Yaoundé')).length;

  await (await cell(page, 0, fields.place_of_birth)).click();
  await page.keyboard.press('Control+h');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(w.find.from).fill('Yaoundé');
  await dialog.getByLabel(w.find.to).fill('Ngaoundéré');
  await expect(dialog.getByText(w.find.count(yaounde, yaounde))).toBeVisible();
  await accessible(page);
  await shot(page, lang, '25-review-replace');
  await dialog.getByRole('button', { name: w.find.doIt(yaounde) }).click();
  await expect(page.getByText(w.history.did(yaounde))).toBeVisible();
  const left = (await api.get(`/batches/${id}/rows?limit=1000`)).items.filter((row: { values: Record<string, string> }) => row.values.place_of_birth?.includes('Yaoundé'));
  expect(left).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).corrected).toBe(0);
});

test('whoever was faster is shown, and nothing is written over them unseen', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const fields = { fr: commonFr, en: commonEn }[lang].fields;
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  await openReview(page, house, id);
  const row = await api.row(id, 0);
  // Somebody else writes between the key and the server.
  await page.route(
    '**/rows',
    async (route) => {
      await api.send('patch', `/batches/${id}/rows`, [{ row: row.key, column: 'F', value: 'Limbé', expected: row.raw[5] }]);
      await route.continue();
    },
    { times: 1 },
  );
  await (await cell(page, 0, fields.place_of_birth)).click();
  await page.keyboard.type('Buea');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: w.clash.title });
  await expect(dialog).toContainText('Limbé');
  await expect(dialog).toContainText('Buea');
  await accessible(page);
  await dialog.getByRole('button', { name: w.clash.keep }).click();
  await expect(await cell(page, 0, fields.place_of_birth)).toContainText('Limbé');
  await (await cell(page, 0, fields.place_of_birth)).click();
  await page.keyboard.type('Buea');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await api.row(id, 0)).values.place_of_birth).toBe('Buea');
});

test('the annotated workbook comes back, and only what differs is taken', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  await openReview(page, house, id);
  await page.getByRole('button', { name: w.tools.workbook, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: w.workbook.title });
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: w.workbook.get }).click()]);
  const path = await download.path();
  const file = { name: 'annotee.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: (await import('node:fs')).readFileSync(path) };
  await dialog.locator('input[type=file]').setInputFiles(file);
  await expect(dialog.getByText(w.workbook.none)).toBeVisible();
  // Somebody changed a cell meanwhile: the workbook says otherwise, and that cell alone is shown.
  const row = await api.row(id, 0);
  await api.send('patch', `/batches/${id}/rows`, [{ row: row.key, column: 'F', value: 'Limbé', expected: row.raw[5] }]);
  await dialog.locator('input[type=file]').setInputFiles(file);
  await expect(dialog.getByText(w.workbook.differences(1))).toBeVisible();
  await expect(dialog.getByRole('row').nth(1)).toContainText('Limbé');
  await accessible(page);
  await shot(page, lang, '26-review-workbook');
  await dialog.getByRole('button', { name: w.workbook.take(1) }).click();
  await expect.poll(async () => (await api.row(id, 0)).values.place_of_birth).toBe(row.values.place_of_birth);
});

test.describe('a corrected export', () => {
  test.use({ school: 'd14a_export_duplicates.csv' });

  test('updates are shown before and after, duplicates and siblings in words', async ({ page, house, lang }) => {
    const w = wordsOf(lang);
    const api = await new Api(page, house).signIn();
    await api.commit(await api.list('d14a_export_duplicates.csv'));
    const id = await api.list('d14b_export_corrected.csv');
    const { counts, issues } = await api.get(`/batches/${id}/counters`);
    expect(counts.updated).toBeGreaterThan(0);
    await openReview(page, house, id, '?filter=update');
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(counts.updated + 1));
    const changed = grid(page).locator('s').first();
    await expect(changed).toBeVisible();
    await grid(page).locator('[data-at="0:0"]').click();
    await page.getByRole('button', { name: w.panel.row, exact: true }).click();
    const panel = page.getByRole('region', { name: w.panel.row });
    await expect(panel).toContainText(w.row.changes);
    await expect(panel.getByRole('table')).toBeVisible();
    await accessible(page);
    await shot(page, lang, '27-review-updates');
    expect(issues).toBeDefined();
  });

  test('a student who stands twice in the list is explained', async ({ page, house, lang }) => {
    const w = wordsOf(lang);
    const api = await new Api(page, house).signIn();
    const id = await api.list('d14a_export_duplicates.csv');
    await openReview(page, house, id);
    await page.getByRole('group', { name: w.filters.label }).getByRole('button', { name: w.filters.duplicates }).click();
    await expect(page).toHaveURL(/filter=duplicates/);
    await grid(page).locator('[data-at="0:0"]').click();
    await page.getByRole('button', { name: w.panel.row, exact: true }).click();
    const row = (await api.get(`/batches/${id}/rows?code=ROW_DUPLICATE&limit=1`)).items[0];
    if (row) await expect(page.getByRole('region', { name: w.panel.row })).toContainText(/\d/);
    await accessible(page);
    // Rows are left out, and taken in again.
    await page.getByRole('button', { name: w.row.out }).click();
    await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).excluded).toBe(1);
    await page.getByRole('button', { name: w.row.in }).click();
    await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).excluded).toBe(0);
  });
});

test('a small screen and a page enlarged twice get cards; nothing is wider than the window', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  const { counts } = await api.get(`/batches/${id}/counters`);
  for (const [width, height] of [[320, 640], [640, 360]] as const) {
    await page.setViewportSize({ width, height });
    await house.open(page, `/schools/${house.slug}/imports/${id}/review`);
    await expect(page.locator('.cards > li')).toHaveCount(counts.error);
    await expect(grid(page)).toHaveCount(0);
    await fits(page);
    await accessible(page);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  await shot(page, lang, '29-review-phone');
  const card = page.locator('.cards > li').filter({ hasText: 'Trle D' });
  await card.getByRole('textbox').fill('Tle D');
  await card.getByRole('button', { name: w.cards.save }).click();
  await expect.poll(async () => (await api.get(`/batches/${id}/counters`)).issues.LEVEL_UNKNOWN ?? 0).toBe(0);
});

test('from right to left, on paper, and read only', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const api = await new Api(page, house).signIn();
  const id = await api.list(LIST);
  await openReview(page, house, id);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await grid(page).locator('[data-at="0:1"]').click();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => active(page)).toBe('0:2');
  await page.keyboard.press('End');
  const at = await active(page);
  await expect(grid(page).locator(`[data-at="${at}"]`)).toBeInViewport({ ratio: 0.5 });
  await page.evaluate(() => (document.documentElement.dir = 'ltr'));
  await page.evaluate(() => (window.print = () => document.body.setAttribute('data-printed', '')));
  await page.getByRole('button', { name: w.tools.print, exact: true }).click();
  await expect(page.locator('body[data-printed]')).toBeAttached();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.paper tbody tr')).toHaveCount(120);
  await expect(page.locator('.paper')).toBeVisible();
  await expect(grid(page)).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  // Approved: it can be read.
  const { revision } = await api.get(`/batches/${id}/counters`);
  await api.send('post', `/batches/${id}/approve`, { revision });
  await openReview(page, house, id);
  await expect(page.getByText(w.readOnly.approved)).toBeVisible();
  await expect(grid(page)).toHaveAttribute('aria-readonly', 'true');
  await grid(page).locator('[data-at="0:2"]').click();
  await page.keyboard.press('Enter');
  await expect(page.locator('.editor')).toHaveCount(0);
  await accessible(page);
});

test('hostile texts are shown inert', async ({ page, house, lang }) => {
  const w = wordsOf(lang);
  const api = await new Api(page, house).signIn();
  const evil = '<img src=x onerror="document.title=1"><script>window.evil=1</script>';
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = [
    ['LCM9900001', evil, 'Awa', 'F', '01/02/2010', '6e A', '677000111', `=HYPERLINK("http://evil.example","x")`],
    ['LCM9900002', 'ABENA\u202egnp.exe', 'Paul\u0007\u0000', 'M', '01/02/2010', '6e A', '677000112', 'x'.repeat(30_000)],
    ['LCM9900003', 'أحمد بن علي', 'שלום', 'M', '30/02/2010', '6e A', '677000113', '{{7*7}} ${7*7}'],
    ['LCM9900004', "'; drop table users; --", 'Z\u0300\u0301\u0302\u0303\u0304', 'X', 'javascript:alert(1)', evil, evil, '\u200b\ufeff'],
  ];
  const titles = ['Matricule', 'Nom', 'Prénoms', 'Sexe', 'Date de naissance', 'Classe', 'Téléphone', evil];
  const text = [titles, ...rows].map((row) => row.map(quoted).join(';')).join('\n');
  const name = '"><img src=x onerror=alert(1)>.csv';
  const id = await api.list({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await openReview(page, house, id);
  // The column that is not imported, too.
  await page.getByRole('button', { name: w.tools.columns, exact: true }).click();
  await page.getByRole('button', { name: w.columns.all }).click();
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(grid(page)).toContainText('<script>window.evil=1</script>');
  // What turns the direction of a text around has no power left.
  await expect(grid(page)).toContainText('ABENA');
  expect(await grid(page).textContent()).not.toMatch(/[\u202e\u0007\u0000]/);
  await expect(grid(page)).toContainText('أحمد بن علي');
  for (let at = 0; at < rows.length; at += 1) {
    await grid(page).locator(`[data-at="${at}:2"]`).click();
    await page.getByRole('button', { name: w.panel.row, exact: true }).click({ trial: true });
  }
  await page.getByRole('button', { name: w.panel.row, exact: true }).click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('<script>');
  await expect(grid(page).locator('mark').first()).toHaveText('<script>');
  expect(await page.evaluate(() => [(window as unknown as { evil?: number }).evil, document.title === '1', document.querySelectorAll('[role=grid] img, [role=grid] script, [role=grid] a').length])).toEqual([
    undefined,
    false,
    0,
  ]);
  // Thirty thousand characters stay in their cell.
  const tall = await grid(page).locator('[role=row]').nth(1).evaluate((row) => row.getBoundingClientRect().height);
  expect(tall).toBe(36);
  await fits(page);
  await accessible(page);
});
