/**
 * The two ways in which building a model ends without one. They are thrown inside this folder, because they arise deep in layers, and become
 * part of the verdict at its border (run.ts).
 */
export class NotSupported extends Error {
  /** `layer`, `loss`, `optimizer`, ... */
  readonly what: string;
  readonly subject: string;

  constructor(what: string, subject: string) {
    super(`${what} ${subject} is not supported`);
    this.what = what;
    this.subject = subject;
  }
}

/** Keras refuses the program with an exception like this one. */
export class KerasRaises extends Error {}
