/** Everything that is found in the workspace now: in scripts that are open as they are typed, in others as they were saved when they were scanned. */
import * as vscode from 'vscode';
import type { Finding } from '../finding/finding';
import { locate } from '../text/located';
import type { Sources } from '../text/source';
import type { SavedAnalysis } from './analysis';
import type { Checker } from './checker';
import type { Closing } from './closing';
import type { Script } from './documents';

export interface FileFindings {
  /** The script or notebook. */
  readonly uri: vscode.Uri;
  readonly findings: readonly Finding[];
  readonly sources: Sources;
  /** Whether it is what an editor has open, and squiggles are drawn already. */
  readonly open: boolean;
}

export interface Findings extends Closing {
  /** Sorted by path; files without findings are not among them. */
  readonly all: () => readonly FileFindings[];
  /** What was found in a file that was read as it is saved; undefined: nothing, or no training code. */
  readonly saved: (uri: vscode.Uri, found: SavedAnalysis | undefined) => void;
  /** Names the file that changed. */
  readonly onDidChange: vscode.Event<vscode.Uri>;
}

export function openFindings(checker: Checker, closed: (uri: vscode.Uri) => void): Findings {
  const files = new Map<string, FileFindings>();
  /** Files that a scan has met: they are looked at again when their editor closes. */
  const scanned = new Set<string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const put = (uri: vscode.Uri, found: FileFindings | undefined): void => {
    const key = uri.toString();
    if (found === undefined || found.findings.length === 0) files.delete(key);
    else files.set(key, found);
    changed.fire(uri);
  };
  const checked = (script: Script): void => {
    const { uri } = script;
    const last = checker.last(script);
    if (last !== undefined) put(uri, { uri, findings: last.findings, sources: last.analysis.sources, open: true });
    else {
      put(uri, undefined);
      if (scanned.has(uri.toString())) closed(uri);
    }
  };
  const listening = checker.onDidCheck(checked);
  return {
    all: () => [...files.values()].toSorted((a, b) => (a.uri.path < b.uri.path ? -1 : 1)),
    saved(uri, found) {
      scanned.add(uri.toString());
      // What is typed counts more than what is saved.
      if (files.get(uri.toString())?.open === true) return;
      put(uri, found && { uri, findings: found.findings, sources: found.sources, open: false });
    },
    onDidChange: changed.event,
    dispose() {
      listening.dispose();
      changed.dispose();
    },
  };
}

/** Where a finding stands in its file; of a notebook in its cell, counted from 1. */
export function whereIn({ sources }: FileFindings, { place }: Finding): { readonly range: vscode.Range; readonly cell?: number } {
  const source = sources.get(place.source);
  if (source === undefined) return { range: new vscode.Range(0, 0, 0, 0) };
  const { start, end, cell } = locate(source, place);
  return {
    range: new vscode.Range(start.line, start.character, end.line, end.character),
    ...(cell === undefined ? {} : { cell: cell + 1 }),
  };
}
