/** The runner's end of the conversation in `protocol.ts`: answers out of the real documents. */
import { createServer, type IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import type { DriverAnswer, DriverRequest, Where } from './protocol';

export interface Driver {
  /** With a secret in it: only who was given it can drive the window. */
  readonly address: string;
  close(): void;
}

/** Serve requests about a window, which may come up later. */
export async function serveDriver(page: () => Promise<Page>): Promise<Driver> {
  const secret = `/${randomUUID()}`;
  const server = createServer((request, response) => {
    if (request.url !== secret) {
      response.writeHead(404).end();
      return;
    }
    void body(request)
      .then(async (text) => answer(await page(), JSON.parse(text) as DriverRequest))
      .catch((error: unknown): DriverAnswer => ({ ok: false, why: error instanceof Error ? error.message : String(error) }))
      .then((said) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${secret}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answer(page: Page, request: DriverRequest): Promise<DriverAnswer> {
  switch (request.do) {
    case 'evaluate':
    case 'waitFor':
      return poll(request.seconds, describe(request.where), async () => {
        const frame = await documentOf(page, request.where);
        if (frame === undefined) return undefined;
        const value: unknown = await frame.evaluate(request.expression);
        const empty = value === undefined || value === null || value === false || value === 0 || value === '';
        return request.do === 'evaluate' || !empty ? { value: value ?? null } : undefined;
      });
    case 'click':
      return poll(request.seconds, `${request.selector} in ${describe(request.where)}`, async () => {
        const frame = await documentOf(page, request.where);
        if (frame === undefined) return undefined;
        await frame.locator(request.selector).first().click({ timeout: 15_000 });
        return { value: null };
      });
  }
}

/** Try until there is a value: a frame may go at any moment, and then the next one is asked. */
async function poll(
  seconds: number,
  what: string,
  attempt: () => Promise<{ readonly value: unknown } | undefined>,
): Promise<DriverAnswer> {
  const deadline = Date.now() + seconds * 1000;
  let last = 'there is none';
  for (;;) {
    try {
      const found = await attempt();
      if (found !== undefined) return { ok: true, value: found.value };
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() > deadline) return { ok: false, why: `Waited ${seconds} s for ${what}: ${last}` };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const describe = (where: Where) => (where === 'workbench' ? 'the workbench' : `the webview of ${where.extension}`);

/**
 * The frame that holds the document.
 *
 * A webview is a frame whose address names its extension, and in it the frame `active-frame` with what the extension wrote; while a new
 * document loads it is `pending-frame`, which nobody sees yet. Of several webviews, the one that was opened last.
 */
async function documentOf(page: Page, where: Where): Promise<Frame | undefined> {
  if (where === 'workbench') return page.mainFrame();
  const inner = page.frames().filter((frame) => {
    const outer = frame.parentFrame()?.url();
    return (
      outer !== undefined &&
      URL.canParse(outer) &&
      new URL(outer).searchParams.get('extensionId')?.toLowerCase() === where.extension
    );
  });
  for (const frame of inner.reverse()) {
    const element = await frame.frameElement();
    if ((await element.getAttribute('id')) === 'active-frame' && (await element.isVisible())) return frame;
  }
  return undefined;
}
