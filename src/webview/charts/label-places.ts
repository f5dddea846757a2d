/** Moves labels apart that would overlap, each as little as is needed, in their order; all stay between `top` and `bottom`. */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places = wanted.map((y) => Math.min(bottom, Math.max(top, y)));
  let least = top;
  for (const i of order) {
    places[i] = Math.max(places[i] ?? top, least);
    least = (places[i] ?? top) + gap;
  }
  let most = bottom;
  for (const i of order.toReversed()) {
    places[i] = Math.min(places[i] ?? bottom, most);
    most = (places[i] ?? bottom) - gap;
  }
  return places;
}
