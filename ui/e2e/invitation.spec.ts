// A new student gets a message, opens its link and chooses a password; the link is worth nothing then.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { en } from '../src/pages/sign-in/words/en';
import { fr } from '../src/pages/sign-in/words/fr';
import { accessible, expect, PASSWORD, shot, test } from './house';

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
