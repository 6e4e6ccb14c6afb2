import { Link } from '@tanstack/react-router'
import { Table, type TableColumn } from '@splot/ui'
import page from '../page/page.module.css'
import { useListName } from './for-whom.tsx'
import { Amount, useLists } from './parts.tsx'
import { useT } from './words.ts'

/** What a change does to one price; minor units, null is no price. */
export interface PriceStep {
  /** Code of the list. */
  readonly list: string
  readonly sku: string
  readonly fromQuantity: number
  readonly beforeMinor: number | null
  readonly minor: number | null
  /** Where one change sets a price more than once. */
  readonly startsAt?: string | null
}

/** Prices as they are and as they become, row by row. */
export function PriceSteps({ label, steps }: Readonly<{ label: string; steps: readonly PriceStep[] }>) {
  const columns = useColumns()
  return <Table label={label} columns={columns} rows={steps} rowKey={keyOf} />
}

const keyOf = ({ list, sku, fromQuantity, startsAt = '' }: PriceStep) =>
  `${list} ${fromQuantity} ${startsAt} ${sku}`

function useColumns(): TableColumn<PriceStep>[] {
  const t = useT('prices')
  const lists = useLists()
  const nameOf = useListName()
  const listOf = (code: string) => lists?.find((list) => list.code === code)
  const amount = (minor: number | null, list: string) => (
    <Amount minor={minor} currency={listOf(list)?.currency ?? 'PLN'} />
  )
  return [
    {
      id: 'sku',
      header: t('sku'),
      isRowHeader: true,
      cell: ({ sku, fromQuantity }) => (
        <>
          <Link to="/prices/articles/$sku" params={{ sku }} className={page.link}>
            <code>{sku}</code>
          </Link>{' '}
          {fromQuantity > 1 && (
            <span className={page.small}>{t('fromPieces', { count: String(fromQuantity) })}</span>
          )}
        </>
      ),
    },
    {
      id: 'list',
      header: t('list'),
      cell: ({ list }) => nameOf(listOf(list) ?? { code: list, name: null }),
    },
    {
      id: 'was',
      header: t('was'),
      align: 'end',
      width: 'narrow',
      cell: ({ beforeMinor, list }) => amount(beforeMinor, list),
    },
    {
      id: 'becomes',
      header: t('becomes'),
      align: 'end',
      width: 'narrow',
      cell: ({ minor, list }) => <strong>{amount(minor, list)}</strong>,
    },
  ]
}
