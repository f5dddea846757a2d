/** The output shape behind every layer, as Keras writes it. Off unless the setting says otherwise. */
import * as vscode from 'vscode';
import { kerasShape } from '../describe/layer';
import type { Checker } from './checker';
import { scriptOf, selector } from './documents';
import { stepsOf } from './layers';
import { guarded, type Log } from './log';

const SETTING = 'inlayHints.shapes';

export function registerInlayHints(checker: Checker, log: Log): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.InlayHintsProvider = {
    onDidChangeInlayHints: changed.event,
    provideInlayHints: (document, range) =>
      guarded(log, 'inlay hints', async () => {
        if (!vscode.workspace.getConfiguration('lossProbe', document).get<boolean>(SETTING, false)) return [];
        const script = scriptOf(document);
        const checked = script && (await checker.now(script));
        if (checked === undefined) return [];
        return stepsOf(checked.analysis, checked.analysis.program).flatMap(({ node, location }) => {
          const shape = node.kind === 'layer' ? kerasShape(node) : undefined;
          const { end } = location.range;
          if (shape === undefined || location.uri.toString() !== document.uri.toString() || !range.contains(end)) return [];
          const hint = new vscode.InlayHint(end, shape, vscode.InlayHintKind.Type);
          hint.paddingLeft = true;
          hint.tooltip = 'Output shape of this layer, as Loss Probe reads it';
          return [hint];
        });
      }),
  };
  return vscode.Disposable.from(
    changed,
    checker.onDidCheck(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`lossProbe.${SETTING}`)) changed.fire();
    }),
    vscode.languages.registerInlayHintsProvider(selector, provider),
  );
}
