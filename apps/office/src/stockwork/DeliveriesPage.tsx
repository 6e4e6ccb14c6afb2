import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, useFormat, type TableColumn } from '@splot/ui'
import { Upload } from 'lucide-react'
import { splot } from '../api/client.ts'
import { NewButton } from '../page/ListPage.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { AnnounceDelivery } from './AnnounceDelivery.tsx'
import { ImportCsv } from './ImportCsv.tsx'
import { PaperList } from './PaperList.tsx'
import { advicesQuery, type Advice } from './queries.ts'
import { adviceStates } from './states.ts'
import { useT } from './words.ts'

/** Announced deliveries, newest first. */
export function DeliveriesPage() {
  const t = useT('work')
  const may = useMay()
  const { filters } = useFilters()
  const list = useInfiniteQuery(advicesQuery(filters))
  const [open, setOpen] = useState<'new' | 'csv' | null>(null)
  return (
    <>
      <PaperList
        name="deliveries"
        list={list}
        states={adviceStates}
        columns={useColumns()}
        searchLabel={t('searchPaper')}
        empty={{ title: t('emptyDeliveries'), why: t('emptyDeliveriesWhy') }}
        actions={
          may('stock.receive') && (
            <>
              <Button icon={<Upload aria-hidden size={15} />} onPress={() => setOpen('csv')}>
                {t('importCsv')}
              </Button>
              <NewButton label={t('newDelivery')} onPress={() => setOpen('new')} />
            </>
          )
        }
      />
      {open === 'new' && <AnnounceDelivery onClose={() => setOpen(null)} />}
      {open === 'csv' && (
        <ImportCsv
          title={`${t('importCsv')}: ${t('deliveries')}`}
          columns={t('columnsDeliveries')}
          onClose={() => setOpen(null)}
          send={async (command) => {
            const { items } = await unwrap(splot.POST('/v1/stock/advices/csv', { body: command }))
            return t('imported', { count: items.length })
          }}
        />
      )}
    </>
  )
}

function useColumns(): TableColumn<Advice>[] {
  const t = useT('work')
  const format = useFormat()
  const figure = (value: number | null) => (value === null ? <span className={page.muted}>—</span> : value)
  return [
    { id: 'supplier', header: t('supplier'), cell: ({ supplier }) => supplier },
    { id: 'reference', header: t('reference'), cell: ({ reference }) => <code>{reference}</code> },
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    {
      id: 'expectedOn',
      header: t('expectedOn'),
      width: 'narrow',
      cell: ({ expectedOn }) => format.date(expectedOn, 'date'),
    },
    {
      id: 'expected',
      header: t('expected'),
      align: 'end',
      width: 'narrow',
      cell: ({ totals }) => figure(totals.expected),
    },
    {
      id: 'received',
      header: t('received'),
      align: 'end',
      width: 'narrow',
      cell: ({ totals }) => totals.received + totals.damaged,
    },
  ]
}
