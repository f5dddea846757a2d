/** Photographs the preview pages at the width of a split editor and of a whole one. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const widths = [500, 1100];

export async function photograph(folder: string, pages: readonly string[]): Promise<void> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`no browser at ${executablePath}: set CHROMIUM to one`);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--allow-file-access-from-files'],
  });
  try {
    for (const name of pages)
      for (const width of widths) {
        const page = await browser.newPage({ viewport: { width, height: 800 } });
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(`${name}: ${message.text()}`);
        });
        page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
        await page.goto(pathToFileURL(resolve(folder, name)).href);
        await page.waitForSelector('h1');
        await page.screenshot({ path: join(folder, name.replace('.html', `-${width}.png`)), fullPage: true });
        await page.close();
      }
  } finally {
    await browser.close();
  }
}
