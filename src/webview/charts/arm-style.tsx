/** How the versions are told apart: by colour, by dash and by the shape of their marks, so that no reader depends on colour alone. */
import type { JSX } from 'preact';

const dashes = [undefined, '7 3', '2 3', '9 3 2 3', '4 2'];
const shapes = ['circle', 'square', 'triangle', 'diamond', 'cross'] as const;

/** Class names are coloured in panel.css; index 0 is the code as written. */
export const armClass = (index: number): string => `arm arm-${index % shapes.length}`;

export const armDash = (index: number): string | undefined => dashes[index % dashes.length];

/** A mark of an arm, filled, centred on x, y. */
export function ArmMark({ arm, x, y, r = 4 }: { arm: number; x: number; y: number; r?: number }): JSX.Element {
  const name = `mark ${armClass(arm)}`;
  switch (shapes[arm % shapes.length]) {
    case 'square':
      return <rect class={name} x={x - r * 0.9} y={y - r * 0.9} width={r * 1.8} height={r * 1.8} />;
    case 'triangle':
      return <path class={name} d={`M${x} ${y - r * 1.15}L${x + r * 1.1} ${y + r * 0.85}H${x - r * 1.1}Z`} />;
    case 'diamond':
      return <path class={name} d={`M${x} ${y - r * 1.3}L${x + r * 1.3} ${y}L${x} ${y + r * 1.3}L${x - r * 1.3} ${y}Z`} />;
    case 'cross':
      return <path class={`${name} open`} d={`M${x - r} ${y}H${x + r}M${x} ${y - r}V${y + r}`} />;
    default:
      return <circle class={name} cx={x} cy={y} r={r} />;
  }
}

/** Lists the versions with their line and mark. */
export function Legend({ labels, lines = true }: { labels: readonly string[]; lines?: boolean }): JSX.Element {
  return (
    <ul class="legend">
      {labels.map((label, arm) => (
        <li key={label}>
          <svg width={lines ? 34 : 14} height={12} aria-hidden="true">
            {lines && <line class={`curve ${armClass(arm)}`} x1={1} x2={33} y1={6} y2={6} stroke-dasharray={armDash(arm)} />}
            <ArmMark arm={arm} x={lines ? 17 : 7} y={6} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
