/** Asking the runner about what is really drawn (see `runner/protocol.ts`). */
import { request } from 'node:http';
import { ENVIRONMENT, type DriverAnswer, type DriverRequest, type Where } from '../../runner/protocol';

export const EXTENSION_ID = 'loss-probe.loss-probe';

function ask(what: DriverRequest): Promise<unknown> {
  const address = process.env[ENVIRONMENT.driver];
  if (address === undefined) throw new Error(`The runner did not set ${ENVIRONMENT.driver}.`);
  return new Promise((resolve, reject) => {
    const sent = request(address, { method: 'POST' }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const answer = JSON.parse(text) as DriverAnswer;
        if (answer.ok) resolve(answer.value);
        else reject(new Error(answer.why));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(what));
  });
}

/** A document that tests can question: expressions are JavaScript, evaluated in it, and give plain JSON. */
const documentAt = (where: Where) => ({
  evaluate: (expression: string, seconds = 10) => ask({ do: 'evaluate', where, expression, seconds }),
  /** The expression's value as soon as it is neither false, null, 0 nor empty. */
  waitFor: (expression: string, seconds = 10) => ask({ do: 'waitFor', where, expression, seconds }),
  click: (selector: string, seconds = 10) => ask({ do: 'click', where, selector, seconds }),
});

/** The panel's own document, inside the nested frames of its webview. */
export const panel = {
  ...documentAt({ extension: EXTENSION_ID }),
  text: async (seconds = 10) =>
    (await documentAt({ extension: EXTENSION_ID }).waitFor('document.body.innerText.trim()', seconds)) as string,
  /** The text as soon as it matches. */
  textMatching: async (pattern: RegExp, seconds = 20) =>
    (await documentAt({ extension: EXTENSION_ID }).waitFor(
      `(() => { const text = document.body.innerText; return ${pattern.toString()}.test(text) ? text : ''; })()`,
      seconds,
    )) as string,
};

/** The window around the editor: notifications, status bar, what an editor draws. */
export const workbench = documentAt('workbench');
