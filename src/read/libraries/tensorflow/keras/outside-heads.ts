/** What comes out of a model of KerasHub or transformers whose inside is not in the program: the last layer is known by its class and arguments. */
import { asString, constant, isNone, type Arguments, type Value } from '../../../python/value';
import type { Place } from '../../../../text/place';

export interface OutsideHead {
  /** The argument that counts the outputs, where it is given. */
  readonly units?: Value | undefined;
  readonly width: 'classes' | 'vocabulary';
  readonly activation: Value;
  /** What `compile` takes where nothing is given. */
  readonly compile?: OutsideCompile | undefined;
}

/** What such a model brings along: its own loss, and in KerasHub an Adam of this rate. */
export interface OutsideCompile {
  readonly learningRate?: number | undefined;
}

const hub = /^keras_(hub|nlp|cv)\.models\.(\w+?)(\.from_preset)?$/;
const transformers = /^transformers\.TF(\w+)\.from_(?:pretrained|config)$/;

/** Tasks of KerasHub by their class name. */
interface Task {
  readonly name: RegExp;
  /** The argument that counts the outputs. */
  readonly units?: string;
  /** The rate of the Adam that `compile` takes where it is given none. */
  readonly rate: number;
  /** Its presets bring an activation along, so only one that is written is known. */
  readonly picture?: true;
}

const tasks: readonly Task[] = [
  { name: /(?:CausalLM|Seq2SeqLM)$/, rate: 2e-5 },
  {
    name: /^(?:Text|(?:Albert|Bert|DebertaV3|DistilBert|FNet|Roberta|XLMRoberta)(?:Text)?)Classifier$/,
    units: 'num_classes',
    rate: 5e-5,
  },
  { name: /^(?!MobileNet)\w*Image(?:Classifier|Segmenter)$/, units: 'num_classes', rate: 5e-5, picture: true },
];

export function outsideHead(name: string, args: Arguments, place: Place): OutsideHead | undefined {
  if (args.open) return undefined;
  const linear = constant('linear', place, { from: 'library' });
  const [, library, task, preset] = hub.exec(name) ?? [];
  const about = task === undefined ? undefined : tasks.find((one) => one.name.test(task));
  if (about) {
    const given = args.keywords.get('activation');
    if (library === 'cv') {
      // KerasCV's classifiers end in a softmax and know nothing of `compile`.
      const softmax = constant('softmax', place, { from: 'library' });
      return task?.endsWith('ImageClassifier') === true
        ? { units: args.keywords.get('num_classes'), width: 'classes', activation: given ?? softmax }
        : undefined;
    }
    if (about.picture && preset !== undefined && !given) return undefined;
    return {
      units: about.units === undefined ? undefined : args.keywords.get(about.units),
      width: about.units === undefined ? 'vocabulary' : 'classes',
      activation: given && !isNone(given) ? given : linear,
      compile: { learningRate: about.rate },
    };
  }
  const architecture = transformers.exec(name)?.[1];
  if (architecture === undefined || !/For(?:Sequence|Token|Image)Classification$/.test(architecture)) return undefined;
  return { units: args.keywords.get('num_labels'), width: 'classes', activation: linear, compile: {} };
}

/** `compile(loss="auto")` of KerasHub means the same as no loss at all. */
export const isLeftToModel = (value: Value | undefined): boolean => !value || isNone(value) || asString(value) === 'auto';
