import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, type TableColumn } from '@splot/ui'
import { Plus } from 'lucide-react'
import { PlaceName, useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
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
  const [isNew, setNew] = useState(false)
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
            <Button variant="primary" icon={<Plus aria-hidden size={15} />} onPress={() => setNew(true)}>
              {t('newTransfer')}
            </Button>
          )
        }
      />
      {isNew && <RequestTransfer onClose={() => setNew(false)} />}
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
