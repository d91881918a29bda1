// What a school tells others after an import: a link to each new student, and events to a platform.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { en as commonEn } from '../src/lib/words/en';
import { fr as commonFr } from '../src/lib/words/fr';
import { en as pagesEn } from '../src/pages/admin/invitations/words/en';
import { fr as pagesFr } from '../src/pages/admin/invitations/words/fr';
import { en as hooksEn } from '../src/pages/admin/webhooks/words/en';
import { fr as hooksFr } from '../src/pages/admin/webhooks/words/fr';
import { en as adminEn } from '../src/pages/admin/words/en';
import { fr as adminFr } from '../src/pages/admin/words/fr';
import { en } from '../src/pages/sign-in/words/en';
import { fr } from '../src/pages/sign-in/words/fr';
import { accessible, expect, PASSWORD, shot, test } from './house';

const pages = { fr: pagesFr, en: pagesEn };

test('the link of an invitation sets a password, once', async ({ page, house, lang }) => {
  const w = { fr, en }[lang];
  const arrived: string[] = [];
  const gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      arrived.push((JSON.parse(body) as { text: string }).text);
      response.end('{"state":"sent"}');
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  try {
    const file = join(house.folder, 'gateway.json');
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`;
    writeFileSync(file, JSON.stringify({ url, json: { to: '{to}', text: '{text}' }, success: { json: { '/state': ['sent'] } } }));
    Object.assign(house.variables, { RENTREE_SMS_GATEWAY: file, RENTREE_PUBLIC_URL: house.address });
    house.declare('d01_lycee_utf8_comma.csv', { settings: { invitations: { sms: true } } });
    const list = join(house.folder, 'nouveaux.csv');
    writeFileSync(list, 'Matricule;Nom;Prénom;Téléphone\nI1;MBARGA;Paul;699112233\n');
    house.run('import', list, '--establishment', house.slug, '--commit', '--approve');
    await house.aside('worker', '--drain');
    expect(arrived).toHaveLength(1);
    expect(arrived[0]).toContain('MBARGA Paul');
    const link = /http:\S+#\S+/.exec(arrived[0] ?? '')?.[0] ?? '';

    await page.goto(link);
    await expect(page.getByText(w.invitation.from(house.name))).toBeVisible();
    await accessible(page);
    await page.getByLabel(w.link.password, { exact: true }).fill('court');
    await page.getByRole('button', { name: w.link.submit }).click();
    await expect(page.getByText(w.link.short)).toBeVisible();
    await page.getByLabel(w.link.password, { exact: true }).fill(PASSWORD);
    await page.getByLabel(w.link.again).fill(PASSWORD);
    await shot(page, lang, '03-invitation');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: w.invitation.doneTitle })).toBeVisible();
    await accessible(page);

    await page.reload();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByLabel(w.link.password, { exact: true })).toHaveCount(0);
    await accessible(page);
  } finally {
    gateway.close();
  }
});

test('a school switches invitations on, writes its own text and looks at it', async ({ page, house, lang }) => {
  const w = pages[lang];
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/invitations`);
  await expect(page.getByText(w.list.empty)).toBeVisible();
  await accessible(page);
  await page.getByLabel(w.settings.sms).check();
  await page.getByLabel(w.texts.which, { exact: true }).selectOption(`sms-${lang}`);
  await page.getByRole('button', { name: w.texts.own }).click();
  await page.getByLabel(w.texts.body, { exact: true }).fill('{school}, {name} : {link}');
  await page.getByRole('button', { name: w.texts.preview }).click();
  await expect(page.getByRole('dialog').getByText(`${house.name}, Awa Diop : https://`)).toBeVisible();
  await accessible(page);
  await page.keyboard.press('Escape');
  await shot(page, lang, '56-invitations');
  await page.getByRole('button', { name: { fr: commonFr, en: commonEn }[lang].actions.save, exact: true }).click();
  await expect(page.getByText({ fr: adminFr, en: adminEn }[lang].saved, { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(w.settings.sms)).toBeChecked();
  await expect(page.getByLabel(w.settings.email)).not.toBeChecked();

  // Whoever is invited is listed, and goes to nobody twice but by a word.
  const list = join(house.folder, 'nouveaux.csv');
  writeFileSync(list, 'Matricule;Nom;Prénom;Téléphone\nI1;MBARGA;Paul;699112233\n');
  house.run('import', list, '--establishment', house.slug, '--commit', '--approve');
  await page.getByRole('button', { name: w.list.fresh }).click();
  await expect(page.getByRole('table').getByText(w.list.status.waiting)).toBeVisible();
  await accessible(page);
});

test('a platform is told at an address, whose secret is shown once', async ({ page, house, lang }) => {
  const w = { fr: hooksFr, en: hooksEn }[lang];
  const admin = { fr: adminFr, en: adminEn }[lang];
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/webhooks`);
  await expect(page.getByText(w.empty)).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: w.make }).first().click();
  await page.getByLabel(w.url).fill('https://127.0.0.1/rentree');
  await page.getByLabel(w.name, { exact: true }).fill('Agenda');
  await page.getByLabel(w.event['import.committed'] ?? '').check();
  const make = page.getByRole('dialog').getByRole('button', { name: w.make });
  await make.click();
  await expect(page.getByRole('alert')).toBeVisible();
  await accessible(page);
  await page.getByLabel(w.url).fill('https://plateforme.invalid/rentree');
  await make.click();
  await expect(page.getByLabel(w.secretLabel, { exact: true })).toHaveValue(/^whsec_/);
  await page.getByRole('button', { name: admin.once.done }).click();
  await expect(page.getByRole('row', { name: /Agenda/ })).toContainText(w.good);
  await page.getByRole('button', { name: w.testOf('Agenda') }).click();
  await page.getByRole('button', { name: w.showOf('Agenda') }).click();
  await expect(page.getByRole('dialog').getByRole('row').filter({ hasText: w.event['webhook.test'] ?? '' })).toBeVisible();
  await accessible(page);
  await shot(page, lang, '57-webhooks');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: w.stop, exact: true }).click();
  await expect(page.getByText(w.reason.PERSON ?? '')).toBeVisible();
  await page.getByRole('button', { name: w.remove }).click();
  await page.getByRole('dialog').getByRole('button', { name: w.remove }).click();
  await expect(page.getByText(w.empty)).toBeVisible();
});
