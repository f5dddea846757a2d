/** The numbers behind a chart. */
import type { JSX } from 'preact';

export interface TableData {
  readonly caption: string;
  readonly columns: readonly string[];
  /** First cell of each row is its heading. */
  readonly rows: readonly (readonly string[])[];
}

export function DataTable({ caption, columns, rows }: TableData): JSX.Element {
  return (
    <details class="numbers">
      <summary>
        Show the numbers<span class="unseen">: {caption}</span>
      </summary>

      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="unseen">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([heading, ...cells]) => (
              <tr key={heading}>
                <th scope="row">{heading}</th>
                {cells.map((cell, i) => (
                  <td key={columns[i + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
