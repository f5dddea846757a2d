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
  },
  ignores: {
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
