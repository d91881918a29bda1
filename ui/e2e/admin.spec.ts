// What a school decides about itself: the main job of each page, in both languages, seen by axe and, here and there, by the camera.
import { en as commonEn } from '../src/lib/words/en';
import { fr as commonFr } from '../src/lib/words/fr';
import { en as accountEn } from '../src/pages/admin/account/words/en';
import { fr as accountFr } from '../src/pages/admin/account/words/fr';
import { en as keysEn } from '../src/pages/admin/keys/words/en';
import { fr as keysFr } from '../src/pages/admin/keys/words/fr';
import { en as levelsEn } from '../src/pages/admin/levels/words/en';
import { fr as levelsFr } from '../src/pages/admin/levels/words/fr';
import { en as mappingsEn } from '../src/pages/admin/mappings/words/en';
import { fr as mappingsFr } from '../src/pages/admin/mappings/words/fr';
import { en as peopleEn } from '../src/pages/admin/people/words/en';
import { fr as peopleFr } from '../src/pages/admin/people/words/fr';
import { en as rulesEn } from '../src/pages/admin/rules/words/en';
import { fr as rulesFr } from '../src/pages/admin/rules/words/fr';
import { en as trailEn } from '../src/pages/admin/trail/words/en';
import { fr as trailFr } from '../src/pages/admin/trail/words/fr';
import { en as adminEn } from '../src/pages/admin/words/en';
import { fr as adminFr } from '../src/pages/admin/words/fr';
import { accessible, expect, PASSWORD, shot, test } from './house';
import { Api } from './review';
import { fits, tabTo } from './way';

const books = {
  fr: { common: commonFr, admin: adminFr, levels: levelsFr, mappings: mappingsFr, people: peopleFr, keys: keysFr, rules: rulesFr, trail: trailFr, account: accountFr },
  en: { common: commonEn, admin: adminEn, levels: levelsEn, mappings: mappingsEn, people: peopleEn, keys: keysEn, rules: rulesEn, trail: trailEn, account: accountEn },
};

test.use({ school: 'd01_lycee_utf8_comma.csv' });

test('the settings begin with what there is, and show each role what it may see', async ({ page, house, lang }) => {
  const w = books[lang];
  house.person('lecture@ecole.example', 'viewer');
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin`);
  await expect(page.getByRole('heading', { level: 1, name: w.admin.title })).toBeVisible();
  await expect(page.locator('.parts > li')).toHaveCount(10);
  await accessible(page);
  await shot(page, lang, '40-settings');
  await house.signIn(page, 'lecture@ecole.example');
  await house.open(page, `/schools/${house.slug}/admin`);
  await expect(page.locator('.parts > li')).toHaveCount(4);
  await house.open(page, `/schools/${house.slug}/admin/people`);
  await expect(page.getByText(w.admin.forbidden)).toBeVisible();
  await accessible(page);
  await house.open(page, `/schools/${house.slug}/admin/rules`);
  await expect(page.getByText(w.admin.readOnly)).toBeVisible();
  await expect(page.getByRole('button', { name: w.common.actions.save, exact: true })).toHaveCount(0);
});

test('classes are added, changed, moved, removed, and come out of a spreadsheet', async ({ page, house, lang }) => {
  const w = books[lang].levels;
  const common = books[lang].common;
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/levels`);
  const levels = page.getByRole('table', { name: w.levels.title, exact: true });
  await expect(levels).toBeVisible();
  await accessible(page);
  await shot(page, lang, '41-levels');

  // One more, with what its lists write.
  await page.getByRole('button', { name: w.levels.add }).click();
  await page.getByLabel(w.code).fill('PREPA');
  await page.getByRole('button', { name: common.actions.save, exact: true }).click();
  await expect(page.getByText(w.needed)).toBeVisible();
  await page.getByLabel(w.name).fill('Classe préparatoire');
  await page.getByLabel(w.aliases).fill('Prépa\nCP 1');
  await accessible(page);
  await page.getByRole('button', { name: common.actions.save, exact: true }).click();
  const row = levels.getByRole('row', { name: /PREPA/ });
  await expect(row).toContainText('Prépa');

  await page.getByRole('button', { name: w.up('Classe préparatoire') }).click();
  await expect(page.getByText(/Classe préparatoire (est maintenant en position|is now number) \d+/)).toBeVisible();

  // Cells out of a spreadsheet: what will be done is said before it is.
  await page.getByRole('button', { name: w.import }).first().click();
  await page.getByLabel(w.paste.field).fill('Code\tNom\tAutres\nPREPA\tClasse préparatoire\tCPGE\nBTS1\tBTS première année\n');
  await expect(page.getByText(w.paste.summary(1, 1))).toBeVisible();
  await accessible(page);
  await shot(page, lang, '42-levels-import');
  await page.getByRole('button', { name: w.paste.go, exact: true }).click();
  await expect(levels.getByRole('row', { name: /BTS1/ })).toBeVisible();
  await expect(row).toContainText('CPGE');

  await page.getByRole('button', { name: w.remove('BTS première année') }).click();
  await accessible(page);
  await page.getByRole('button', { name: common.actions.remove, exact: true }).click();
  await expect(levels.getByRole('row', { name: /BTS1/ })).toHaveCount(0);
  await fits(page);
});

