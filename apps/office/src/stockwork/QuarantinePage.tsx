import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Badge, Button, EmptyState, useFormat, type TableColumn } from '@splot/ui'
import { ShieldAlert, Warehouse } from 'lucide-react'
import { useFollowStock } from '../api/live.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { OnePlace, useOnePlace } from '../page/OnePlace.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { DecideQuarantined, type Decision } from './DecideQuarantined.tsx'
import { useT } from './floor-words.ts'
import { PaperTabs, useArticleColumn } from './parts.tsx'
import { quarantineQuery, type Quarantined } from './queries.ts'
import { useT as useWork } from './words.ts'

/** What is on hand in a place and not for sale, and what becomes of it. */
export function QuarantinePage() {
  const t = useT('floor')
  const work = useWork('work')
  const common = useCommon('page')
  const may = useMay()
  const locationId = useOnePlace('stock.read')
  useFollowStock(['stock'])
  const list = useInfiniteQuery(quarantineQuery(locationId))
  const [decision, setDecision] = useState<Decision | null>(null)
  const mayDecide = may('stock.adjust')
  const add = mayDecide && locationId !== '' && (
    <Button
      variant="primary"
      icon={<ShieldAlert aria-hidden size={15} />}
      onPress={() => setDecision({ kind: 'setAside', row: null })}
    >
      {t('setAside')}
    </Button>
  )
  const columns = useColumns(rowsOf(list), mayDecide ? setDecision : null)
  return (
    <ListPage
      title={work('quarantine')}
      lead={t('quarantineLead')}
      list={list}
      views={<PaperTabs current="quarantine" />}
      filters={<OnePlace permission="stock.read" />}
      actions={add}
    >
      {locationId === '' ? (
        <EmptyState icon={<Warehouse />} title={common('choosePlace')} why={t('choosePlaceWhy')} />
      ) : (
        <DataTable
          label={work('quarantine')}
          list={list}
          columns={columns}
          rowKey={({ sku, bin, lot }) => `${sku} ${bin} ${lot}`}
          empty={
            <EmptyState
              icon={<ShieldAlert />}
              title={t('emptyQuarantine')}
              why={t('emptyQuarantineWhy')}
              action={add}
            />
          }
        />
      )}
      {decision && (
        <DecideQuarantined
          key={`${decision.kind} ${decision.row?.sku}`}
          decision={decision}
          locationId={locationId}
          onClose={() => setDecision(null)}
        />
      )}
    </ListPage>
  )
}

function useColumns(
  rows: readonly Quarantined[],
  onDecide: ((decision: Decision) => void) | null,
): TableColumn<Quarantined>[] {
  const t = useT('floor')
  const format = useFormat()
  return [
    useArticleColumn(rows),
    { id: 'pieces', header: t('pieces'), align: 'end', width: 'narrow', cell: ({ quantity }) => quantity },
    {
      id: 'because',
      header: t('because'),
      width: 'narrow',
      cell: ({ because }) => <Badge tone={because === 'quarantine' ? 'warn' : 'neutral'}>{t(because)}</Badge>,
    },
    { id: 'note', header: t('note'), cell: ({ note }) => note },
    {
      id: 'where',
      header: t('bin'),
      width: 'narrow',
      cell: ({ bin, lot }) => (
        <>
          {bin && <code>{bin}</code>} {lot && <span className={page.small}>{`${t('lot')} ${lot}`}</span>}
        </>
      ),
    },
    {
      id: 'since',
      header: t('since'),
      width: 'narrow',
      cell: ({ since }) => since && format.soon(since),
    },
    {
      id: 'actions',
      header: '',
      align: 'end',
      cell: (row) =>
        onDecide &&
        row.because === 'quarantine' &&
        (['release', 'writeOff'] as const).map((kind) => (
          <Button
            key={kind}
            size="s"
            variant="quiet"
            aria-label={t(`${kind}Of`, { sku: row.sku })}
            onPress={() => onDecide({ kind, row })}
          >
            {t(kind)}
          </Button>
        )),
    },
  ]
}
