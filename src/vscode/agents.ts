/** What the editor's agents are given: the four tools, and the same four as an MCP server for agents that only know those. */
import * as vscode from 'vscode';
import type { ToolAnswer } from '../tools/tool';

export interface Agents {
  readonly extension: vscode.Uri;
  readonly version: string;
  readonly tools: readonly { readonly name: string; readonly displayName: string }[];
  readonly call: (name: string, input: unknown, token: vscode.CancellationToken) => Promise<ToolAnswer>;
}

const MCP_PROVIDER = 'lossProbe.mcp';

export function registerAgents({ extension, version, tools, call }: Agents): vscode.Disposable {
  const server = (): vscode.McpServerDefinition[] => [
    new vscode.McpStdioServerDefinition(
      'Loss Probe',
      process.execPath,
      [vscode.Uri.joinPath(extension, 'dist', 'cli.js').fsPath, 'mcp'],
      // On the desktop that program is Electron, which is then nothing but Node.
      { ELECTRON_RUN_AS_NODE: '1' },
      version,
    ),
  ];
  return vscode.Disposable.from(
    vscode.lm.registerMcpServerDefinitionProvider(MCP_PROVIDER, { provideMcpServerDefinitions: server }),
    ...tools.map(({ name, displayName }) =>
      vscode.lm.registerTool<object>(name, {
        prepareInvocation: ({ input }) => ({ invocationMessage: `${displayName}: ${fileName(input)}` }),
        async invoke({ input }, token) {
          const { text, failed } = await call(name, input, token);
          if (failed) throw new Error(text);
          return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
        },
      }),
    ),
  );
}

/** The last part of the path that a model passes, whatever it passes. */
const fileName = (input: object): string =>
  'file' in input && typeof input.file === 'string' ? (input.file.split(/[/\\]/).at(-1) ?? '') : '';
