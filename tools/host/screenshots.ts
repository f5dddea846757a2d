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
  const loss = page.locator('.view-line span > span', { hasText: '"mse"' }).first();
  await openFile(page, 'improper_loss.py');
  await loss.hover();
  await page.locator('.monaco-hover', { hasText: 'mse-for-classification' }).first().waitFor();
  await settle(page);
  await shot('squiggle');
  await page.mouse.move(700, 790);
  await page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  await loss.click();
  await page.mouse.move(700, 790);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row').first().waitFor();
  await settle(page);
  await shot('quick-fix');
  await page.keyboard.press('Escape');
  await runCommand(page, 'View: Close All Editors');
  await testNoHiddenLayer(page);
  await shot('panel-dark');
});
await inTheme('Default Light Modern', async (page, shot) => {
  // A first file, because a notebook that is opened before the extensions are there is shown as JSON.
  await openFile(page, 'improper_loss.py');
  await runCommand(page, 'View: Close All Editors');
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'improper_loss.ipynb' }).dblclick();
  await page.locator('.notebookOverlay').locator(SQUIGGLES).first().waitFor();
  await page.mouse.move(700, 790);
  await settle(page);
  await shot('notebook');
  await runCommand(page, 'View: Close All Editors');
  await testNoHiddenLayer(page);
  await shot('panel-light');
});
await inTheme('Default High Contrast', async (page, shot) => {
  await testNoHiddenLayer(page);
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
      'window.title': '${activeEditorShort}',
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

/** Open a file of the workspace, and put the cursor on a text, once its findings are drawn. */
async function openFile(page: Page, name: string, cursorOn?: string): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
  await page.locator('.editor-instance').locator(SQUIGGLES).first().waitFor();
  if (cursorOn !== undefined) await page.locator('.view-line span > span', { hasText: cursorOn }).first().click();
  await page.mouse.move(700, 790);
  await settle(page);
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().waitFor();
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Test a finding of which the probe has something to say, and wait until the panel says it. */
async function testNoHiddenLayer(page: Page): Promise<void> {
  await openFile(page, 'insufficient_capacity.py', 'keras.layers.Dense');
  await runCommand(page, 'Loss Probe: Run loss probe');
  const panel = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await panel.locator('[data-outcome]').waitFor({ timeout: PROBE_MS });
  await runCommand(page, 'View: Close Primary Side Bar');
  await page.mouse.move(300, 790);
  await settle(page);
}

/** Two animation frames and the time a fade takes: what is drawn then stays. */
function settle(page: Page): Promise<void> {
  return page.waitForTimeout(700);
}
