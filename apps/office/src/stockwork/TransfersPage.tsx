import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, type TableColumn } from '@splot/ui'
import { Upload } from 'lucide-react'
import { splot } from '../api/client.ts'
import { NewButton } from '../page/ListPage.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { ImportCsv } from './ImportCsv.tsx'
import { PaperList } from './PaperList.tsx'
import { transfersQuery, type Transfer } from './queries.ts'
import { RequestTransfer } from './RequestTransfer.tsx'
import { transferStates } from './states.ts'
import { useT } from './words.ts'

/** Pieces on their way between places, newest first. */
export function TransfersPage() {
  const t = useT('work')
  const may = useMay()
  const { filters } = useFilters()
  const list = useInfiniteQuery(transfersQuery(filters))
  const [open, setOpen] = useState<'new' | 'csv' | null>(null)
  return (
    <>
      <PaperList
        name="transfers"
        list={list}
        states={transferStates}
        columns={useColumns()}
        searchLabel={t('searchNumber')}
        empty={{ title: t('emptyTransfers'), why: t('emptyTransfersWhy') }}
        actions={
          may('stock.transfer') && (
            <>
              <Button icon={<Upload aria-hidden size={15} />} onPress={() => setOpen('csv')}>
                {t('importCsv')}
              </Button>
              <NewButton label={t('newTransfer')} onPress={() => setOpen('new')} />
            </>
          )
        }
      />
      {open === 'new' && <RequestTransfer onClose={() => setOpen(null)} />}
      {open === 'csv' && (
        <ImportCsv
          title={`${t('importCsv')}: ${t('transfers')}`}
          columns={t('columnsTransfers')}
          onClose={() => setOpen(null)}
          send={async (command) => {
            const { items } = await unwrap(splot.POST('/v1/stock/transfers/csv', { body: command }))
            return t('imported', { count: items.length })
          }}
        />
      )}
    </>
  )
}

function useColumns(): TableColumn<Transfer>[] {
  const t = useT('work')
  const figure = (id: keyof Transfer['totals']): TableColumn<Transfer> => ({
    id,
    header: t(id),
    align: 'end',
    width: 'narrow',
    cell: ({ totals }) => <span className={totals[id] === 0 ? page.muted : undefined}>{totals[id]}</span>,
  })
  return [
    { id: 'from', header: t('from'), cell: ({ fromId }) => <PlaceName id={fromId} /> },
    { id: 'to', header: t('to'), cell: ({ toId }) => <PlaceName id={toId} /> },
    figure('requested'),
    figure('shipped'),
    figure('inTransit'),
    figure('received'),
  ]
}
