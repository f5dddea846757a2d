/**
 * `npm run screenshots [-- --to FOLDER]`: drive the packaged extension in a real VS Code and take the pictures of the README.
 *
 * Each picture is taken when what it shows is really there; nothing is drawn for it.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { ensureInstalled } from './install';
import { packageExtension } from './package';
import { root } from './parts';
import { startServer } from './server';
import { openWindow } from './window';

/** A test of the probe runs at most this long in these pictures, in milliseconds. */
const PROBE_MS = 120_000;

type Theme = 'Default Light Modern' | 'Default Dark Modern' | 'Default High Contrast';

/** What the editor draws under a finding that is at least an information. */
const SQUIGGLES = '.squiggly-error, .squiggly-warning, .squiggly-info';

const { values } = parseArgs({ options: { to: { type: 'string', default: path.join(root, 'media') } } });
mkdirSync(values.to, { recursive: true });
const installed = await ensureInstalled(['newest', 'browser'], (line) => console.log(line));
if (!installed.ok) {
  console.error(installed.sentence);
  process.exit(1);
}
const { folders } = installed;
const vsix = path.join(root, '.build/loss-probe.vsix');
await packageExtension(vsix);

await inTheme('Default Dark Modern', async (page, shot) => {
  await openFile(page, 'improper_loss.py');
  await squiggle(page);
  await shot('squiggle');
  await quickFixMenu(page);
  await shot('quick-fix');
  await page.keyboard.press('Escape');
  await testTheFix(page);
  await shot('panel-dark');
});
await inTheme('Default Light Modern', async (page, shot) => {
  await openFile(page, 'improper_loss.py');
  await squiggle(page);
  await testTheFix(page);
  await shot('panel-light');
  await runCommand(page, 'View: Close All Editors');
  await openFile(page, 'improper_loss.ipynb');
  await page.locator('.notebookOverlay').locator(SQUIGGLES).first().waitFor();
  await settle(page);
  await shot('notebook');
});
await inTheme('Default High Contrast', async (page, shot) => {
  await openFile(page, 'improper_loss.py');
  await squiggle(page);
  await testTheFix(page);
  await shot('panel-high-contrast');
});

/** Take pictures in a fresh VS Code with a theme. */
async function inTheme(theme: Theme, scene: (page: Page, shot: (name: string) => Promise<void>) => Promise<void>): Promise<void> {
  const server = await startServer({
    folder: folders.get('newest') ?? '',
    open: path.join(root, 'examples'),
    vsix,
    settings: {
      'workbench.colorTheme': theme,
      'editor.fontSize': 13,
      'editor.minimap.enabled': false,
      'breadcrumbs.enabled': false,
    },
  });
  const window = await openWindow({
    folder: folders.get('browser') ?? '',
    temporary: server.temporary,
    width: 1280,
    height: 800,
    scale: 1.5,
  });
  const { page } = window;
  page.setDefaultTimeout(30_000);
  const shot = async (name: string) => {
    const file = path.join(values.to, `${name}.png`);
    await page.screenshot({ path: file });
    console.log(path.relative(process.cwd(), file));
  };
  try {
    await page.goto(server.address(), { waitUntil: 'commit' });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await scene(page, shot);
  } catch (error) {
    await page.screenshot({ path: path.join(root, '.build/screenshot-failure.png') });
    throw error;
  } finally {
    await window.close();
    await server.stop();
  }
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Until the file's findings are drawn, with the mouse out of the way. */
async function squiggle(page: Page): Promise<void> {
  await page.locator('.editor-instance').locator(SQUIGGLES).first().waitFor();
  await page.mouse.move(700, 790);
  await settle(page);
}

/** The light bulb's menu on the first model's loss. */
async function quickFixMenu(page: Page): Promise<void> {
  await page.locator('.view-line', { hasText: 'loss="mse"' }).first().getByText('"mse"').click();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row').first().waitFor();
  await settle(page);
}

/** Test the first fix and wait until the panel tells the result. */
async function testTheFix(page: Page): Promise<void> {
  await page.locator('.view-line', { hasText: 'loss="mse"' }).first().getByText('"mse"').click();
  await runCommand(page, 'Run loss probe');
  const panel = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await panel
    .getByText(/5 of 5 runs|in \d+ of \d+ runs/)
    .first()
    .waitFor({ timeout: PROBE_MS });
  await page.mouse.move(300, 790);
  await settle(page);
}

/** Two animation frames and the time a fade takes: what is drawn then stays. */
const settle = (page: Page) => page.waitForTimeout(700);
