import { useState } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, EmptyState, Select, type TableColumn } from '@splot/ui'
import { BadgePercent, FileUp, Layers, Plus } from 'lucide-react'
import { splot } from '../api/client.ts'
import { DataTable } from '../page/DataTable.tsx'
import { ExportButton } from '../page/ExportButton.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { SearchFilter } from '../page/SearchFilter.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useArticles, type Article } from '../stock/useArticles.ts'
import page from '../page/page.module.css'
import { AddPrice } from './AddPrice.tsx'
import { editKey, withEdit, type Edits } from './edits.ts'
import { Amount, PriceTabs, useListChoices, useLists } from './parts.tsx'
import { PriceCell } from './PriceCell.tsx'
import css from './prices.module.css'
import { PublishEdits } from './PublishEdits.tsx'
import { listsQuery, shelfQuery, useEdits, type PriceList, type ShelfRow } from './queries.ts'
import { useT } from './words.ts'

/** The prices of one list by article, changed where they stand. */
export function PricesPage() {
  const t = useT('prices')
  const may = useMay()
  const navigate = useNavigate()
  const { filters, change } = useFilters<'q' | 'list'>()
  const known = useQuery(listsQuery)
  const lists = useLists()
  const choices = useListChoices()
  const chosen = lists?.find(({ code }) => code === filters.list) ?? lists?.[0]
  const code = chosen?.code ?? filters.list ?? ''
  const list = useInfiniteQuery({ ...shelfQuery(code, filters.q), enabled: code !== '' })
  const [edits, setEdits] = useEdits()
  const articleOf = useArticles(list.data?.pages ?? [])
  const [adding, setAdding] = useState(false)
  const mayWrite = may('prices.write')
  const columns = useColumns(chosen, articleOf, edits, mayWrite ? setEdits : null)
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<PriceTabs current="prices" />}
      actions={
        <>
          {code !== '' && (
            <ExportButton
              load={() => unwrap(splot.GET('/v1/prices/lists/{code}/csv', { params: { path: { code } } }))}
            />
          )}
          {mayWrite && (
            <>
              {chosen && (
                <Button icon={<Plus aria-hidden size={15} />} onPress={() => setAdding(true)}>
                  {t('addPrice')}
                </Button>
              )}
              <Button
                icon={<FileUp aria-hidden size={15} />}
                onPress={() => void navigate({ to: '/prices/import' })}
              >
                {t('import')}
              </Button>
              <Button
                icon={<Layers aria-hidden size={15} />}
                onPress={() => void navigate({ to: '/prices/bulk', search: { list: code } })}
              >
                {t('bulk')}
              </Button>
            </>
          )}
        </>
      }
      filters={
        <>
          <Select
            label={t('list')}
            hideLabel
            className={page.select}
            choices={choices}
            value={chosen?.code ?? null}
            onChange={(next) => change({ list: next })}
          />
          <SearchFilter label={t('search')} />
        </>
      }
    >
      {known.isError && !lists && <ProblemState error={known.error} onRetry={() => void known.refetch()} />}
      {lists?.length === 0 && (
        <EmptyState icon={<BadgePercent />} title={t('noLists')} why={t('noListsWhy')} />
      )}
      {code !== '' && (
        <DataTable
          label={t('title')}
          list={list}
          columns={columns}
          rowKey={({ sku, fromQuantity }) => `${fromQuantity} ${sku}`}
          filtered={filters.q !== undefined}
          empty={<EmptyState icon={<BadgePercent />} title={t('empty')} why={t('emptyWhy')} />}
        />
      )}
      {adding && chosen && (
        <AddPrice
          list={chosen}
          onAdd={(edit) => setEdits(withEdit(edits, edit))}
          onClose={() => setAdding(false)}
        />
      )}
      {mayWrite && <EditBar edits={edits} onChange={setEdits} />}
    </ListPage>
  )
}

/** What was typed and waits, whichever list is shown. */
function EditBar({ edits, onChange }: Readonly<{ edits: Edits; onChange: (edits: Edits) => void }>) {
  const t = useT('prices')
  const [publishing, setPublishing] = useState(false)
  const all = Object.values(edits)
  return (
    <>
      <div aria-live="polite">
        {all.length > 0 && (
          <div className={css.bar}>
            <strong>{t('edits', { count: all.length })}</strong>
            <Button onPress={() => onChange({})}>{t('dropEdits')}</Button>
            <Button variant="primary" onPress={() => setPublishing(true)}>
              {t('publish')}
            </Button>
          </div>
        )}
      </div>
      {publishing && (
        <PublishEdits
          edits={all}
          onClose={() => setPublishing(false)}
          onDone={() => {
            setPublishing(false)
            onChange({})
          }}
        />
      )}
    </>
  )
}

function useColumns(
  list: PriceList | undefined,
  articleOf: (sku: string) => Article | undefined,
  edits: Edits,
  onEdits: ((edits: Edits) => void) | null,
): TableColumn<ShelfRow>[] {
  const t = useT('prices')
  const currency = list?.currency ?? 'PLN'
  const nothing = <span className={page.muted}>–</span>
  return [
    {
      id: 'sku',
      header: t('sku'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ sku }) => (
        <Link to="/prices/articles/$sku" params={{ sku }} className={page.link}>
          <code>{sku}</code>
        </Link>
      ),
    },
    {
      id: 'article',
      header: t('article'),
      cell: ({ sku }) => {
        const article = articleOf(sku)
        return (
          article && (
            <>
              {article.name} <span className={page.small}>{article.options}</span>
            </>
          )
        )
      },
    },
    {
      id: 'quantity',
      header: t('quantity'),
      align: 'end',
      width: 'narrow',
      cell: ({ fromQuantity }) => fromQuantity,
    },
    {
      id: 'price',
      header: t('price'),
      align: 'end',
      width: 'narrow',
      cell: ({ sku, fromQuantity, minor }) => {
        if (!onEdits || !list) return <Amount minor={minor} currency={currency} />
        const spot = { list: list.code, sku, quantity: fromQuantity, beforeMinor: minor }
        return (
          <PriceCell
            sku={sku}
            currency={currency}
            beforeMinor={minor}
            minor={edits[editKey(spot)]?.minor}
            onEdit={(next) => onEdits(withEdit(edits, { ...spot, minor: next }))}
          />
        )
      },
    },
    {
      id: 'since',
      header: t('since'),
      width: 'narrow',
      cell: ({ since }) => (since ? <ShortTime at={since} /> : nothing),
    },
    {
      id: 'until',
      header: t('until'),
      width: 'narrow',
      cell: ({ until }) => (until ? <ShortTime at={until} /> : nothing),
    },
    {
      id: 'next',
      header: t('next'),
      cell: ({ next }) =>
        next ? (
          <>
            <Amount minor={next.minor} currency={currency} />{' '}
            <span className={page.small}>
              <ShortTime at={next.at} />
            </span>
          </>
        ) : (
          nothing
        ),
    },
  ]
}
