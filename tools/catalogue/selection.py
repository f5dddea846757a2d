"""What the catalogue knows of the libraries: what matters for shape, dtype, range, scale, label kind or order, and for training itself.

`MODULES` are taken whole, `NAMES` one by one, `METHODS` are methods of classes that are in the catalogue.
A name that one of the two environments lacks is simply recorded for the other; a name that both lack is an error.
"""

# Every public class and function directly inside.
MODULES = """
keras keras.layers keras.activations keras.initializers keras.regularizers keras.constraints
keras.optimizers keras.optimizers.schedules keras.optimizers.legacy keras.losses keras.metrics keras.callbacks
keras.utils keras.models keras.random keras.preprocessing keras.preprocessing.image keras.preprocessing.sequence keras.preprocessing.text
keras.backend tf.nn
""".split()

# Every public class and function in every public module below.
TREES = "keras.applications keras.datasets".split()

# Public, but of no use for reading training programs: left out to keep the catalogue small.
LEFT_OUT = r"""
keras\.(layers|utils|metrics|losses|callbacks|optimizers|initializers|constraints|regularizers|activations|models)\.(serialize|deserialize|.*_keras_object.*)
keras\..*\.(serialize|deserialize|decode_predictions)
keras\.(utils|)\.?(plot_model|model_to_dot|Progbar|GeneratorEnqueuer|OrderedEnqueuer|SequenceEnqueuer|.*registered.*|.*package.*|legacy|warmstart.*|PyDataset.*Enqueuer|CustomObjectScope|custom_object_scope|get_file|get_source_inputs|is_interactive_logging_enabled|.*interactive_logging|pack_x_y.*|is_keras_tensor|standardize_dtype|.*rng.*|Config|bounding_boxes|model_to_estimator)
keras\.(DTypePolicy|FloatDTypePolicy|Function|KerasTensor|Operation|Quantizer|RematScope|StatelessScope|SymbolicScope|Variable|device|name_scope|remat|version)
keras\.layers\.(Quantize.*|experimental|FeatureSpace)
keras\.callbacks\.(OrbaxCheckpoint|RemoteMonitor)
keras\.initializers\.(STFT.*|stft|.*_v2)
keras\.backend\.(set_floatx|set_epsilon|.*_uid.*|get_value|set_value|batch_get_value|batch_set_value|print_tensor|rnn|ctc.*|.*graph.*|is_sparse|to_dense|foldl|foldr|map_fn|manual.*|observe.*|name_scope|eval|is_keras_tensor|is_placeholder|in_test_phase|in_train_phase|in_top_k|local_conv.*|moving_average_update|spatial_.*|temporal_padding|resize_.*|reset_uids|.*backend.*|result_type|standardize_dtype|is_float_dtype|is_int_dtype|image_data_format|set_image_data_format|normalize_batch_in_training|separable_conv2d|depthwise_conv2d|conv2d_transpose|pool3d|pool2d|conv3d|bias_add|function|gather|truncated_normal|random_bernoulli|random_binomial|update.*|variable|placeholder|hard_sigmoid)
tf\.nn\.(ctc.*|.*rnn.*|RNN.*|fractional.*|.*beam.*|.*candidate.*|.*sampler.*|erosion2d|dilation2d|quantized.*|safe_embedding.*|isotonic.*|compute_.*|approx.*|collapse.*|all_.*|fixed_.*|learned_.*|log_uniform.*|uniform_cand.*|nce_loss|sampled_softmax.*|with_space.*|max_pool_with.*|conv_transpose|convolution|depth_to_space|space_to_.*|batch_to.*|sufficient.*|weighted_moments|in_top_k|crelu|normalize_moments|depthwise_conv2d_backprop.*|conv2d_backprop.*|experimental|scale_regularization_loss|embedding_lookup_sparse|pool|lrn)
""".split()

