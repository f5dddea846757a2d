/** Findings as squiggles: source "Loss Probe", the rule's id linking to its page, the other end as related information. */
import * as vscode from 'vscode';
import type { Finding, Severity } from '../finding/finding';
import type { Checked, Checker } from './checker';
import { idOf, keyOf, type Script } from './documents';
import { whereIn, type Findings } from './findings';
import { locationOf, type InPlay } from './places';

export const SOURCE = 'Loss Probe';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Shows what the checker finds. @param pageOf the page of a rule, if it has one */
export function openDiagnostics(checker: Checker, pageOf: (rule: string) => vscode.Uri | undefined): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('lossProbe');
  // Several scripts may have something to say about the same module.
  const byScript = new Map<string, ReadonlyMap<string, readonly vscode.Diagnostic[]>>();

  const show = (uri: string): void => {
    const seen = new Set<string>();
    const all = [...byScript.values()].flatMap((files) => files.get(uri) ?? []);
    const once = all.filter(({ range, message }) => {
      const name = JSON.stringify([range, message]);
      if (seen.has(name)) return false;
      seen.add(name);
      return true;
    });
    collection.set(vscode.Uri.parse(uri), once);
  };

  const update = (script: Script): void => {
    const key = keyOf(script);
    const before = byScript.get(key);
    const checked = checker.last(script);
    if (checked === undefined) byScript.delete(key);
    else byScript.set(key, diagnosticsOf(checked, pageOf));
    for (const uri of new Set([...(before?.keys() ?? []), ...(byScript.get(key)?.keys() ?? [])])) show(uri);
  };
  const listening = checker.onDidCheck(update);
  return vscode.Disposable.from(listening, collection);
}

/** Shows what a scan found in scripts that no editor has open; those of notebooks stand in cells, which have no place before they are open. */
export function openSavedDiagnostics(findings: Findings, pageOf: (rule: string) => vscode.Uri | undefined): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('lossProbe.saved');
  const listening = findings.onDidChange((uri) => {
    const file = findings.all().find((one) => one.uri.toString() === uri.toString());
    if (file === undefined || file.open || uri.path.endsWith('.ipynb')) {
      collection.delete(uri);
      return;
    }
    collection.set(
      uri,
      file.findings
        .filter(({ place }) => place.source === idOf(uri))
        .map((finding) => {
          const { range } = whereIn(file, finding);
          return bare(finding, range, pageOf(finding.rule));
        }),
    );
  });
  return vscode.Disposable.from(listening, collection);
}

function diagnosticsOf(
  { analysis, findings }: Checked,
  pageOf: (rule: string) => vscode.Uri | undefined,
): ReadonlyMap<string, readonly vscode.Diagnostic[]> {
  const files = new Map<string, vscode.Diagnostic[]>();
  // The text may be newer than what was read: places have moved with it.
  for (const finding of findings) {
    const location = locationOf(analysis, finding.place);
    if (location === undefined) continue;
    const uri = location.uri.toString();
    files.set(uri, [...(files.get(uri) ?? []), diagnosticOf(analysis, finding, location.range, pageOf(finding.rule))]);
  }
  return files;
}

function diagnosticOf(inPlay: InPlay, finding: Finding, range: vscode.Range, page: vscode.Uri | undefined): vscode.Diagnostic {
  const diagnostic = bare(finding, range, page);
  diagnostic.relatedInformation = finding.related.flatMap(({ place, message }) => {
    const location = locationOf(inPlay, place);
    return location === undefined ? [] : [new vscode.DiagnosticRelatedInformation(location, message)];
  });
  if (finding.rule === 'unused-suppression') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

function bare(finding: Finding, range: vscode.Range, page: vscode.Uri | undefined): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, finding.message, severities[finding.severity]);
  diagnostic.source = SOURCE;
  diagnostic.code = page === undefined ? finding.rule : { value: finding.rule, target: page };
  return diagnostic;
}
