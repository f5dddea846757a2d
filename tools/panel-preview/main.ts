/**
 * Makes pages that show the panel without VS Code: the built bundle, an acquireVsCodeApi of our own, sample states out of real experiments, and the
 * colours of VS Code's own themes. `npm run preview:panel` writes them to .build/panel-preview; with `--screenshots` they are also photographed
 * by a headless Chromium (CHROMIUM names it, else /usr/bin/chromium).
 */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { panelHtml } from '../../src/vscode/panel-html';
import { states } from './states';
import { themes } from './themes';

const out = join('.build', 'panel-preview');
const bundle = join('dist', 'webview');
const nonce = 'preview';

if (!existsSync(join(bundle, 'panel.js'))) throw new Error('dist/webview/panel.js is missing: npm run build makes it');
mkdirSync(out, { recursive: true });
for (const file of ['panel.js', 'panel.css']) copyFileSync(join(bundle, file), join(out, file));

/** Colours as the stylesheet VS Code hands a webview, and an extension host that answers every question with the same state. */
function page(state: unknown, theme: (typeof themes)[keyof typeof themes]): string {
  const colours = Object.entries(theme.colours).map(([name, value]) => `--vscode-${name.replaceAll('.', '-')}: ${value};`);
  const html = panelHtml({ nonce, cspSource: "'self' file: 'nonce-preview'", scriptUri: 'panel.js', styleUri: 'panel.css' });
  const style = `<style nonce="${nonce}">:root { ${colours.join(' ')} } body { background: ${theme.colours['editor.background']}; }</style>`;
  const host = `<script nonce="${nonce}">
const state = ${JSON.stringify(state).replaceAll('<', '\\u003c')};
const reply = (id, result) => postMessage({ kind: 'reply', id, ok: true, result }, '*');
window.acquireVsCodeApi = () => ({
  getState: () => undefined,
  setState: () => undefined,
  postMessage: ({ id, method, params }) => {
    console.log(method, JSON.stringify(params));
    reply(id, method === 'panel/ready' ? state : null);
  },
});
</script>`;
  return html
    .replace('</head>', `${style}\n</head>`)
    .replace('<body>', `<body class="${theme.kind}">`)
    .replace('<script nonce', `${host}\n<script nonce`);
}

const names: string[] = [];
for (const [name, state] of Object.entries(await states())) {
  for (const [themeName, theme] of Object.entries(themes)) {
    const file = `${name}-${themeName}.html`;
    writeFileSync(join(out, file), page(state, theme));
    names.push(file);
  }
}
console.log(`${names.length} pages in ${out}`);

if (process.argv.includes('--screenshots')) await (await import('./screenshots')).photograph(out, names);
