/** Which files the editor reads for a test: in a trusted workspace, below its folder, and only when somebody asked. */
import { beforeEach, expect, test, vi } from 'vitest';
import { openOwnData } from '../../src/vscode/own-data';
import type { Script } from '../../src/vscode/documents';
import { offersOf } from '../../src/vscode/offers';
import { analyze } from '../support/analyze';
import { oneUnitSoftmax } from '../webview/fixtures/experiments';
import { verdict } from '../webview/fixtures/states';

const world = vi.hoisted(() => ({
  trusted: true,
  files: new Map<string, Uint8Array>(),
  links: new Set<string>(),
  read: [] as string[],
}));

vi.mock('vscode', () => {
  interface FakeUri {
    readonly path: string;
    readonly with: (change: { readonly path: string }) => FakeUri;
  }
  const uri = (path: string): FakeUri => ({ path, with: (change) => uri(change.path) });
  const joinPath = (base: FakeUri, ...parts: readonly string[]): FakeUri =>
    uri(new URL(`file://${[base.path, ...parts].join('/')}`).pathname);
  return {
    Uri: { file: uri, joinPath },
    FileType: { File: 1, SymbolicLink: 64 },
    workspace: {
      get isTrusted() {
        return world.trusted;
      },
      getWorkspaceFolder: () => ({ uri: uri('/project') }),
      fs: {
        stat: ({ path }: FakeUri) => {
          const bytes = world.files.get(path);
          if (bytes === undefined) throw new Error('not found');
          return Promise.resolve({ size: bytes.length, type: world.links.has(path) ? 65 : 1 });
        },
        readFile: ({ path }: FakeUri) => {
          world.read.push(path);
          return Promise.resolve(world.files.get(path));
        },
      },
    },
  };
});

const { Uri } = (await import('vscode')) as unknown as { Uri: { file: (path: string) => Script['uri'] } };
const script = { kind: 'file', uri: Uri.file('/project/src/train.py') } as Script;

function memento(): Parameters<typeof openOwnData>[0] {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string) => kept.get(key) as never,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
}

const runReading = async (path: string) => {
  const { program } = await analyze(`import pandas as pd
from tensorflow import keras
df = pd.read_csv("${path}")
x = df[["a"]]
y = df["b"]
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid", input_shape=(1,))])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x, y)
`);
  return program.runs[0];
};

beforeEach(() => {
  world.trusted = true;
  world.read.length = 0;
  world.links.clear();
  world.files = new Map(
    ['/project/src/data.csv', '/project/root.csv', '/outside.csv'].map((path) => [path, new Uint8Array([97])]),
  );
});

test('a file beside the script or below the folder is offered, and nothing is read until it is wanted', async () => {
  const data = openOwnData(memento());
  expect(await data.offered(script, await runReading('data.csv'))).toBe('data.csv');
  expect(await data.offered(script, await runReading('root.csv'))).toBe('root.csv');
  expect(await data.offered(script, await runReading('none.csv'))).toBeUndefined();
  expect(world.read).toEqual([]);
  expect([...(await data.read(script, await runReading('data.csv'))).keys()]).toEqual(['data.csv']);
  expect(world.read).toEqual(['/project/src/data.csv']);
});

test('files outside, links and large files are not read', async () => {
  const data = openOwnData(memento());
  const problemOf = async (path: string): Promise<unknown> => [...(await data.read(script, await runReading(path))).values()][0];
  expect(await problemOf('../../outside.csv')).toEqual({ problem: 'it lies outside the workspace' });
  expect(await problemOf('/outside.csv')).toEqual({ problem: 'it lies outside the workspace' });
  expect(await problemOf('none.csv')).toEqual({ problem: 'there is no such file' });
  world.links.add('/project/src/data.csv');
  expect(await problemOf('data.csv')).toEqual({ problem: 'it is not a plain file' });
  world.files.set('/project/src/large.csv', new Uint8Array(50_000_001));
  expect(await problemOf('large.csv')).toEqual({ problem: 'it has 50 MB, and files over 50 MB are not read' });
  expect(world.read).toEqual([]);
});

test('in an untrusted workspace nothing is offered, read or remembered as wanted', async () => {
  const data = openOwnData(memento());
  await data.choose('own');
  expect(data.choice()).toBe('own');
  world.trusted = false;
  expect(data.choice()).toBe('never');
  expect(await data.offered(script, await runReading('data.csv'))).toBeUndefined();
  await data.read(script, await runReading('data.csv'));
  expect(world.read).toEqual([]);
});

test('who said never is not asked again', async () => {
  const data = openOwnData(memento());
  await data.choose('never');
  expect(await data.offered(script, await runReading('data.csv'))).toBeUndefined();
});

test('the offer changes sides with the data, and is not repeated for a file that was refused', () => {
  const file = { name: 'data.csv', decided: false };
  const made = verdict();
  expect(offersOf(made, undefined, oneUnitSoftmax, file).data).toEqual({ use: 'own', file: 'data.csv', asks: true });
  expect(offersOf(made, undefined, oneUnitSoftmax, { ...file, decided: true }).data).toMatchObject({ asks: false });
  expect(offersOf(made, undefined, oneUnitSoftmax).data).toBeUndefined();
  const refused = { ...oneUnitSoftmax, data: { ...oneUnitSoftmax.data, notOwn: 'data.csv: it has no rows' } };
  expect(offersOf(made, undefined, refused, file).data).toBeUndefined();
  const own = verdict({
    data: { kind: 'own', file: 'data.csv', rows: 400, samples: 300, heldOut: 100, reductions: [] },
  });
  expect(offersOf(own, undefined, oneUnitSoftmax, file).data).toEqual({ use: 'made-up', file: 'data.csv', asks: false });
});
