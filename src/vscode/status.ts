/** The language status item: what was understood of the script that is looked at. */
import * as vscode from 'vscode';
import type { Severity } from '../finding/finding';
import type { Checker } from './checker';
import { scriptOf, selector } from './documents';
import { outsideReach } from '../read/frameworks';

export function openStatus(checker: Pick<Checker, 'last' | 'onDidCheck'>): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('lossProbe.status', selector);
  item.name = 'Loss Probe';
  item.command = { command: 'lossProbe.showPanel', title: 'Open the panel' };
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const script = document && scriptOf(document);
    const checked = script && checker.last(script);
    if (checked === undefined) {
      const other = document && script ? outsideReach(document.getText(), false) : undefined;
      item.text = other === undefined ? 'Loss Probe: no training code here' : 'Loss Probe: not TensorFlow or Keras';
      item.detail = other ?? '';
      item.severity = vscode.LanguageStatusSeverity.Information;
      return;
    }
    const { Error, Warning, Information } = vscode.LanguageStatusSeverity;
    const worst = (level: Severity): boolean => checked.findings.some(({ severity }) => severity === level);
    item.severity = worst('error') ? Error : worst('warning') ? Warning : Information;
    const runs = checked.analysis.program.runs.length;
    item.text = `Loss Probe: ${count(checked.findings.length, 'finding')}`;
    item.detail =
      runs === 0
        ? (outsideReach(checked.analysis.entry.text, false) ?? 'no training understood')
        : `${count(runs, 'training run')} understood`;
  };
  update();
  return vscode.Disposable.from(item, checker.onDidCheck(update), vscode.window.onDidChangeActiveTextEditor(update));
}

const count = (n: number, noun: string): string => `${n} ${n === 1 ? noun : `${noun}s`}`;
