/** The libraries that are followed, in the order in which the machine asks them: of two that answer, the first has precedence. */
import { arrays } from './data/library';
import { combine } from './python/guests';
import type { Guests } from './python/library';
import { numpy } from './libraries/numpy/library';
import { pandas } from './libraries/pandas/library';
import { sklearn } from './libraries/sklearn/library';
import { stdlib } from './libraries/stdlib/library';
import { tensorflow } from './libraries/tensorflow/library';

export const guests: Guests = combine([pandas, sklearn, numpy, tensorflow, stdlib, arrays]);
