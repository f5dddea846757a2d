import rule from '../../src/rules/callback-monitor-mismatch';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'the old name of accuracy': `
import numpy as np
from tensorflow import keras
stop = keras.callbacks.EarlyStopping(monitor='val_acc')
#                                            ^^^^^^^^^ callback-monitor-mismatch
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'less is better': `
import numpy as np
from tensorflow import keras
stop = keras.callbacks.EarlyStopping('val_loss', mode='max')
#                                    ^^^^^^^^^^ callback-monitor-mismatch
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'a metric of another name': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['sparse_categorical_accuracy'])
stop = keras.callbacks.EarlyStopping(monitor='val_accuracy')
#                                            ^^^^^^^^^^^^^^ callback-monitor-mismatch
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    "a metric object, which has its class's name": `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=[keras.metrics.SparseCategoricalAccuracy()])
stop = keras.callbacks.ReduceLROnPlateau('val_accuracy')
#                                        ^^^^^^^^^^^^^^ callback-monitor-mismatch
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'no metric at all': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
stop = keras.callbacks.EarlyStopping('accuracy')
#                                    ^^^^^^^^^^ callback-monitor-mismatch
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'more is better': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
stop = keras.callbacks.ModelCheckpoint('m.keras', monitor='val_accuracy', mode='min', save_best_only=True)
#                                                         ^^^^^^^^^^^^^^ callback-monitor-mismatch
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'more is better, of a model made by calls': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
stop = keras.callbacks.ReduceLROnPlateau('accuracy', mode='min')
#                                        ^^^^^^^^^^ callback-monitor-mismatch
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
  },
  ignores: {
    'a metric object called as it is watched': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=[keras.metrics.SparseCategoricalAccuracy(name='accuracy')])
stop = keras.callbacks.EarlyStopping(monitor='val_accuracy')
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'a short name of a metric': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['mean_absolute_error'])
stop = keras.callbacks.EarlyStopping(monitor='val_mae')
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'metrics that are handed in': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=chosen)
stop = keras.callbacks.EarlyStopping(monitor='val_accuracy')
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'metrics that weigh samples': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', weighted_metrics=['accuracy'])
stop = keras.callbacks.EarlyStopping(monitor='val_accuracy')
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'outputs with names of their own': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, [keras.layers.Dense(3, activation='softmax', name=n)(hidden) for n in ('a', 'b')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
stop = keras.callbacks.EarlyStopping(monitor='val_a_accuracy', mode='max')
model.fit(x, y, validation_split=0.1, callbacks=[stop])
`,
    'validation data': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, validation_data=(a, b), callbacks=[keras.callbacks.ModelCheckpoint('m.keras', monitor='val_accuracy', mode='max')])
`,
    'the training loss': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, callbacks=[keras.callbacks.ReduceLROnPlateau(monitor='loss')])
`,
  },
});
