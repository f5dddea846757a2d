export type { MethodContext, MethodTable } from '../python/library';
