/**
 * Request, reply and event over any pair of postMessage: extension and panel, host and worker.
 *
 * Invariants: a request is always answered (a throwing handler answers with its error); after dispose nothing is posted and every waiting
 * request is rejected; a message that is not an envelope is ignored, because a port may carry others.
 */

/** Maps a method to its `[params, result]`. */
export type Api<A> = { readonly [K in keyof A]: readonly [params: unknown, result: unknown] };
/** Maps an event's name to its data. */
export type Events = object;

export type Envelope =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly error: string }
  | { readonly kind: 'event'; readonly name: string; readonly data: unknown };

export type Handlers<A extends Api<A>> = { readonly [K in keyof A]: (params: A[K][0]) => A[K][1] | Promise<A[K][1]> };
export type Listeners<E extends Events> = { readonly [K in keyof E]: (data: E[K]) => void };

export interface Channel<Remote extends Api<Remote>, Out extends Events> {
  request<K extends keyof Remote & string>(method: K, params: Remote[K][0]): Promise<Remote[K][1]>;
  emit<K extends keyof Out & string>(name: K, data: Out[K]): void;
  /** Hand every message of the port in here. */
  receive(message: unknown): void;
  dispose(): void;
}

export interface ChannelOptions<Local extends Api<Local>, In extends Events> {
  readonly post: (message: Envelope) => void;
  readonly handlers: Handlers<Local>;
  readonly listeners: Listeners<In>;
  /** Told of what has no one to be answered to: a listener that throws, an event that cannot be posted. */
  readonly onError?: (error: Error) => void;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

export function openChannel<Local extends Api<Local>, Remote extends Api<Remote>, In extends Events, Out extends Events>(
  options: ChannelOptions<Local, In>,
): Channel<Remote, Out> {
  const { post, handlers, listeners, onError } = options;
  const pending = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (reason: Error) => void }>();
  let nextId = 0;
  let disposed = false;

  const answer = async (id: number, method: string, params: unknown): Promise<void> => {
    let reply: Envelope;
    try {
      if (!Object.hasOwn(handlers, method)) throw new Error(`unknown method ${method}`);
      const handler = handlers[method as keyof Local];
      reply = { kind: 'reply', id, ok: true, result: await handler(params) };
    } catch (error) {
      reply = { kind: 'reply', id, ok: false, error: asError(error).message };
    }
    if (disposed) return;
    try {
      post(reply);
    } catch (error) {
      // The result could not be cloned; the error's words always can.
      post({ kind: 'reply', id, ok: false, error: asError(error).message });
    }
  };

  return {
    request(method, params) {
      if (disposed) return Promise.reject(new Error('channel is disposed'));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve: resolve, reject });
        try {
          post({ kind: 'request', id, method, params });
        } catch (error) {
          pending.delete(id);
          reject(asError(error));
        }
      });
    },
    emit(name, data) {
      if (disposed) return;
      try {
        post({ kind: 'event', name, data });
      } catch (error) {
        onError?.(asError(error));
      }
    },
    receive(message) {
      if (disposed || !isEnvelope(message)) return;
      switch (message.kind) {
        case 'request':
          void answer(message.id, message.method, message.params);
          return;
        case 'reply': {
          const waiter = pending.get(message.id);
          pending.delete(message.id);
          if (message.ok) waiter?.resolve(message.result);
          else waiter?.reject(new Error(message.error));
          return;
        }
        case 'event':
          if (!Object.hasOwn(listeners, message.name)) return;
          try {
            listeners[message.name as keyof In](message.data as In[keyof In]);
          } catch (error) {
            onError?.(asError(error));
          }
          return;
      }
    },
    dispose() {
      disposed = true;
      for (const { reject } of pending.values()) reject(new Error('channel was disposed'));
      pending.clear();
    },
  };
}

/** Whether a message has the whole form of an envelope, not just its kind. */
export function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null) return false;
  const message = value as Readonly<Record<string, unknown>>;
  switch (message.kind) {
    case 'request':
      return Number.isInteger(message.id) && typeof message.method === 'string';
    case 'reply':
      return Number.isInteger(message.id) && (message.ok === true || (message.ok === false && typeof message.error === 'string'));
    case 'event':
      return typeof message.name === 'string';
    default:
      return false;
  }
}
