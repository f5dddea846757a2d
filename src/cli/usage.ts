/** The command cannot do what was asked; the message is one sentence for the person who asked. Caught once, in `main.ts`. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