NAMES = """
tf.Variable tf.constant tf.convert_to_tensor tf.function tf.GradientTape tf.cast tf.reshape tf.zeros tf.ones tf.zeros_like tf.ones_like tf.fill tf.eye tf.range
tf.linspace tf.one_hot tf.expand_dims tf.squeeze tf.concat tf.stack tf.unstack tf.split tf.transpose tf.tile tf.repeat tf.reverse tf.pad tf.gather tf.gather_nd
tf.boolean_mask tf.where tf.slice tf.matmul tf.tensordot tf.einsum tf.linalg.matvec tf.identity tf.stop_gradient tf.clip_by_value tf.clip_by_norm tf.clip_by_global_norm
tf.norm tf.reduce_mean tf.reduce_sum tf.reduce_max tf.reduce_min tf.reduce_prod tf.reduce_all tf.reduce_any tf.math.reduce_std tf.math.reduce_variance tf.reduce_logsumexp
tf.argmax tf.argmin tf.add tf.subtract tf.multiply tf.divide tf.math.divide_no_nan tf.math.multiply_no_nan tf.add_n tf.pow tf.square tf.sqrt tf.math.rsqrt
tf.exp tf.math.expm1 tf.math.log tf.math.log1p tf.math.log_sigmoid tf.math.xlogy tf.abs tf.negative tf.sign tf.round tf.floor tf.math.ceil tf.maximum tf.minimum
tf.sigmoid tf.tanh tf.math.erf tf.sin tf.cos tf.math.mod tf.math.floordiv tf.cumsum tf.math.cumprod tf.equal tf.not_equal tf.greater tf.greater_equal tf.less tf.less_equal
tf.logical_and tf.logical_or tf.logical_not tf.math.in_top_k tf.math.count_nonzero tf.debugging.assert_all_finite tf.math.confusion_matrix tf.math.bincount tf.math.top_k tf.math.squared_difference tf.math.is_nan tf.math.is_finite tf.debugging.check_numerics
tf.sort tf.argsort tf.shape tf.size tf.rank tf.map_fn tf.vectorized_map tf.while_loop tf.cond tf.group tf.no_op tf.print tf.py_function tf.numpy_function tf.ensure_shape
tf.sequence_mask tf.roll tf.unique tf.range tf.meshgrid tf.broadcast_to tf.gradients tf.scan tf.custom_gradient tf.control_dependencies tf.data.Dataset
tf.linalg.diag tf.linalg.inv tf.linalg.solve tf.linalg.lstsq tf.math.l2_normalize tf.math.angle tf.Module tf.name_scope tf.device tf.keras.Input
tf.random.normal tf.random.uniform tf.random.truncated_normal tf.random.shuffle tf.random.set_seed tf.random.categorical tf.random.gamma tf.random.poisson
tf.random.stateless_normal tf.random.stateless_uniform tf.random_normal_initializer tf.random_uniform_initializer tf.zeros_initializer tf.ones_initializer tf.constant_initializer
tf.image.resize tf.image.decode_jpeg tf.image.decode_png tf.image.decode_image tf.image.convert_image_dtype tf.image.per_image_standardization tf.image.rgb_to_grayscale tf.image.grayscale_to_rgb
tf.image.random_flip_left_right tf.image.random_flip_up_down tf.image.random_brightness tf.image.random_contrast tf.image.random_saturation tf.image.random_hue tf.image.random_crop
tf.image.flip_left_right tf.image.central_crop tf.image.resize_with_crop_or_pad tf.image.resize_with_pad tf.io.decode_raw tf.io.read_file tf.io.decode_jpeg tf.io.decode_png tf.io.decode_image
tf.io.parse_single_example tf.io.FixedLenFeature tf.io.VarLenFeature tf.TensorSpec tf.data.TFRecordDataset tf.data.TextLineDataset tf.data.experimental.make_csv_dataset tf.strings.to_number
tf.saturate_cast tf.strings.lower tf.strings.regex_replace tf.strings.strip tf.strings.split tf.data.FixedLengthRecordDataset tf.sparse.to_dense tf.distribute.MirroredStrategy tf.distribute.OneDeviceStrategy tf.signal.frame tf.config.run_functions_eagerly
tf.compat.v1.placeholder tf.compat.v1.placeholder_with_default tf.compat.v1.Session tf.compat.v1.InteractiveSession tf.compat.v1.get_variable tf.compat.v1.variable_scope 
tf.compat.v1.global_variables_initializer tf.compat.v1.trainable_variables tf.compat.v1.global_variables tf.compat.v1.get_collection tf.compat.v1.add_to_collection
tf.compat.v1.GraphKeys tf.compat.v1.ConfigProto tf.compat.v1.disable_v2_behavior tf.compat.v1.disable_eager_execution tf.compat.v1.enable_eager_execution tf.compat.v1.reset_default_graph
tf.compat.v1.assign tf.compat.v1.assign_add tf.compat.v1.assign_sub tf.compat.v1.local_variables_initializer tf.compat.v1.variables_initializer tf.compat.v1.Print tf.compat.v1.to_float tf.compat.v1.to_int32 tf.compat.v1.to_int64 
    tf.compat.v1.truncated_normal_initializer tf.compat.v1.random_normal_initializer tf.compat.v1.random_uniform_initializer
 tf.compat.v1.glorot_uniform_initializer tf.compat.v1.glorot_normal_initializer tf.compat.v1.variance_scaling_initializer tf.compat.v1.orthogonal_initializer tf.compat.v1.uniform_unit_scaling_initializer
         
     tf.compat.v1.div     
 tf.compat.v1.nn.dropout     tf.compat.v1.nn.moments 
    
tf.compat.v1.nn.xw_plus_b tf.compat.v1.nn.relu_layer tf.compat.v1.nn.dynamic_rnn tf.compat.v1.nn.static_rnn tf.compat.v1.nn.bidirectional_dynamic_rnn tf.compat.v1.nn.rnn_cell.BasicLSTMCell
tf.compat.v1.nn.rnn_cell.LSTMCell tf.compat.v1.nn.rnn_cell.GRUCell tf.compat.v1.nn.rnn_cell.BasicRNNCell tf.compat.v1.nn.rnn_cell.MultiRNNCell tf.compat.v1.nn.rnn_cell.DropoutWrapper tf.compat.v1.nn.sampled_softmax_loss tf.compat.v1.nn.nce_loss
tf.compat.v1.layers.dense tf.compat.v1.layers.conv1d tf.compat.v1.layers.conv2d tf.compat.v1.layers.conv3d tf.compat.v1.layers.conv2d_transpose tf.compat.v1.layers.separable_conv2d tf.compat.v1.layers.max_pooling1d tf.compat.v1.layers.max_pooling2d
tf.compat.v1.layers.average_pooling1d tf.compat.v1.layers.average_pooling2d tf.compat.v1.layers.dropout tf.compat.v1.layers.batch_normalization tf.compat.v1.layers.flatten
tf.compat.v1.train.GradientDescentOptimizer tf.compat.v1.train.AdamOptimizer tf.compat.v1.train.RMSPropOptimizer tf.compat.v1.train.AdagradOptimizer tf.compat.v1.train.AdadeltaOptimizer tf.compat.v1.train.MomentumOptimizer
tf.compat.v1.train.FtrlOptimizer tf.compat.v1.train.ProximalGradientDescentOptimizer tf.compat.v1.train.ProximalAdagradOptimizer tf.compat.v1.train.AdagradDAOptimizer tf.compat.v1.train.Optimizer
tf.compat.v1.train.exponential_decay tf.compat.v1.train.polynomial_decay tf.compat.v1.train.piecewise_constant tf.compat.v1.train.inverse_time_decay tf.compat.v1.train.natural_exp_decay tf.compat.v1.train.cosine_decay
tf.compat.v1.train.Saver tf.compat.v1.train.MonitoredTrainingSession    tf.compat.v1.train.get_or_create_global_step tf.train.ExponentialMovingAverage 
tf.compat.v1.losses.softmax_cross_entropy tf.compat.v1.losses.sparse_softmax_cross_entropy tf.compat.v1.losses.sigmoid_cross_entropy tf.compat.v1.losses.mean_squared_error tf.compat.v1.losses.absolute_difference
tf.compat.v1.losses.log_loss tf.compat.v1.losses.huber_loss tf.compat.v1.losses.hinge_loss tf.compat.v1.losses.cosine_distance tf.compat.v1.losses.get_total_loss tf.compat.v1.losses.get_regularization_loss tf.compat.v1.losses.compute_weighted_loss tf.compat.v1.losses.mean_pairwise_squared_error
tf.compat.v1.metrics.accuracy tf.compat.v1.metrics.mean tf.compat.v1.metrics.auc tf.compat.v1.data.make_one_shot_iterator tf.compat.v1.data.make_initializable_iterator tf.train.Checkpoint
keras.ops.mean keras.ops.sum keras.ops.log keras.ops.exp keras.ops.abs keras.ops.square keras.ops.sqrt keras.ops.softmax keras.ops.sigmoid keras.ops.relu keras.ops.clip keras.ops.matmul keras.ops.reshape keras.ops.concatenate keras.ops.cast
keras.ops.expand_dims keras.ops.squeeze keras.ops.transpose keras.ops.max keras.ops.min keras.ops.maximum keras.ops.minimum keras.ops.one_hot keras.ops.stack keras.ops.where keras.ops.argmax keras.ops.zeros keras.ops.ones keras.ops.shape keras.ops.arange
keras.ops.argsort keras.ops.take keras.ops.append keras.ops.ravel keras.ops.flip keras.ops.roll keras.ops.split keras.ops.sort keras.ops.array keras.ops.add keras.ops.subtract keras.ops.multiply keras.ops.divide keras.ops.dot keras.ops.mean keras.ops.var keras.ops.std keras.ops.power keras.ops.tanh keras.ops.convert_to_tensor keras.ops.log_softmax keras.ops.binary_crossentropy keras.ops.categorical_crossentropy keras.ops.sparse_categorical_crossentropy
keras.losses.Loss keras.layers.Layer keras.layers.InputSpec keras.optimizers.Optimizer keras.metrics.Metric keras.initializers.Initializer keras.regularizers.Regularizer keras.constraints.Constraint keras.regularizers.L1L2 keras.regularizers.l1_l2
keras.optimizers.schedules.LearningRateSchedule keras.utils.image_dataset_from_directory keras.models.load_model

numpy.random.default_rng numpy.linspace numpy.logspace numpy.geomspace numpy.eye numpy.identity numpy.full numpy.full_like numpy.ones numpy.zeros_like numpy.ones_like numpy.reshape numpy.ravel numpy.expand_dims numpy.squeeze numpy.transpose numpy.swapaxes
numpy.moveaxis numpy.stack numpy.vstack numpy.hstack numpy.dstack numpy.column_stack numpy.append numpy.insert numpy.delete numpy.split numpy.array_split numpy.vsplit numpy.hsplit numpy.tile numpy.repeat numpy.roll numpy.flip numpy.fliplr numpy.flipud numpy.rot90
numpy.pad numpy.atleast_1d numpy.atleast_2d numpy.atleast_3d numpy.broadcast_to numpy.meshgrid numpy.mean numpy.std numpy.var numpy.sum numpy.prod numpy.max numpy.min numpy.argmax numpy.argmin numpy.argsort numpy.sort numpy.median numpy.percentile numpy.quantile
numpy.clip numpy.round numpy.around numpy.cumsum numpy.cumprod numpy.diff numpy.unique numpy.nan_to_num numpy.nonzero numpy.flatnonzero numpy.argwhere numpy.take numpy.take_along_axis numpy.choose numpy.compress numpy.diag numpy.dot numpy.tensordot numpy.outer numpy.ptp
numpy.loadtxt numpy.genfromtxt numpy.load numpy.fromfile numpy.bincount numpy.digitize numpy.histogram numpy.interp numpy.searchsorted numpy.convolve numpy.resize numpy.swapaxes numpy.rollaxis numpy.nanmean numpy.nanstd numpy.any numpy.all numpy.count_nonzero numpy.array_equal numpy.isclose numpy.allclose
numpy.linalg.norm numpy.linalg.inv numpy.apply_along_axis numpy.vectorize numpy.concatenate numpy.where numpy.copy numpy.lib.stride_tricks.sliding_window_view numpy.random.seed

pandas.read_csv pandas.read_excel pandas.read_json pandas.read_table pandas.read_parquet pandas.read_pickle pandas.read_hdf pandas.DataFrame pandas.Series pandas.concat pandas.merge pandas.get_dummies pandas.factorize pandas.to_numeric pandas.to_datetime pandas.cut pandas.qcut pandas.isna pandas.isnull pandas.date_range pandas.Categorical

sklearn.model_selection.train_test_split sklearn.model_selection.KFold sklearn.model_selection.StratifiedKFold sklearn.model_selection.ShuffleSplit sklearn.model_selection.StratifiedShuffleSplit sklearn.model_selection.TimeSeriesSplit sklearn.model_selection.GroupKFold sklearn.model_selection.RepeatedKFold sklearn.model_selection.LeaveOneOut sklearn.model_selection.cross_val_score sklearn.model_selection.cross_validate
sklearn.preprocessing.StandardScaler sklearn.preprocessing.MinMaxScaler sklearn.preprocessing.MaxAbsScaler sklearn.preprocessing.RobustScaler sklearn.preprocessing.Normalizer sklearn.preprocessing.QuantileTransformer sklearn.preprocessing.PowerTransformer sklearn.preprocessing.PolynomialFeatures sklearn.preprocessing.KBinsDiscretizer sklearn.preprocessing.FunctionTransformer
sklearn.preprocessing.LabelEncoder sklearn.preprocessing.OneHotEncoder sklearn.preprocessing.OrdinalEncoder sklearn.preprocessing.LabelBinarizer sklearn.preprocessing.MultiLabelBinarizer sklearn.preprocessing.Binarizer sklearn.preprocessing.scale sklearn.preprocessing.minmax_scale sklearn.preprocessing.normalize sklearn.preprocessing.label_binarize sklearn.preprocessing.maxabs_scale sklearn.preprocessing.robust_scale
sklearn.datasets.load_iris sklearn.datasets.load_digits sklearn.datasets.load_wine sklearn.datasets.load_breast_cancer sklearn.datasets.load_diabetes sklearn.datasets.load_linnerud sklearn.datasets.fetch_california_housing sklearn.datasets.fetch_openml sklearn.datasets.fetch_20newsgroups sklearn.datasets.fetch_olivetti_faces sklearn.datasets.fetch_lfw_people sklearn.datasets.fetch_covtype sklearn.datasets.fetch_kddcup99 sklearn.datasets.fetch_rcv1
sklearn.datasets.make_classification sklearn.datasets.make_regression sklearn.datasets.make_blobs sklearn.datasets.make_moons sklearn.datasets.make_circles sklearn.datasets.make_multilabel_classification sklearn.datasets.make_gaussian_quantiles sklearn.datasets.make_hastie_10_2 sklearn.datasets.make_friedman1 sklearn.datasets.make_friedman2 sklearn.datasets.make_friedman3 sklearn.datasets.make_s_curve sklearn.datasets.make_swiss_roll sklearn.datasets.make_sparse_uncorrelated sklearn.datasets.make_low_rank_matrix
sklearn.utils.shuffle sklearn.utils.resample sklearn.utils.compute_class_weight sklearn.utils.class_weight.compute_class_weight sklearn.impute.SimpleImputer sklearn.impute.KNNImputer sklearn.compose.ColumnTransformer sklearn.compose.make_column_transformer sklearn.pipeline.Pipeline sklearn.pipeline.make_pipeline sklearn.decomposition.PCA sklearn.decomposition.TruncatedSVD
sklearn.feature_extraction.text.TfidfVectorizer sklearn.feature_extraction.text.CountVectorizer sklearn.feature_selection.SelectKBest sklearn.feature_selection.VarianceThreshold
sklearn.metrics.accuracy_score sklearn.metrics.mean_squared_error sklearn.metrics.confusion_matrix sklearn.metrics.classification_report sklearn.metrics.roc_auc_score sklearn.metrics.f1_score sklearn.metrics.r2_score sklearn.metrics.mean_absolute_error
""".split()

