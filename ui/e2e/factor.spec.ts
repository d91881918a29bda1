// The code by telephone: switched on, asked for at the sign-in, taken once, switched off; and demanded of administrators.
import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { en as commonEn } from '../src/lib/words/en';
import { fr as commonFr } from '../src/lib/words/fr';
import { en as accountEn } from '../src/pages/admin/account/words/en';
import { fr as accountFr } from '../src/pages/admin/account/words/fr';
import { en as platformEn } from '../src/pages/admin/platform/words/en';
import { fr as platformFr } from '../src/pages/admin/platform/words/fr';
import { en as homeEn } from '../src/pages/home/words/en';
import { fr as homeFr } from '../src/pages/home/words/fr';
import { en as signInEn } from '../src/pages/sign-in/words/en';
import { fr as signInFr } from '../src/pages/sign-in/words/fr';
import { accessible, ADMIN, expect, PASSWORD, shot, test } from './house';
import { fits } from './way';

const books = {
  fr: { common: commonFr, account: accountFr, factor: accountFr.factor, home: homeFr, platform: platformFr, signIn: signInFr },
  en: { common: commonEn, account: accountEn, factor: accountEn.factor, home: homeEn, platform: platformEn, signIn: signInEn },
};

/** The app on the telephone (RFC 6238: SHA-1, six digits, 30 seconds). */
class Telephone {
  private readonly secret: Buffer;
  private last = 0;

  constructor(typed: string) {
    const bits = [...typed.replace(/\s/g, '')].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
    this.secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
  }

  at(step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac('sha1', this.secret).update(counter).digest();
    const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fff_ffff;
    return String(number % 1_000_000).padStart(6, '0');
  }

  /** A code that is good now and was not given yet. The one before and the one after the present one are good too. */
  async code(): Promise<string> {
    let step = 0;
    await expect
      .poll(() => {
        const now = Date.now() / 30_000;
        const present = Math.floor(now);
        // The one before is soon over: late in its time it is not begun with.
        step = Math.max(this.last + 1, now - present < 0.5 ? present - 1 : present);
        return step <= present + 1;
      })
      .toBe(true);
    this.last = step;
    return this.at(step);
  }
}

/** From the password to the code that switches it on. */
async function enrol(page: Page, w: (typeof books)['fr']): Promise<Telephone> {
  const card = page.locator('form', { has: page.getByRole('heading', { name: w.factor.title }) });
  await card.getByLabel(w.factor.password).fill(PASSWORD);
  await card.getByRole('button', { name: w.factor.begin }).click();
  await expect(page.getByRole('img', { name: w.factor.picture })).toBeVisible();
  return new Telephone(await card.locator('.code').innerText());
}

test('a code by telephone is switched on, asked for at the sign-in, taken once, and switched off', async ({ page, house, lang }) => {
  const w = books[lang];
  await house.signIn(page);
  await house.open(page, `/schools/${house.slug}/admin/account`);
  const card = page.locator('form', { has: page.getByRole('heading', { name: w.factor.title }) });
  await expect(card).toBeVisible();
  await accessible(page);
  await card.getByLabel(w.factor.password).fill('ce n’est pas le bon');
  await card.getByRole('button', { name: w.factor.begin }).click();
  await expect(card.getByRole('alert')).toBeVisible();
  const telephone = await enrol(page, w);
  await accessible(page);
  await card.scrollIntoViewIfNeeded();
  await shot(page, lang, '58-second-factor');
  await card.getByLabel(w.factor.code).fill(telephone.at(1));
  await card.getByRole('button', { name: w.factor.confirm }).click();
  await expect(card.getByRole('alert')).toBeVisible();
  await accessible(page);
  await card.getByLabel(w.factor.code).fill(await telephone.code());
  await card.getByRole('button', { name: w.factor.confirm }).click();
  await expect(card.getByText(w.factor.lineOn)).toBeVisible();
  await accessible(page);

  // The password alone does not open anything any more, and a code that is wrong does not either.
  await page.getByRole('button', { name: w.common.signOut }).click();
  await expect(page.getByRole('heading', { level: 1, name: w.signIn.title })).toBeVisible();
  await page.getByLabel(w.signIn.school).fill(house.slug);
  await page.getByLabel(w.signIn.email).fill(ADMIN);
  await page.getByLabel(w.signIn.password).fill(PASSWORD);
  await page.keyboard.press('Enter');
  const code = page.getByLabel(w.signIn.code);
  await expect(code).toBeFocused();
  await accessible(page);
  await shot(page, lang, '01-sign-in-code');
  await code.fill(telephone.at(1));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await accessible(page);
  const given = await telephone.code();
  await code.fill(given);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible();
  const again = await page.request.post(`${house.address}/v1/session`, { data: { establishment: house.slug, email: ADMIN, password: PASSWORD, code: given } });
  expect([again.status(), (await again.json()).code]).toEqual([401, 'WRONG_CODE']);

  await house.open(page, `/schools/${house.slug}/admin/account`);
  await card.getByLabel(w.factor.password).fill(PASSWORD);
  await card.getByLabel(w.factor.code).fill(await telephone.code());
  await card.getByRole('button', { name: w.factor.end }).click();
  await expect(card.getByText(w.factor.line)).toBeVisible();
  await house.signIn(page);
});

test('where administrators must have a code, nothing else opens before', async ({ page, house, lang }) => {
  const w = books[lang];
  await house.stop();
  await house.start('--second-factor-for-admins');
  await house.signInAsHost(page);
  await house.open(page, '/');
  await expect(page.getByRole('heading', { level: 1, name: w.account.own })).toBeVisible();
  await expect(page.getByText(w.factor.required)).toBeVisible();
  await accessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page);
  await page.setViewportSize({ width: 1280, height: 720 });
  const telephone = await enrol(page, w);
  await accessible(page);
  await page.getByLabel(w.factor.code).fill(await telephone.code());
  await page.getByRole('button', { name: w.factor.confirm }).click();
  await expect(page.getByRole('heading', { level: 1, name: w.platform.title })).toBeVisible();

  // Whoever runs the service finds it behind their name.
  await page.getByRole('link', { name: /exploitation@/ }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText(w.factor.lineOn)).toBeVisible();
  await accessible(page);
});