test('two who change the classes at once do not undo each other', async ({ page, house, lang }) => {
  const w = books[lang];
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/levels`);
  await expect(page.getByRole('table', { name: w.levels.levels.title, exact: true })).toBeVisible();
  const place = `${house.address}/v1/establishments/${house.slug}/levels`;
  const seen = await page.request.get(place);
  const { csrf } = await (await page.request.get(`${house.address}/v1/session`)).json();
  const { items } = await seen.json();
  const put = await page.request.put(place, {
    data: { items: [...items, { code: 'X1', name: 'Ailleurs', aliases: [], departments: [] }] },
    headers: { 'If-Match': seen.headers().etag ?? '', 'X-CSRF-Token': csrf },
  });
  expect(put.status()).toBe(200);
  await page.getByRole('button', { name: w.levels.levels.add }).click();
  await page.getByLabel(w.levels.code).fill('X2');
  await page.getByLabel(w.levels.name).fill('Ici');
  await page.getByRole('button', { name: w.common.actions.save, exact: true }).click();
  await expect(page.getByText(w.admin.stale)).toBeVisible();
  await page.getByRole('button', { name: w.common.actions.save, exact: true }).click();
  await expect(page.getByRole('row', { name: /X1/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /X2/ })).toBeVisible();
});

test('what lists have taught is seen with its list, and forgotten', async ({ page, house, lang }) => {
  const w = books[lang].mappings;
  house.imported('d01_lycee_utf8_comma.csv', '--set', 'Lieu de naissance=extra', '--save-mapping', 'Liste de la rentrée');
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/mappings`);
  const first = page.getByRole('tabpanel').getByRole('row').nth(1);
  await expect(first).toContainText('d01_lycee_utf8_comma.csv');
  await accessible(page);
  await shot(page, lang, '43-taught');
  const text = (await first.getByRole('rowheader').textContent()) ?? '';
  await page.getByLabel(w.search).fill(text);
  await page.getByRole('button', { name: w.forgetOf(text), exact: true }).click();
  await accessible(page);
  await page.getByRole('button', { name: w.forget, exact: true }).last().click();
  await expect(page.getByText(w.forgotten)).toBeVisible();
  await expect(page.getByRole('button', { name: w.forgetOf(text), exact: true })).toHaveCount(0);
  await page.getByLabel(w.showRevoked).check();
  await expect(page.getByRole('row', { name: new RegExp(text) }).first()).toContainText(w.revoked('').trim());

  // A kept mapping, in words.
  await page.getByRole('tab', { name: new RegExp(w.tabs.kept) }).click();
  await page.getByRole('link', { name: 'Liste de la rentrée' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Liste de la rentrée' })).toBeVisible();
  await expect(page.getByText(w.versionTitle(1)).first()).toBeVisible();
  await expect(page.getByText(/« .+ »|“.+”/).first()).toBeVisible();
  await accessible(page);
  await shot(page, lang, '44-mapping');
});

test('the rules of the school are changed, and a wrong one is said beside its field', async ({ page, house, lang }) => {
  const w = books[lang];
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/rules`);
  const days = page.getByLabel(w.rules.keep.days);
  await expect(days).toHaveValue('30');
  await accessible(page);
  await shot(page, lang, '45-rules');
  await days.fill('9999');
  await page.getByRole('button', { name: w.common.actions.save, exact: true }).click();
  await expect(days).toBeFocused();
  await expect(page.getByText(w.rules.number(0, 3650))).toBeVisible();
  await accessible(page);
  await days.fill('60');
  await page.getByLabel(w.rules.again.strategies.skip.name).check();
  await page.getByLabel(w.rules.again.guard).uncheck();
  await expect(page.getByText(w.rules.again.guardOff)).toBeVisible();
  await page.getByLabel(w.rules.students.age).fill('5');
  await page.getByRole('button', { name: w.common.actions.save, exact: true }).click();
  await expect(page.getByText(w.admin.saved, { exact: true })).toBeVisible();
  await page.reload();
  await expect(days).toHaveValue('60');
  await expect(page.getByLabel(w.rules.again.strategies.skip.name)).toBeChecked();
  await expect(page.getByLabel(w.rules.students.age)).toHaveValue('5');
});

test('somebody is invited with a link, given another role, shut out and let in again', async ({ page, house, lang, browser }) => {
  const w = books[lang].people;
  const common = books[lang].common;
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/people`);
  await page.getByRole('button', { name: w.invite }).click();
  await page.getByLabel(w.email).fill('secretariat@ecole.example');
  await page.getByLabel(`${w.name} (${common.optional})`).fill('Awa Ngo');
  await expect(page.getByText(w.roles.operator)).toBeVisible();
  await accessible(page);
  await shot(page, lang, '46-invite');
  await page.getByRole('button', { name: w.send }).click();
  const link = await page.getByRole('textbox', { name: w.linkLabel, exact: true }).inputValue();
  await accessible(page);
  await page.getByRole('button', { name: books[lang].admin.once.done }).click();

  // The link is what it says: the person sets a password and is in.
  const theirs = await browser.newContext({ locale: lang === 'fr' ? 'fr-FR' : 'en-GB' });
  const other = await theirs.newPage();
  await other.goto(link);
  await expect(other.locator('input[type=password]').first()).toBeVisible();
  await accessible(other);
  for (const field of await other.locator('input[type=password]').all()) await field.fill(PASSWORD);
  await other.locator('button[type=submit]').click();
  await expect(other).toHaveURL(/sign-in/);
  const answer = await other.request.post(`${house.address}/v1/session`, {
    data: { establishment: house.slug, email: 'secretariat@ecole.example', password: PASSWORD },
  });
  expect(answer.status()).toBe(201);

  await page.reload();
  const row = page.getByRole('row', { name: /Awa Ngo/ });
  await expect(row).toContainText(common.roles.operator);
  await expect(row).toContainText(lang === 'fr' ? 'Connecté sur 1 appareil' : 'Signed in on 1 device');
  await accessible(page);
  await shot(page, lang, '47-people');
  await page.getByRole('button', { name: w.signOutFor('Awa Ngo') }).click();
  await expect(row).toContainText(w.signedOut);
  expect((await other.request.get(`${house.address}/v1/session`)).status()).toBe(401);
  await theirs.close();

  await page.getByRole('button', { name: w.edit('Awa Ngo') }).click();
  await page.getByRole('radio', { name: new RegExp(`^${common.roles.viewer}`) }).check();
  await page.getByRole('button', { name: common.actions.save, exact: true }).click();
  await expect(row).toContainText(common.roles.viewer);
  await page.getByRole('button', { name: w.closeFor('Awa Ngo') }).click();
  await page.getByRole('button', { name: w.close, exact: true }).click();
  await expect(row).toContainText(w.closed);
  await page.getByRole('button', { name: w.reopenFor('Awa Ngo') }).click();
  await expect(row).toContainText(w.open);
});

