/** What host and probe worker say to each other. */
import type { Experiment } from '../experiment/experiment';
import type { BackendChoice, Engine, Progress, Verdict } from '../experiment/verdict';

/** What the host may ask of the worker. One experiment at a time; it is stopped by ending the worker. */
export interface ProbeApi {
  'engine/open': [params: { readonly backend: BackendChoice }, result: Engine];
  'experiment/run': [params: { readonly experiment: Experiment }, result: Verdict];
}

/** What the worker tells the host meanwhile. Every payload is a complete snapshot, never a delta. */
export interface ProbeEvents {
  progress: Progress;
}
