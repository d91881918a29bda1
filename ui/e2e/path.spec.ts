// The whole way of five lists, in both languages: CSV, title block, sheet per class, two-row header, duplicates and their correction.
import { accessible, expect, shot, test } from './house';
import { batchOf, commit, send, shown, step, truth, wordsOf } from './way';

const LISTS = [
  { list: 'd01_lycee_utf8_comma.csv', name: 'csv' },
  { list: 'd04_ces_title_block.xlsx', name: 'title-block' },
  { list: 'd05_primaire_sheets.xlsx', name: 'sheets' },
  { list: 'd06_college_congo_two_row_header.xlsx', name: 'two-row-header' },
] as const;

for (const { list, name } of LISTS) {
  test.describe(name, () => {
    test.use({ school: list });

    test(`${name}: from the list to its students`, async ({ page, house, lang }) => {
      const w = wordsOf(lang);
      const known = truth(list);
      await house.signIn(page);
      await house.open(page);
      await expect(page.getByText(w.home.empty)).toBeVisible();
      if (name === 'csv') await shot(page, lang, '02-home');
      await send(page, list);

      // How it was read, with the reason and the first rows.
      await step(page, lang, 'layout');
      const table = known.tables[0];
      const header = page.locator('tr.header');
      await expect(header).toHaveCount(table.header_rows);
      await expect(header.first().locator('button')).toHaveText(new RegExp(`^${table.header_row}`));
      await accessible(page);
      if (name !== 'csv') await shot(page, lang, `03-layout-${name}`);

      // Every column with what it became.
      await step(page, lang, 'columns');
      for (const title of Object.keys(table.mapping).slice(0, 4)) {
        await expect(page.locator('.line', { hasText: title }).first()).toBeVisible();
      }
      await accessible(page);
      if (name === 'title-block') await shot(page, lang, '04-columns');

      await step(page, lang, 'values');
      await expect(page.locator('section.card').first()).toBeVisible();
      await accessible(page);
      if (name === 'title-block') await shot(page, lang, '05-values');

      // The numbers are those of the server, and every row is in one of them.
      await step(page, lang, 'approve');
      const { counts } = await batchOf(page, house);
      expect(counts.read - counts.ignored).toBe(known.counts.data_rows);
      expect(counts.read).toBe(counts.created + counts.updated + counts.unchanged + counts.skipped + counts.error + counts.ignored);
      await expect(page.locator('.tile.good .count')).toHaveText(shown(counts.created, lang));
      await accessible(page);
      if (name === 'title-block') await shot(page, lang, '07-approve');

      await commit(page);
      await expect(page.locator('.hero')).toContainText(shown(counts.created, lang));
      await accessible(page);
      if (name === 'title-block') await shot(page, lang, '09-report');

      const students = JSON.parse(house.run('student', 'export', '--establishment', house.slug, '--json'));
      expect(Array.isArray(students) ? students.length : students.students.length).toBe(counts.created);
      await house.open(page);
      await expect(page.getByRole('row', { name: new RegExp(list) })).toContainText(w.common.status.committed);
    });
  });
}

test.describe('duplicates', () => {
  test.use({ school: 'd14a_export_duplicates.csv' });

  test('duplicates, then the corrected list: what is known is completed, not doubled', async ({ page, house, lang }) => {
    const w = wordsOf(lang);
    await house.signIn(page);
    await house.open(page);
    await send(page, 'd14a_export_duplicates.csv');
    await step(page, lang, 'approve');
    // Duplicates and shared contacts are explained with the rows they are about.
    await page.getByText(w.way.approve.duplicates).click();
    await expect(page.locator('details[open] .rows li').first()).toBeVisible();
    await accessible(page);
    await shot(page, lang, '07-approve-duplicates');
    const first = (await batchOf(page, house)).counts;
    await commit(page);

    await house.open(page);
    await send(page, 'd14b_export_corrected.csv');
    await step(page, lang, 'approve');
    const second = (await batchOf(page, house)).counts;
    expect(second.updated + second.unchanged).toBeGreaterThan(0);
    if (second.updated > 0) {
      await expect(page.getByRole('heading', { name: w.way.approve.changes })).toBeVisible();
      await expect(page.locator('ins').first()).toBeVisible();
      await shot(page, lang, '08-approve-changes');
    }
    await accessible(page);
    await commit(page);
    const students = JSON.parse(house.run('student', 'export', '--establishment', house.slug, '--json'));
    const count = Array.isArray(students) ? students.length : students.students.length;
    expect(count).toBe(first.created + second.created);

    // The very same file again is named.
    await house.open(page);
    await send(page, 'd14b_export_corrected.csv');
    await expect(page.getByText(w.way.head.see)).toBeVisible();
  });
});