test('a key is shown once, works, and is worthless when it is revoked', async ({ page, house, lang, playwright }) => {
  const w = books[lang].keys;
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/keys`);
  await expect(page.getByText(w.empty)).toBeVisible();
  await page.getByRole('button', { name: w.make }).first().click();
  await page.getByLabel(w.name).fill('Emploi du temps');
  await page.getByRole('checkbox', { name: w.scope.upload.name }).uncheck();
  await accessible(page);
  await shot(page, lang, '48-key');
  await page.getByRole('dialog').getByRole('button', { name: w.make }).click();
  const key = await page.getByLabel(w.madeLabel, { exact: true }).inputValue();
  expect(key).toMatch(/^rentree_/);
  await accessible(page);
  await page.getByRole('button', { name: books[lang].admin.once.done }).click();
  const program = await playwright.request.newContext({ extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  const place = `${house.address}/v1/establishments/${house.slug}/levels`;
  expect((await program.get(place)).status()).toBe(200);
  await expect(page.getByRole('row', { name: /Emploi du temps/ })).toContainText(w.good);
  await accessible(page);
  await shot(page, lang, '49-keys');
  await page.getByRole('button', { name: w.revokeOf('Emploi du temps') }).click();
  await page.getByRole('button', { name: w.revoke, exact: true }).last().click();
  await expect(page.getByText(w.revokedDone)).toBeVisible();
  expect((await program.get(place)).status()).toBe(401);
  await program.dispose();
});

test('the trail is found by who, what and when, taken away, and proven', async ({ page, house, lang }) => {
  const w = books[lang].trail;
  await (await new Api(page, house).signIn()).list('d01_lycee_utf8_comma.csv');
  await house.open(page, `/schools/${house.slug}/admin/trail`);
  await expect(page.getByRole('row').filter({ hasText: w.actions['batch.uploaded'] }).first()).toBeVisible();
  await accessible(page);
  await shot(page, lang, '50-trail');
  await page.getByRole('button', { name: w.what }).click();
  await page.keyboard.type(w.groups.session);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: w.actions['batch.uploaded'] })).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: w.actions['session.opened'] }).first()).toBeVisible();
  await page.getByRole('button', { name: /(Détails de l’entrée|Details of entry)/ }).first().click();
  await expect(page.getByText(w.hash, { exact: true })).toBeVisible();
  await accessible(page);
  await page.getByLabel(w.until, { exact: true }).fill('2020-01-01');
  await expect(page.getByText(w.empty)).toBeVisible();
  await page.getByRole('button', { name: w.clear }).click();

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: w.export }).click()]);
  const kept = await file.path();
  expect(house.run('audit', 'verify', kept)).toContain('✓');

  await page.getByRole('button', { name: w.verify, exact: true }).click();
  await expect(page.getByText(w.wholeLine)).toBeVisible();
  await accessible(page);
  await page.getByLabel(w.head).fill('0'.repeat(64));
  await page.getByRole('button', { name: w.verify, exact: true }).click();
  await expect(page.getByText(w.cut)).toBeVisible();
});

test('one changes one’s own password, with the keyboard alone', async ({ page, house, lang }) => {
  const w = books[lang].account;
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin`);
  await tabTo(page, page.getByRole('link', { name: new RegExp(books[lang].admin.sections.account.name) }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel(w.old));
  await page.keyboard.type('ce n’est pas celui-là');
  await page.keyboard.press('Tab');
  await page.keyboard.type('une autre phrase assez longue');
  await page.keyboard.press('Tab');
  await page.keyboard.type('une autre phrase assez longue');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await accessible(page);
  await page.getByLabel(w.old).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText(w.done)).toBeVisible();
});

