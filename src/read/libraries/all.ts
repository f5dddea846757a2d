/** The libraries that are followed, in the order in which the machine asks them: of two that answer, the first has precedence. */
import { arrays } from '../data/library';
import type { Library } from '../python/library';
import { numpy } from './numpy/library';
import { pandas } from './pandas/library';
import { sklearn } from './sklearn/library';
import { stdlib } from './stdlib/library';
import { tensorflow } from './tensorflow/library';

export const libraries: readonly Library[] = [pandas, sklearn, numpy, tensorflow, stdlib, arrays];
