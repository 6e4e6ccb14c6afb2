import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import { Checkbox } from './Choice.tsx'
import css from './Table.module.css'

export type Sort = Readonly<{ column: string; direction: 'asc' | 'desc' }>

export type TableColumn<Row> = Readonly<{
  id: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  align?: 'start' | 'end' | 'center'
  /** A width class: as narrow as its content, or taking what is left. */
  width?: 'narrow' | 'wide'
  sortable?: boolean
  /** Names the row to a screen reader; one column should. */
  isRowHeader?: boolean
}>

export type TableProps<Row> = Readonly<{
  /** What the table holds, spoken before it. */
  label: string
  columns: ReadonlyArray<TableColumn<Row>>
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Enter, or a click that hits no control of its own. */
  onOpen?: (row: Row) => void
  /** The row that a peek panel shows. */
  openKey?: string | null
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  selection?: ReadonlySet<string>
  onSelectionChange?: (selection: ReadonlySet<string>) => void
  /** Shown instead of rows: an `EmptyState`. */
  empty?: ReactNode
  foot?: ReactNode
  className?: string | undefined
}>

/**
 * A real `<table>` at the density of its surface. One row is in the tab order; arrows, J and K move, Home and End jump,
 * Enter opens and Space selects. A semantic table rather than a grid, so that reading order, copying and printing work
 * as they do on any page.
 */
export function Table<Row>(props: TableProps<Row>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    onOpen,
    openKey,
    selection,
    onSelectionChange,
    empty,
    foot,
    className,
  } = props
  const [active, setActive] = useState<string | null>(null)
  const selectable = selection !== undefined && onSelectionChange !== undefined
  const keys = rows.map(rowKey)
  const tabbable = active !== null && keys.includes(active) ? active : keys[0]

  function toggle(key: string) {
    if (!selectable) return
    const next = new Set(selection)
    if (!next.delete(key)) next.add(key)
    onSelectionChange(next)
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, row: Row) {
    // Keys inside a cell's own control, an inline edit for one, are that control's.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const next = neighbour(event.currentTarget, event.key)
    if (next) next.focus()
    else if (event.key === 'Enter' && onOpen) onOpen(row)
    else if (event.key === ' ' && selectable) toggle(rowKey(row))
    else return
    event.preventDefault()
  }

  return (
    <section
      className={cx(css.scroll, className)}
      // Rows without a control of their own are scrolled by keys here: WCAG 2.1.1.
      {...(!onOpen && !selectable && { tabIndex: 0 })}
    >
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            {selectable && (
              <th className={css.pick}>
                <SelectAll keys={keys} selection={selection} onChange={onSelectionChange} />
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={props.sort ?? null} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row)
            return (
              <tr
                key={key}
                tabIndex={onOpen || selectable ? (key === tabbable ? 0 : -1) : undefined}
                data-open={key === openKey || undefined}
                data-selected={selection?.has(key) || undefined}
                className={cx(css.row, onOpen && css.opens)}
                onFocus={() => setActive(key)}
                onKeyDown={(event) => onKeyDown(event, row)}
                onClick={(event) => {
                  if (onOpen && !hitsControl(event.target, event.currentTarget)) onOpen(row)
                }}
              >
                {selectable && (
                  <td className={css.pick}>
                    <RowCheck isSelected={selection.has(key)} onToggle={() => toggle(key)} />
                  </td>
                )}
                {columns.map((column) => (
                  <BodyCell key={column.id} column={column} row={row} />
                ))}
              </tr>
            )
          })}
        </tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
      {rows.length === 0 && empty}
    </section>
  )
}

function alignOf<Row>(column: TableColumn<Row>) {
  return cx(
    column.align === 'end' && css.end,
    column.align === 'center' && css.middle,
    column.width && css[column.width],
  )
}

function BodyCell<Row>({ column, row }: { column: TableColumn<Row>; row: Row }) {
  const content = column.cell(row)
  return column.isRowHeader ? (
    <th scope="row" className={alignOf(column)}>
      {content}
    </th>
  ) : (
    <td className={alignOf(column)}>{content}</td>
  )
}

type HeadCellProps<Row> = {
  column: TableColumn<Row>
  sort: Sort | null
  onSort: ((sort: Sort) => void) | undefined
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const direction = sort?.column === column.id ? sort.direction : null
  const Icon = direction === 'asc' ? ArrowUp : direction === 'desc' ? ArrowDown : ChevronsUpDown
  // What stands above buttons alone names nothing, and is no header.
  const Cell = column.header === '' ? 'td' : 'th'
  return (
    <Cell
      scope={Cell === 'th' ? 'col' : undefined}
      className={alignOf(column)}
      aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          className={cx(css.sort, direction && css.sorted)}
          onClick={() => onSort({ column: column.id, direction: direction === 'asc' ? 'desc' : 'asc' })}
        >
          {column.header}
          <Icon aria-hidden />
        </button>
      ) : (
        column.header
      )}
    </Cell>
  )
}

function SelectAll(props: {
  keys: readonly string[]
  selection: ReadonlySet<string>
  onChange: (next: Set<string>) => void
}) {
  const words = useWords()
  // Only what is shown is selected: a bulk action on rows out of sight is how mistakes are made.
  const chosen = props.keys.filter((key) => props.selection.has(key)).length
  const all = chosen > 0 && chosen === props.keys.length
  return (
    <Checkbox
      aria-label={words.selectAll}
      isSelected={all}
      isIndeterminate={chosen > 0 && !all}
      onChange={() => props.onChange(new Set(all ? [] : props.keys))}
    />
  )
}

function RowCheck({ isSelected, onToggle }: { isSelected: boolean; onToggle: () => void }) {
  const words = useWords()
  return <Checkbox aria-label={words.selectRow} isSelected={isSelected} onChange={onToggle} />
}

function neighbour(row: HTMLTableRowElement, key: string): HTMLTableRowElement | null {
  const rows = row.parentElement?.children
  const found = (() => {
    if (key === 'ArrowDown' || key === 'j') return row.nextElementSibling
    if (key === 'ArrowUp' || key === 'k') return row.previousElementSibling
    if (key === 'Home') return rows?.item(0)
    if (key === 'End') return rows?.item(rows.length - 1)
    return null
  })()
  return found instanceof HTMLTableRowElement ? found : null
}

/** True when a click was meant for a link, a field or a button inside the row. */
function hitsControl(target: EventTarget, row: Element): boolean {
  const control =
    target instanceof Element
      ? target.closest('a, button, input, select, textarea, label, [role="button"]')
      : null
  return control !== null && row.contains(control)
}
