/** What happened while the program was followed, in order: each library declares its kinds of events here. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by `declare module`
export interface EventKinds {}

export type ProgramEvent = EventKinds[keyof EventKinds];
