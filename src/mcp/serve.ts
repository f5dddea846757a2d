/** The MCP server over standard input and output. A bundle of its own: the other commands never load the protocol. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { Tool, ToolAnswer } from '../tools/tool';

export interface Served {
  readonly version: string;
  readonly tools: readonly Tool[];
  /** @param signal aborts when the client cancels the call */
  readonly call: (tool: Tool, input: unknown, signal: AbortSignal) => Promise<ToolAnswer>;
}

/** Serves until the client closes the standard input. */
export async function serve({ version, tools, call }: Served): Promise<void> {
  // The high-level server wants schemas of zod; the tools have theirs as JSON already, the same for the editor.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const server = new Server({ name: 'loss-probe', title: 'Loss Probe', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, title, description, inputSchema }) => ({
      name,
      title,
      description,
      inputSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    const { text, failed } = await call(tool, params.arguments, signal);
    return { content: [{ type: 'text', text }], isError: failed };
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once('end', () => void server.close());
  });
  await server.connect(new StdioServerTransport());
  await closed;
}
