/** A tool for language models: what it is called, what it takes, and the text it answers with. */
import { readInput, schemaOf, type Fields, type InputOf } from './input';
import type { ToolWorld } from './world';

export interface Tool {
  /** The same in the editor and over MCP. */
  readonly name: `loss_probe_${string}`;
  readonly title: string;
  /** For a model that decides whether to call it. */
  readonly description: string;
  readonly inputSchema: ReturnType<typeof schemaOf>;
  /** Never rejects: what could not be done is an answer with `failed`. */
  readonly call: (input: unknown, world: ToolWorld) => Promise<ToolAnswer>;
}

export interface ToolAnswer {
  readonly text: string;
  readonly failed: boolean;
}

export interface ToolDefinition<F extends Fields> extends Pick<Tool, 'name' | 'title' | 'description'> {
  readonly fields: F;
  readonly answer: (input: InputOf<F>, world: ToolWorld) => Promise<string>;
}

/** Said in place of an answer; a sentence. */
export class ToolError extends Error {}

export const defineTool = <F extends Fields>({ fields, answer, ...tool }: ToolDefinition<F>): Tool => ({
  ...tool,
  inputSchema: schemaOf(fields),
  async call(given, world) {
    const read = readInput(fields, given);
    if ('problem' in read) return { text: read.problem, failed: true };
    try {
      return { text: await answer(read.input, world), failed: false };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { text: error instanceof ToolError ? message : `Loss Probe failed: ${message}.`, failed: true };
    }
  },
});
