import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, useLocale, type TableColumn } from '@splot/ui'
import { PencilLine, Upload } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ExportButton } from '../page/ExportButton.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import { AdjustStock } from '../stock/AdjustStock.tsx'
import { wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { ImportCsv } from './ImportCsv.tsx'
import { PaperList } from './PaperList.tsx'
import { adjustmentsQuery, type Adjustment } from './queries.ts'
import { adjustmentStates } from './states.ts'
import { useT } from './words.ts'

/** Adjustments and requests for them, newest first. */
export function AdjustmentsPage() {
  const t = useT('work')
  const may = useMay()
  const { filters } = useFilters<'locationId'>()
  const list = useInfiniteQuery(adjustmentsQuery(filters))
  const [open, setOpen] = useState<'new' | 'csv' | null>(null)
  const { locationId } = filters
  return (
    <>
      <PaperList
        name="adjustments"
        list={list}
        states={adjustmentStates}
        columns={useColumns()}
        searchLabel={t('searchNumber')}
        empty={{ title: t('emptyAdjustments'), why: t('emptyAdjustmentsWhy') }}
        actions={
          <>
            <ExportButton
              load={() =>
                unwrap(splot.GET('/v1/stock/adjustments/csv', { params: { query: { locationId } } }))
              }
            />
            {may('stock.adjust') && (
              <>
                <Button icon={<Upload aria-hidden size={15} />} onPress={() => setOpen('csv')}>
                  {t('importCsv')}
                </Button>
                <Button
                  variant="primary"
                  icon={<PencilLine aria-hidden size={15} />}
                  onPress={() => setOpen('new')}
                >
                  {t('newAdjustment')}
                </Button>
              </>
            )}
          </>
        }
      />
      {open === 'new' && <AdjustStock level={null} onClose={() => setOpen(null)} />}
      {open === 'csv' && (
        <ImportCsv
          title={`${t('importCsv')}: ${t('adjustments')}`}
          columns={t('columnsAdjustments')}
          onClose={() => setOpen(null)}
          send={async (command) => {
            const { items } = await unwrap(splot.POST('/v1/stock/adjustments/csv', { body: command }))
            return t('imported', { count: items.length })
          }}
        />
      )}
    </>
  )
}

function useColumns(): TableColumn<Adjustment>[] {
  const t = useT('work')
  const { locale } = useLocale()
  return [
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    { id: 'reason', header: t('reason'), cell: ({ reason }) => wordOf(locale, 'adjustReason', reason) },
    {
      id: 'lines',
      header: t('lines'),
      cell: ({ lines }) => (
        <code className={page.small}>
          {lines
            .slice(0, 3)
            .map(({ sku, quantity }) => `${sku} ${quantity > 0 ? '+' : ''}${quantity}`)
            .join(', ')}
          {lines.length > 3 && '…'}
        </code>
      ),
    },
    { id: 'note', header: t('note'), cell: ({ note }) => <span className={page.small}>{note}</span> },
    { id: 'pieces', header: t('pieces'), align: 'end', width: 'narrow', cell: ({ pieces }) => pieces },
  ]
}
