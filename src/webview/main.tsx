/** Entry of the panel's bundle. */
import { render } from 'preact';
import { App } from './app';
import type { VsCodeApi } from './host';
import './panel.css';

declare function acquireVsCodeApi(): VsCodeApi;

const root = document.getElementById('panel');
if (root !== null) render(<App api={acquireVsCodeApi()} page={window} />, root);
