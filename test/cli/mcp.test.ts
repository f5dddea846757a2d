/** `loss-probe mcp`, asked by the protocol's own client over standard input and output. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
let folder = '';
let client: Client;

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, ['esbuild.mjs', '--production', '--only=cli.js,mcp.js,worker.cjs'], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  folder = mkdtempSync(join(tmpdir(), 'loss-probe-mcp-'));
  cpSync(join(repository, 'examples/improper_loss.py'), join(folder, 'improper_loss.py'));
  for (const name of ['house.py', 'house.log', 'houses.csv'])
    cpSync(join(repository, 'test/evidence/logs/first', name), join(folder, name));
  writeFileSync(join(folder, 'requirements.txt'), '');
  writeFileSync(join(folder, 'lightning.py'), 'import torch\n\nnet = torch.nn.Linear(1, 1)\n');
  client = new Client({ name: 'test', version: '1' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [join(repository, 'dist/cli.js'), 'mcp'], cwd: folder }),
  );
}, 60_000);
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function call(
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<{ readonly text: string; readonly failed: boolean }> {
  const { content, isError } = await client.callTool({ name: `loss_probe_${name}`, arguments: input });
  const [first] = content as readonly { readonly type: string; readonly text: string }[];
  return { text: first?.text ?? '', failed: isError === true };
}

const told = async (name: string, input: Readonly<Record<string, unknown>>): Promise<string> => {
  const { text, failed } = await call(name, input);
  expect(failed, text).toBe(false);
  return text;
};

const at = (name: string): string => join(folder, name);

describe('loss-probe mcp', () => {
  test('lists four tools, each with a schema that says what it takes, none of which changes anything', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'loss_probe_check',
      'loss_probe_probe',
      'loss_probe_describe',
      'loss_probe_why',
    ]);
    for (const { inputSchema, annotations, description } of tools) {
      expect(inputSchema.required).toEqual(['file']);
      expect(annotations?.readOnlyHint).toBe(true);
      expect(description?.length).toBeGreaterThan(100);
    }
    expect(client.getServerVersion()?.version).toBe(
      (JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }).version,
    );
  });

  test('check answers with absolute ranges and fixes as edits that can be applied as they stand', async () => {
    const text = await told('check', { file: at('improper_loss.py') });
    expect(text).toMatch(/: \d findings?; read 2 models and 2 training loops\./);
    const lines = readFileSync(at('improper_loss.py'), 'utf8').split('\n');
    const line = lines.findIndex((one) => one.includes('"mse"'));
    const column = lines[line]?.indexOf('"mse"') ?? 0;
    const range = `${line + 1}:${column + 1}-${line + 1}:${column + 6}`;
    expect(text).toContain(`warning ${range} mse-for-classification: `);
    expect(text).toContain(`[${range} -> ${JSON.stringify('"binary_crossentropy"')}]`);
  });

  test('check reads the file anew every time', async () => {
    cpSync(at('improper_loss.py'), at('edited.py'));
    expect(await told('check', { file: 'edited.py' })).toContain('mse-for-classification');
    writeFileSync(at('edited.py'), readFileSync(at('edited.py'), 'utf8').replace('"mse"', '"binary_crossentropy"'));
    expect(await told('check', { file: 'edited.py' })).not.toContain('mse-for-classification');
  });

  test('of another framework it says so and never that nothing was found', async () => {
    for (const tool of ['check', 'describe', 'probe', 'why']) {
      const text = await told(tool, { file: 'lightning.py' });
      expect(text).toContain('This uses PyTorch; Loss Probe reads TensorFlow and Keras so far');
      expect(text).not.toMatch(/0 findings|no findings/i);
    }
  });

  test('describe names layers, loss, optimizer and what is not known', async () => {
    const text = await told('describe', { file: 'improper_loss.py' });
    expect(text).toMatch(/Dense\(1\)\s+sigmoid/);
    expect(text).toMatch(/loss mean_squared_error/);
    expect(text).toMatch(/optimizer:/);
  });

  test('probe trains the finding with and without its fix', async () => {
    const text = await told('probe', { file: 'improper_loss.py', rule: 'mse-for-classification', runs: 2 });
    expect(text).toMatch(/mse-for-classification: \w/);
    expect(text).toMatch(/in \d of \d runs|\d+(\.\d+)?%/);
    expect(text).toContain('Assumed');
  });

  test('a probe that is cancelled ends, and the next one runs', async () => {
    const stop = new AbortController();
    const slow = client.callTool({ name: 'loss_probe_probe', arguments: { file: 'improper_loss.py', runs: 20 } }, undefined, {
      signal: stop.signal,
    });
    stop.abort('enough');
    await expect(slow).rejects.toThrow('enough');
    expect(await told('probe', { file: 'improper_loss.py', models: true, runs: 1 })).toMatch(/learn\?: /);
  });

  test('why weighs log and data only as far as it was let', async () => {
    const without = await told('why', { file: 'house.py', logFile: 'house.log' });
    expect(without).toContain('Not checked');
    expect(without).not.toContain('from the data');
    expect(await told('why', { file: 'house.py', log: readFileSync(at('house.log'), 'utf8'), data: true })).toMatch(
      /^1\. .*from the data/m,
    );
  });

  test('wrong input is answered with what is wrong about it', async () => {
    expect(await call('check', {})).toEqual({ text: 'Wrong input: "file" must be a text.', failed: true });
    expect((await call('check', { file: 'nowhere.py' })).text).toContain('no such file');
    expect((await call('probe', { file: 'house.py', line: 0 })).text).toContain('a whole number from 1');
    expect((await call('probe', { file: 'house.py', rule: 'mse' })).text).toBe('There is no rule mse.');
    expect((await call('why', { file: 'house.py', logFile: 'nowhere.log' })).failed).toBe(true);
    expect((await call('why', { file: 'house.py', lines: 3 })).text).toContain('there is no "lines"');
    await expect(client.callTool({ name: 'loss_probe_fix', arguments: {} })).rejects.toThrow('There is no tool loss_probe_fix.');
  });
});
