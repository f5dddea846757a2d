/** Something that holds on to the editor or a thread until it is disposed. Structural, so that a plain object is one. */
export interface Closing {
  readonly dispose: () => void;
}
