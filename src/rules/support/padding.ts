import type { DataFlow, DataStep } from '../../facts/data';

/** The step that made sequences equally long by putting zeros to them, if nothing that is not understood came after it. */
export const paddedBy = (flow: DataFlow): DataStep | undefined => flow.steps.findLast(({ padded }) => padded !== undefined);
