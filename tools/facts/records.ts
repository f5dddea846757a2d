/** What `record.py` writes about one program. */
export interface ProgramRecord {
  readonly name: string;
  /** `ran`, or the exception it ended with. */
  readonly ended: string;
  readonly records: readonly CallRecord[];
}

export interface CallRecord {
  readonly event: 'compile' | 'fit' | 'fit_generator' | 'train_on_batch';
  /** 1-based. */
  readonly line: number;
  readonly loss: LossRecord | readonly (LossRecord | null)[] | null;
  readonly optimizer: { readonly type: string; readonly learning_rate: number | string | null } | null;
  readonly x?: ArrayRecord | readonly ArrayRecord[] | null;
  readonly y?: ArrayRecord | readonly ArrayRecord[] | null;
  readonly dataset?: boolean;
  readonly model?: ModelRecord;
  readonly epochs?: number | null;
  readonly batch_size?: number | null;
  readonly shuffle?: boolean | null;
}

export interface LossRecord {
  readonly name: string;
  readonly from_logits?: boolean;
}

export interface ArrayRecord {
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly min?: number;
  readonly max?: number;
  /** Between them lie 99% of the values. */
  readonly low?: number;
  readonly high?: number;
  /** All values, where they are few. */
  readonly distinct?: readonly number[] | null;
  readonly one_hot?: boolean;
}

export interface ModelRecord {
  readonly style: 'sequential' | 'functional' | 'subclass';
  readonly layers: readonly LayerRecord[];
  readonly heads: readonly {
    readonly shape?: readonly (number | null)[] | null;
    readonly activation?: string | null;
    readonly units?: number | null;
  }[];
}

export interface LayerRecord {
  readonly type: string;
  readonly shape: readonly (number | null)[] | null;
  readonly activation: string | null;
  readonly units: number | null;
  readonly trainable: boolean;
}
