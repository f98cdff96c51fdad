// A real browser without script, as most of the tests want it, and with.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { demoPassword, root } from './office.mjs';

export const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');

export const phone = { width: 360, height: 740 };

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.NETRA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

// One person's browser: its own cookies.
export async function person(browser, office, { script = false, viewport = phone, language = 'id', ...more } = {}) {
  const context = await browser.newContext({
    baseURL: office.url, javaScriptEnabled: script, viewport, locale: language === 'id' ? 'id-ID' : 'en-GB', ...more });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

export async function signIn(page, email) {
  await page.goto('/sign-in');
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', demoPassword);
  await page.click('form[action="/sign-in"] button.primary');
  if (new URL(page.url()).pathname === '/sign-in') throw new Error(`${email} is not signed in: ${await page.innerText('main')}`);
}

export const textOf = (page) => page.innerText('body');