test('whatever a name holds, it is shown and does nothing; narrow windows do not scroll sideways', async ({ page, house, lang }) => {
  const nasty = '<img src=x onerror="window.hostile=1"><script>window.hostile=1</script> \u202Egnp.exe {{7*7}} ' + 'long'.repeat(30);
  await house.signIn(page);
  const { csrf } = await (await page.request.get(`${house.address}/v1/session`)).json();
  const root = `${house.address}/v1/establishments/${house.slug}`;
  const headers = { 'X-CSRF-Token': csrf };
  const seen = await page.request.get(`${root}/levels`);
  const { items } = await seen.json();
  const level = { code: '<b>X', name: nasty.slice(0, 190), aliases: [nasty.slice(0, 150)], departments: [] };
  expect((await page.request.put(`${root}/levels`, { data: { items: [...items, level] }, headers: { ...headers, 'If-Match': seen.headers().etag ?? '' } })).status()).toBe(200);
  expect((await page.request.post(`${root}/keys`, { data: { name: nasty.slice(0, 100), role: 'viewer', scopes: ['read'] }, headers })).status()).toBe(201);
  expect((await page.request.post(`${root}/users`, { data: { email: 'x@ecole.example', full_name: nasty.slice(0, 190), role: 'viewer' }, headers })).status()).toBe(201);
  for (const part of ['levels', 'keys', 'people', 'trail']) {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 720 });
      await house.open(page, `/schools/${house.slug}/admin/${part}`);
      await expect(page.getByText(/<img src=x/).first()).toBeVisible();
      await fits(page);
    }
    await accessible(page);
  }
  expect(await page.evaluate(() => (window as { hostile?: number }).hostile)).toBeUndefined();
  expect(lang).toBeTruthy();
});
