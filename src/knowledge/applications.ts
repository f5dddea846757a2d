/**
 * The architectures of keras.applications: what images they want and what comes out of their last feature map.
 * Checked by `npm run parity:catalogue`, which builds every one of them.
 */
import { table as namedTable } from '../facts/table';
export interface ApplicationFacts {
  /** Side of the images with the default `input_shape` and `include_top=True`. */
  readonly size: number;
  /** Side of the last feature map for images of that size. */
  readonly side: number;
  /** Convolutions keep the size, so that a side divisible by 32 becomes its 32nd. */
  readonly padded: boolean;
  /** Channels of the last feature map: the output width with `include_top=False` and a global pooling. */
  readonly channels: number;
  /**
   * What pixels its pretrained weights want, from its own `preprocess_input`:
   * - `none`: 0..255, the model scales them itself
   * - `minus-one-one`: x / 127.5 - 1
   * - `caffe`: BGR with the mean of ImageNet subtracted, about -124..151
   * - `torch`: 0..1, then standardised by ImageNet's means and deviations, about -2.1..2.6
   */
  readonly scaling: 'none' | 'minus-one-one' | 'caffe' | 'torch';
  /** `classes` with `include_top=True` and no argument. */
  readonly classes: 1000;
}

const of = (
  size: number,
  side: number,
  channels: number,
  scaling: ApplicationFacts['scaling'],
  padded = true,
): ApplicationFacts => ({
  size,
  side,
  padded,
  channels,
  scaling,
  classes: 1000,
});

const table: Readonly<Record<string, ApplicationFacts>> = namedTable({
  ConvNeXtBase: of(224, 7, 1024, 'none'),
  ConvNeXtLarge: of(224, 7, 1536, 'none'),
  ConvNeXtSmall: of(224, 7, 768, 'none'),
  ConvNeXtTiny: of(224, 7, 768, 'none'),
  ConvNeXtXLarge: of(224, 7, 2048, 'none'),
  DenseNet121: of(224, 7, 1024, 'torch'),
  DenseNet169: of(224, 7, 1664, 'torch'),
  DenseNet201: of(224, 7, 1920, 'torch'),
  EfficientNetB0: of(224, 7, 1280, 'none'),
  EfficientNetB1: of(240, 8, 1280, 'none'),
  EfficientNetB2: of(260, 9, 1408, 'none'),
  EfficientNetB3: of(300, 10, 1536, 'none'),
  EfficientNetB4: of(380, 12, 1792, 'none'),
  EfficientNetB5: of(456, 15, 2048, 'none'),
  EfficientNetB6: of(528, 17, 2304, 'none'),
  EfficientNetB7: of(600, 19, 2560, 'none'),
  EfficientNetV2B0: of(224, 7, 1280, 'none'),
  EfficientNetV2B1: of(240, 8, 1280, 'none'),
  EfficientNetV2B2: of(260, 9, 1408, 'none'),
  EfficientNetV2B3: of(300, 10, 1536, 'none'),
  EfficientNetV2L: of(480, 15, 1280, 'none'),
  EfficientNetV2M: of(480, 15, 1280, 'none'),
  EfficientNetV2S: of(384, 12, 1280, 'none'),
  InceptionResNetV2: of(299, 8, 1536, 'minus-one-one', false),
  InceptionV3: of(299, 8, 2048, 'minus-one-one', false),
  MobileNet: of(224, 7, 1024, 'minus-one-one'),
  MobileNetV2: of(224, 7, 1280, 'minus-one-one'),
  MobileNetV3Large: of(224, 7, 960, 'none'),
  MobileNetV3Small: of(224, 7, 576, 'none'),
  NASNetLarge: of(331, 11, 4032, 'minus-one-one', false),
  NASNetMobile: of(224, 7, 1056, 'minus-one-one', false),
  ResNet101: of(224, 7, 2048, 'caffe'),
  ResNet101V2: of(224, 7, 2048, 'minus-one-one'),
  ResNet152: of(224, 7, 2048, 'caffe'),
  ResNet152V2: of(224, 7, 2048, 'minus-one-one'),
  ResNet50: of(224, 7, 2048, 'caffe'),
  ResNet50V2: of(224, 7, 2048, 'minus-one-one'),
  VGG16: of(224, 7, 512, 'caffe'),
  VGG19: of(224, 7, 512, 'caffe'),
  Xception: of(299, 10, 2048, 'minus-one-one', false),
});

/** Facts by canonical name, `keras.applications.VGG16`. */
export function applicationFacts(name: string): ApplicationFacts | undefined {
  const short = name.replace(/^keras\.applications\./, '');
  return Object.hasOwn(table, short) ? table[short] : undefined;
}

/** Every architecture of the table, by class name: `VGG16`. */
export const applicationNames: readonly string[] = Object.keys(table);

/** Modules whose `preprocess_input` does each scaling: `keras.applications.vgg16.preprocess_input`. */
const modules: Readonly<Record<string, ApplicationFacts['scaling']>> = namedTable({
  convnext: 'none',
  densenet: 'torch',
  efficientnet: 'none',
  efficientnet_v2: 'none',
  imagenet_utils: 'caffe',
  inception_resnet_v2: 'minus-one-one',
  inception_v3: 'minus-one-one',
  mobilenet: 'minus-one-one',
  mobilenet_v2: 'minus-one-one',
  mobilenet_v3: 'none',
  nasnet: 'minus-one-one',
  resnet: 'caffe',
  resnet50: 'caffe',
  resnet_v2: 'minus-one-one',
  vgg16: 'caffe',
  vgg19: 'caffe',
  xception: 'minus-one-one',
});

/** What a `preprocess_input` does to pixels 0..255, by canonical name; `imagenet_utils` by its default mode. */
export function preprocessingOf(name: string): ApplicationFacts['scaling'] | undefined {
  const module = /^keras\.applications\.(\w+)\.preprocess_input$/.exec(name)?.[1];
  return module !== undefined && Object.hasOwn(modules, module) ? modules[module] : undefined;
}

const afterwards: Readonly<Record<ApplicationFacts['scaling'], { readonly min: number; readonly max: number }>> = {
  none: { min: 0, max: 255 },
  'minus-one-one': { min: -1, max: 1 },
  caffe: { min: -124, max: 152 },
  torch: { min: -2.2, max: 2.7 },
};

/** What pixels 0..255 become. */
export const preprocessedRange = (scaling: ApplicationFacts['scaling']): { readonly min: number; readonly max: number } =>
  afterwards[scaling];
