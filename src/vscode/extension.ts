/** Entry of the extension. It only connects the parts: the parser is loaded for the first script, the tensor library for the first test. */
import type * as vscode from 'vscode';
import type { ProbeRunner } from '../protocol/probe-runner';
import { openAnalyzer } from './analysis';
import { openChecker } from './checker';
import { registerCodeActions } from './code-actions';
import { registerCodeLens } from './code-lens';
import { registerCommands } from './commands';
import { openDiagnostics } from './diagnostics';
import { openLog } from './log';
import { openOutcomes } from './outcomes';
import { markOutdated } from './outdated';
import { openOwnData } from './own-data';
import { openRule, pageOf } from './pages';
import { openPanel, type Panel } from './panel';
import { panelHandlers } from './panel-requests';
import { loadParser } from './parser';
import { openWorker } from './probe-worker';
import { openSession } from './probe-session';
import { openStatus } from './status';
import { openTrainingProgramView } from './training-program';
import { openLookConsent } from './look-consent';
import { registerWhy } from './why';

export function activate(context: vscode.ExtensionContext): void {
  const extension = context.extensionUri;
  const log = openLog();
  const outcomes = openOutcomes();
  const analyzer = openAnalyzer(() => loadParser(extension), log);
  const checker = openChecker(analyzer, outcomes);
  let worker: ProbeRunner | undefined;
  // The panel asks the session and the session shows itself in the panel.
  let panel: Panel | undefined = undefined as Panel | undefined;
  const session = openSession({
    runner: () => (worker ??= openWorker(extension)),
    outcomes,
    ownData: openOwnData(context.workspaceState),
    log,
    show: (state) => panel?.show(state),
  });
  panel = openPanel({
    extension,
    handlers: panelHandlers({ session, checker, openRule: (rule) => openRule(extension, rule) }),
    restore: session.restore,
  });
  const programs = openTrainingProgramView(checker);
  context.subscriptions.push(
    log,
    outcomes,
    analyzer,
    checker,
    session,
    panel,
    programs,
    { dispose: () => worker?.dispose() },
    openDiagnostics(checker, (rule) => pageOf(extension, rule)),
    registerCodeActions(checker, log),
    registerCodeLens(checker),
    registerCommands({ extension, checker, session, panel, programs, log }),
    registerWhy({ checker, consent: openLookConsent(context.workspaceState), log }),
    openStatus(checker),
    markOutdated(session),
  );
}
