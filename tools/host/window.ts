/** The window of a served VS Code: a page in the headless Chromium that was installed beside it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { browserPaths } from './parts';

export interface Window {
  readonly page: Page;
  close(): Promise<void>;
}

export interface WindowOptions {
  /** Where the part `browser` is installed. */
  readonly folder: string;
  /** A folder for what the browser writes, removed by its owner. */
  readonly temporary: string;
  /** In CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Device pixels a CSS pixel. */
  readonly scale?: number;
}

/** Open an empty page that can reach this machine only. */
export async function openWindow({ folder, temporary, width = 1400, height = 850, scale = 1 }: WindowOptions): Promise<Window> {
  const browser = await launchChromium(folder, temporary);
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  return { page: await context.newPage(), close: () => browser.close() };
}

/** The unpacked Chromium with its own shared libraries and its own fonts, so that every machine shows the same window. */
function launchChromium(folder: string, temporary: string): Promise<Browser> {
  const { chromium: executable, libraries, fonts } = browserPaths(folder);
  const home = path.join(temporary, 'browser');
  mkdirSync(home, { recursive: true });
  const fontConfiguration = path.join(home, 'fonts.conf');
  writeFileSync(fontConfiguration, fontsConf(fonts, path.join(home, 'font-cache')));
  return chromium.launch({
    executablePath: executable,
    headless: true,
    timeout: 30_000,
    // Who opened the window closes it, with everything else, when interrupted.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      TMPDIR: home,
      LD_LIBRARY_PATH: libraries,
      FONTCONFIG_FILE: fontConfiguration,
      LANG: 'en_US.UTF-8',
    },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--no-proxy-server',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Whatever asks for another machine is answered at once that there is none.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** A fontconfig file with these folders only; the families named are those of the `browser` part. */
const fontsConf = (folders: readonly string[], cache: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir>${cache}</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <config></config>
</fontconfig>
`;