METHODS = {
    "keras.Model": "compile fit fit_generator evaluate evaluate_generator predict predict_generator predict_on_batch train_on_batch test_on_batch train_step test_step predict_step call build summary load_weights save_weights save get_layer add_loss add_metric compute_loss compute_metrics reset_states reset_metrics get_config set_weights get_weights make_train_function to_json export from_config",
    "keras.Sequential": "add pop call build",
    "keras.layers.Layer": "__call__ call build add_weight add_loss add_metric compute_output_shape get_config set_weights get_weights",
    "keras.layers.RNN": "call reset_states reset_state",
    "keras.layers.LSTM": "call",
    "keras.layers.GRU": "call",
    "keras.layers.SimpleRNN": "call",
    "keras.layers.Bidirectional": "call",
    "keras.layers.TimeDistributed": "call",
    "keras.layers.MultiHeadAttention": "call",
    "keras.layers.GroupQueryAttention": "call",
    "keras.layers.Attention": "call",
    "keras.layers.AdditiveAttention": "call",
    "keras.layers.Normalization": "adapt",
    "keras.layers.TextVectorization": "adapt get_vocabulary set_vocabulary",
    "keras.layers.StringLookup": "adapt get_vocabulary",
    "keras.layers.IntegerLookup": "adapt get_vocabulary",
    "keras.layers.CategoryEncoding": "call",
    "keras.layers.Discretization": "adapt",
    "keras.losses.Loss": "__call__ call",
    "keras.metrics.Metric": "__call__ update_state result reset_state reset_states",
    "keras.optimizers.Optimizer": "apply_gradients minimize apply build",
    "keras.optimizers.legacy.Optimizer": "apply_gradients minimize get_gradients get_updates",
    "keras.optimizers.schedules.LearningRateSchedule": "__call__",
    "keras.preprocessing.image.ImageDataGenerator": "flow flow_from_directory flow_from_dataframe fit standardize random_transform",
    "keras.preprocessing.text.Tokenizer": "fit_on_texts texts_to_sequences texts_to_matrix sequences_to_matrix sequences_to_texts",
    "tf.GradientTape": "gradient watch jacobian stop_recording reset batch_jacobian",
    "tf.Variable": "assign assign_add assign_sub read_value numpy value",
    "tf.data.Dataset": "from_tensor_slices from_tensors from_generator range zip list_files random batch padded_batch shuffle repeat cache prefetch map flat_map interleave filter take skip shard window concatenate enumerate reduce apply unbatch with_options as_numpy_iterator ragged_batch take_while scan group_by_window bucket_by_sequence_length sample_from_datasets choose_from_datasets cardinality snapshot rebatch batch unique options",
    "tf.compat.v1.Session": "run close",
    "tf.compat.v1.train.Optimizer": "minimize compute_gradients apply_gradients",
    "tf.compat.v1.train.Saver": "save restore",
    "tf.distribute.MirroredStrategy": "scope run",
    "pandas.DataFrame": "drop dropna fillna astype to_numpy sample sort_values head tail groupby apply isna isnull describe iterrows reset_index set_index rename merge join copy corr mean std max min sum pop insert assign replace drop_duplicates select_dtypes median shift rolling diff clip query nunique value_counts",
    "pandas.Series": "map astype to_numpy apply fillna dropna value_counts unique replace sample shift rolling tolist reshape str cat factorize nunique sort_values mean std max min isin copy",
    "sklearn.preprocessing.StandardScaler": "fit transform fit_transform inverse_transform",
    "sklearn.preprocessing.LabelEncoder": "fit transform fit_transform inverse_transform",
    "sklearn.preprocessing.OneHotEncoder": "fit transform fit_transform",
    "sklearn.model_selection.KFold": "split",
    "sklearn.model_selection.StratifiedKFold": "split",
    "sklearn.model_selection.TimeSeriesSplit": "split",
    "sklearn.model_selection.ShuffleSplit": "split",
    "sklearn.pipeline.Pipeline": "fit transform fit_transform predict",
}
