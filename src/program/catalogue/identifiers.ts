export function resolveIdentifier(kind: 'loss' | 'optimizer', text: string, _keras: 2 | 3): string | undefined {
  if (kind === 'optimizer')
    return (
      { adam: 'keras.optimizers.Adam', sgd: 'keras.optimizers.SGD', rmsprop: 'keras.optimizers.RMSprop' } as Record<
        string,
        string
      >
    )[text.toLowerCase()];
  return 'keras.losses.' + text;
}
