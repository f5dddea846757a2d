/** Waiting for what the editor does in its own time. */

/** The first value that is neither undefined nor false; after `seconds`, an error that says what was waited for and what was there. */
export async function eventually<T>(
  what: string,
  attempt: () => T | undefined | false | Promise<T | undefined | false>,
  seconds = 10,
  seen?: () => string,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await attempt();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline)
      throw new Error(`Waited ${seconds} s for ${what}${seen === undefined ? '' : `; there was ${seen()}`}.`);
    await pause(25);
  }
}

/** For what must *not* happen: there is no event to wait for. */
export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
