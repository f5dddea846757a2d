/**
 * `tsx tools/host/icon.ts`: draw media/icon.png from media/icon.svg, with the Chromium of the tests.
 *
 * The marketplace takes no SVG.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureInstalled } from './install';
import { root } from './parts';
import { openWindow } from './window';

const SIZE = 128;

const installed = await ensureInstalled(['browser'], (line) => console.log(line));
if (!installed.ok) throw new Error(installed.sentence);
const temporary = mkdtempSync(path.join(os.tmpdir(), 'loss-probe-'));
const window = await openWindow({ folder: installed.folders.get('browser') ?? '', temporary, width: SIZE, height: SIZE });
const svg = readFileSync(path.join(root, 'media/icon.svg'), 'utf8');
await window.page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
await window.page.screenshot({ path: path.join(root, 'media/icon.png'), omitBackground: true });
await window.close();
rmSync(temporary, { recursive: true, force: true });
