// A data_table as Slack draws it: a table with a caption, a page of rows at a time.
import { useState } from 'react'
import type { SlackBlock } from '../sight.js'

interface Cell {
  readonly text: string
}

export function SlackTable({ block }: { readonly block: SlackBlock }) {
  const [page, setPage] = useState(0)
  const [head = [], ...rows] = block.rows as readonly (readonly Cell[])[]
  const size = typeof block.page_size === 'number' ? block.page_size : 5
  const headerColumn = typeof block.row_header_column_index === 'number' ? block.row_header_column_index : 0
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const shown = rows.slice(page * size, (page + 1) * size)

  return (
    <div className="slack-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="slack-table-scroll" aria-label={String(block.caption)} tabIndex={0}>
        <table>
          <caption>{String(block.caption)}</caption>
          <thead>
            <tr>
              {head.map(({ text }) => (
                <th key={text} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={JSON.stringify(row)}>
                {row.map((cell, column) =>
                  column === headerColumn ? (
                    <th key={head[column]?.text} scope="row">
                      {cell.text}
                    </th>
                  ) : (
                    <td key={head[column]?.text}>{cell.text}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pages > 1 && (
        <p className="slack-table-pages">
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous rows
          </button>
          <span>
            {page + 1} of {pages}
          </span>
          <button type="button" disabled={page + 1 === pages} onClick={() => setPage(page + 1)}>
            Next rows
          </button>
        </p>
      )}
    </div>
  )
}
