import { expect, test } from 'vitest';
import { isEnvelope, openChannel, type Envelope } from '../../src/protocol/envelope';

interface Api {
  add: [params: { readonly a: number; readonly b: number }, result: number];
  fail: [params: undefined, result: never];
}
type None = Record<string, never>;

/** Two channels, each the other's port; messages are cloned as a real port clones them. */
function pair() {
  const errors: Error[] = [];
  const ticks: number[] = [];
  const server = openChannel<Api, None, None, { tick: number }>({
    post: (message) => client.receive(structuredClone(message)),
    handlers: {
      add: ({ a, b }) => a + b,
      fail: () => {
        throw new Error('no');
      },
    },
    listeners: {},
  });
  const client = openChannel<None, Api, { tick: number }, None>({
    post: (message) => server.receive(structuredClone(message)),
    handlers: {},
    listeners: {
      tick: (n) => {
        ticks.push(n);
        if (n < 0) throw new Error('negative');
      },
    },
    onError: (error) => errors.push(error),
  });
  return { server, client, errors, ticks };
}

test('a request is answered, with an error when its handler throws or is not there', async () => {
  const { client } = pair();
  await expect(client.request('add', { a: 2, b: 3 })).resolves.toBe(5);
  await expect(client.request('fail', undefined)).rejects.toThrow('no');
  await expect(client.request('unheard' as 'add', { a: 1, b: 1 })).rejects.toThrow('unknown method unheard');
});

test('a result that cannot be cloned is answered with an error', async () => {
  const server = openChannel<{ get: [params: undefined, result: unknown] }, None, None, None>({
    post: (message) => client.receive(structuredClone(message)),
    handlers: { get: () => () => 1 },
    listeners: {},
  });
  const client = openChannel<None, { get: [params: undefined, result: unknown] }, None, None>({
    post: (message: Envelope) => server.receive(structuredClone(message)),
    handlers: {},
    listeners: {},
  });
  await expect(client.request('get', undefined)).rejects.toThrow(/could not be cloned/);
});

test('events arrive; a listener that throws hurts nobody', () => {
  const { server, ticks, errors } = pair();
  server.emit('tick', 1);
  server.emit('tick', -1);
  server.emit('tick', 2);
  expect(ticks).toEqual([1, -1, 2]);
  expect(errors.map(({ message }) => message)).toEqual(['negative']);
});

test('after dispose nothing is sent and nobody is left waiting', async () => {
  const posted: Envelope[] = [];
  const channel = openChannel<None, Api, None, None>({ post: (message) => posted.push(message), handlers: {}, listeners: {} });
  const waiting = channel.request('add', { a: 1, b: 1 });
  channel.dispose();
  await expect(waiting).rejects.toThrow('disposed');
  await expect(channel.request('add', { a: 1, b: 1 })).rejects.toThrow('disposed');
  expect(posted.length).toBe(1);
});

test('only whole envelopes are taken for one', () => {
  expect(isEnvelope({ kind: 'request', id: 1, method: 'add', params: {} })).toBe(true);
  for (const other of [
    null,
    1,
    'request',
    {},
    { kind: 'request' },
    { kind: 'request', id: 'x', method: 'add' },
    { kind: 'reply', id: 1 },
    { kind: 'reply', id: 1, ok: false },
    { kind: 'event' },
    { kind: 'else' },
  ]) {
    expect(isEnvelope(other)).toBe(false);
  }
});
