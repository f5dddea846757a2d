const names = /keras|tensorflow/;
const model = /\b(?:Sequential|Model)\s*\(/;
const compiled = /\.compile\s*\(\s*(?:loss|optimizer|['"])/;

/** Whether a text may train with Keras at all, so that others need not be parsed: it names it, or is a snippet that leaves out its imports. */
export const mayTrain = (text: string): boolean => names.test(text) || (model.test(text) && compiled.test(text));
