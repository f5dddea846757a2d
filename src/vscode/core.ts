/** Everything but the stub: a bundle of its own, loaded at the first text with training code. It only connects the parts; the tensor library is loaded for the first test. */
import type * as vscode from 'vscode';
import type { ProbeRunner } from '../protocol/probe-runner';
import { tools } from '../tools/index';
import type { ToolAnswer } from '../tools/tool';
import { openAnalyzer } from './analysis';
import { openChecker, type Checker } from './checker';
import { registerCodeActions } from './code-actions';
import { registerCodeLens } from './code-lens';
import { registerCommands } from './commands';
import { openDiagnostics, openSavedDiagnostics } from './diagnostics';
import { registerHover } from './hover';
import { registerInlayHints } from './inlay-hints';
import { openFindings, type Findings } from './findings';
import { openFindingsTree, type FindingsTree } from './findings-tree';
import type { Log } from './log';
import { openOutcomes, resultsOfTests } from './outcomes';
import { markOutdated } from './outdated';
import { openOwnData } from './own-data';
import { openRule, pageOf } from './pages';
import { openPanel, type Panel } from './panel';
import { panelHandlers } from './panel-requests';
import { loadParser } from './parser';
import { openWorker } from './probe-worker';
import { openSession } from './probe-session';
import { scanFile, scanWorkspace } from './scan';
import { openSettingsDiagnostics } from './settings-diagnostics';
import { toolWorld } from './tool-world';
import { openTrainingProgramView } from './training-program';
import { openLookConsent } from './look-consent';
import { registerWhy } from './why';

/** What the stub asks of it. */
export interface Core {
  readonly checker: Checker;
  readonly tree: FindingsTree;
  /** Answers a call of a language model's tool. */
  readonly callTool: (name: string, input: unknown, token: vscode.CancellationToken) => Promise<ToolAnswer>;
}

export function startCore(context: vscode.ExtensionContext, log: Log): Core {
  const extension = context.extensionUri;
  const outcomes = openOutcomes();
  const analyzer = openAnalyzer(() => loadParser(extension), log);
  const checker = openChecker(analyzer, outcomes);
  let worker: ProbeRunner | undefined;
  // The panel asks the session and the session shows itself in the panel.
  let panel: Panel | undefined = undefined as Panel | undefined;
  const runner = (): ProbeRunner => (worker ??= openWorker(extension));
  const session = openSession({
    runner,
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
  const findings: Findings = openFindings(checker, (uri) => void scanFile(uri, analyzer, findings));
  const tree = openFindingsTree(findings, resultsOfTests(checker, outcomes));
  const consent = openLookConsent(context.workspaceState);
  context.subscriptions.push(
    outcomes,
    analyzer,
    checker,
    session,
    panel,
    programs,
    { dispose: () => worker?.dispose() },
    openDiagnostics(checker, (rule) => pageOf(extension, rule)),
    findings,
    tree,
    openSettingsDiagnostics(),
    openSavedDiagnostics(findings, (rule) => pageOf(extension, rule)),
    registerCodeActions(checker, log),
    registerCodeLens(checker),
    registerHover(checker, log),
    registerInlayHints(checker, log),
    registerCommands({
      scan: () => scanWorkspace(analyzer, findings, log),
      storage: context.globalStorageUri,
      extension,
      checker,
      session,
      panel,
      programs,
      log,
    }),
    registerWhy({ checker, consent, log }),
    markOutdated(session),
  );
  return {
    checker,
    tree,
    async callTool(name, input, token) {
      const tool = tools.find((one) => one.name === name);
      if (tool === undefined) throw new Error(`There is no tool ${name}.`);
      return tool.call(input, toolWorld({ checker, consent, runner, token }));
    },
  };
}
