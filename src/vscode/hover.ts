/** What stands under the pointer: a finding with its ways out, a layer with its shapes, a training with what is known of it, a silenced rule. */
import * as vscode from 'vscode';
import { describeStep } from '../describe/layer';
import { describeRun } from '../describe/model';
import { placeOfRun } from '../facts/run-place';
import type { Finding } from '../finding/finding';
import { suppressionsIn } from '../lint/suppressions';
import { rules } from '../rules/index';
import { trainedIn } from '../rules/support/weights';
import type { Place } from '../text/place';
import type { Analysis } from './analysis';
import type { Checked, Checker } from './checker';
import { scriptOf, selector } from './documents';
import { stepsOf } from './layers';
import { guarded, type Log } from './log';
import { locationOf, placeLabel } from './places';
import { referenceOf } from './reference';

const commands = ['lossProbe.openRule', 'lossProbe.testFix', 'lossProbe.canThisModelLearn', 'lossProbe.why'];

export function registerHover(checker: Checker, log: Log): vscode.Disposable {
  const inPython: vscode.HoverProvider = {
    provideHover: (document, position) =>
      guarded(log, 'hover', async () => {
        const silenced = ruleHover(position, mentionsIn(document));
        if (silenced !== undefined) return silenced;
        const script = scriptOf(document);
        const checked = script && (await checker.now(script));
        return checked && hoverAt(checked, document, position);
      }),
  };
  const inSettings: vscode.HoverProvider = {
    provideHover: (document, position) =>
      document.getText().includes('loss-probe') ? ruleHover(position, idsIn(document, position)) : undefined,
  };
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, inPython),
    vscode.languages.registerHoverProvider({ pattern: '**/pyproject.toml' }, inSettings),
  );
}

interface Mention {
  readonly id: string;
  readonly range: vscode.Range;
}

const mentionsIn = (document: vscode.TextDocument): readonly Mention[] =>
  suppressionsIn({ id: '', text: document.getText() }).flatMap((one) =>
    one.rules.map(({ id, place }) => ({
      id,
      range: new vscode.Range(document.positionAt(place.start), document.positionAt(place.end)),
    })),
  );

function idsIn(document: vscode.TextDocument, position: vscode.Position): readonly Mention[] {
  const range = document.getWordRangeAtPosition(position, /(?<![\w-])[a-z\d]+(?:-[a-z\d]+)+/);
  return range === undefined ? [] : [{ id: document.getText(range), range }];
}

function ruleHover(position: vscode.Position, mentions: readonly Mention[]): vscode.Hover | undefined {
  const mention = mentions.find(({ range }) => range.contains(position));
  const rule = mention && rules.find(({ id }) => id === mention.id);
  if (rule === undefined) return undefined;
  const text = markdown();
  text.appendMarkdown(`**${rule.id}** (${rule.severity}): `);
  text.appendText(rule.docs.summary.replaceAll(/\s+/g, ' ').trim());
  text.appendMarkdown(`\n\n${link('Open its page', 'lossProbe.openRule', [rule.id])}`);
  return new vscode.Hover(text, mention?.range);
}

function hoverAt(checked: Checked, document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  const { analysis, findings } = checked;
  const here = (location: vscode.Location | undefined): location is vscode.Location =>
    location?.uri.toString() === document.uri.toString() && location.range.contains(position);
  const contents: vscode.MarkdownString[] = [];
  for (const finding of findings) if (here(locationOf(analysis, finding.place))) contents.push(findingText(analysis, finding));
  const [step] = stepsOf(analysis, analysis.program)
    .filter(({ location }) => here(location))
    .toSorted((a, b) => length(document, a.location) - length(document, b.location));
  if (step !== undefined) {
    const { graph, node } = step;
    const trained = node.kind === 'layer' ? trainedIn(graph, node) : undefined;
    const title = node.kind === 'layer' ? node.layer.type : node.kind === 'operation' ? node.operation : 'Input';
    const lines = describeStep(graph, node, trained, words(analysis));
    contents.push(plainLines(`${title} in ${graph.name}`, lines));
  }
  analysis.program.runs.forEach((run, i) => {
    const location = locationOf(analysis, placeOfRun(run));
    // Over what an argument is, that is spoken of.
    if (here(location) && contents.length === 0) {
      const text = markdown();
      text.appendCodeblock(describeRun(run, i + 1, words(analysis)), 'text');
      text.appendMarkdown(link('Can this model learn?', 'lossProbe.canThisModelLearn', [analysis.script.uri, run.id]));
      contents.push(text);
    }
  });
  return contents.length === 0 ? undefined : new vscode.Hover(contents);
}

/** The message itself is shown by the editor; these are the ways on from it. */
function findingText({ script }: Analysis, finding: Finding): vscode.MarkdownString {
  const text = markdown();
  const links = [
    ...(finding.experiment.kind === 'train'
      ? [link('Test this fix', 'lossProbe.testFix', [script.uri, referenceOf(finding)])]
      : []),
    link(`What ${finding.rule} means`, 'lossProbe.openRule', [finding.rule]),
  ];
  text.appendMarkdown(links.join(' · '));
  return text;
}

function plainLines(title: string, lines: readonly string[]): vscode.MarkdownString {
  const text = markdown();
  text.appendMarkdown('**');
  text.appendText(title);
  text.appendMarkdown('**');
  for (const line of lines) {
    text.appendMarkdown('\n\n');
    text.appendText(line);
  }
  return text;
}

function markdown(): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: commands };
  return text;
}

const link = (title: string, command: string, parameters: readonly unknown[]): string =>
  `[${title}](command:${command}?${encodeURIComponent(JSON.stringify(parameters))})`;

const length = (document: vscode.TextDocument, { range }: vscode.Location): number =>
  document.offsetAt(range.end) - document.offsetAt(range.start);

const words = (analysis: Analysis) => ({
  where: (place: Place): string => placeLabel(analysis, place),
  strong: (text: string): string => text,
});
