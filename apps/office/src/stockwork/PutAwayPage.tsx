import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, EmptyState, NumberField, Select, toast, type TableColumn } from '@splot/ui'
import { PackageCheck, Warehouse } from 'lucide-react'
import { splot } from '../api/client.ts'
import { useFollowStock } from '../api/live.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { OnePlace, useOnePlace } from '../page/OnePlace.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { useT } from './floor-words.ts'
import { PaperTabs, useArticleColumn, useRefreshStock } from './parts.tsx'
import { binChoicesQuery, putAwayTasksQuery, type PutAwayTask } from './queries.ts'
import { useT as useWork } from './words.ts'

const keyOf = ({ sku, from }: PutAwayTask) => `${from ?? ''} ${sku}`

/** Writes which pieces were put where; sent again under the same id it counts once. */
const putAway = (locationId: string, done: readonly (PutAwayTask & { readonly to: string })[]) =>
  unwrap(
    splot.POST('/v1/stock/put-away-tasks/done', {
      body: {
        commandId: crypto.randomUUID(),
        locationId,
        lines: done.map(({ sku, quantity, from, to }) => ({
          code: sku,
          quantity,
          to,
          ...(from !== null && { from }),
        })),
      },
    }),
  )

/** What was delivered and is not in its place yet, with where to put it. */
export function PutAwayPage() {
  const t = useT('floor')
  const work = useWork('work')
  const common = useCommon('page')
  const may = useMay()
  const locationId = useOnePlace('stock.read')
  useFollowStock(['stock'])
  const list = useInfiniteQuery(putAwayTasksQuery(locationId))
  const [putting, setPutting] = useState<PutAwayTask | null>(null)
  const refresh = useRefreshStock()
  const mayPut = may('stock.receive')
  const rows = rowsOf(list)
  const known = rows.flatMap((task) => (task.suggested === null ? [] : [{ ...task, to: task.suggested }]))
  const columns = useColumns(rows, mayPut ? setPutting : null)
  return (
    <ListPage
      title={work('put-away')}
      lead={t('putAwayLead')}
      list={list}
      views={<PaperTabs current="put-away" />}
      filters={<OnePlace permission="stock.read" />}
      actions={
        mayPut &&
        known.length > 0 && (
          <ConfirmButton
            label={t('putAll')}
            about={t('thisList')}
            title={t('putAllTitle')}
            what={t('putAllWhat', { count: known.length })}
            variant="primary"
            run={() => putAway(locationId, known).then(refresh)}
          />
        )
      }
    >
      {locationId === '' ? (
        <EmptyState icon={<Warehouse />} title={common('choosePlace')} why={t('choosePlaceWhy')} />
      ) : (
        <DataTable
          label={work('put-away')}
          list={list}
          columns={columns}
          rowKey={keyOf}
          empty={<EmptyState icon={<PackageCheck />} title={t('emptyPutAway')} why={t('emptyPutAwayWhy')} />}
        />
      )}
      {putting && (
        <PutOne
          key={keyOf(putting)}
          task={putting}
          locationId={locationId}
          onClose={() => setPutting(null)}
          onDone={refresh}
        />
      )}
    </ListPage>
  )
}

function useColumns(
  rows: readonly PutAwayTask[],
  onPut: ((task: PutAwayTask) => void) | null,
): TableColumn<PutAwayTask>[] {
  const t = useT('floor')
  return [
    useArticleColumn(rows),
    {
      id: 'from',
      header: t('standsIn'),
      cell: ({ from }) =>
        from === null ? <span className={page.muted}>{t('nowhere')}</span> : <code>{from}</code>,
    },
    { id: 'pieces', header: t('pieces'), align: 'end', width: 'narrow', cell: ({ quantity }) => quantity },
    {
      id: 'suggested',
      header: t('suggested'),
      cell: ({ suggested }) =>
        suggested === null ? <span className={page.muted}>—</span> : <code>{suggested}</code>,
    },
    {
      id: 'actions',
      header: '',
      align: 'end',
      width: 'narrow',
      cell: (task) =>
        onPut && (
          <Button size="s" aria-label={t('putAwayOf', { sku: task.sku })} onPress={() => onPut(task)}>
            {t('putAway')}
          </Button>
        ),
    },
  ]
}

type PutOneProps = Readonly<{
  task: PutAwayTask
  locationId: string
  onClose: () => void
  onDone: () => void
}>

function PutOne({ task, locationId, onClose, onDone }: PutOneProps) {
  const t = useT('floor')
  const common = useCommon('page')
  const bins = useQuery(binChoicesQuery(locationId))
  const [to, setTo] = useState(task.suggested)
  const [quantity, setQuantity] = useState(task.quantity)
  const [asked, setAsked] = useState(false)
  const isWhole = Number.isInteger(quantity) && quantity >= 1 && quantity <= task.quantity
  const put = useMutation({
    mutationFn: (bin: string) => putAway(locationId, [{ ...task, quantity, to: bin }]),
    onSuccess: (_, bin) => {
      onDone()
      onClose()
      toast({ title: t('putAwayDone', { sku: task.sku, count: String(quantity), bin }), status: 'ok' })
    },
  })
  const submit = () => {
    setAsked(true)
    if (to !== null && isWhole) put.mutate(to)
  }
  return (
    <Dialog
      title={t('putAwayOf', { sku: task.sku })}
      size="s"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={put.isPending} onPress={submit}>
            {t('putAway')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <Select
          label={t('to')}
          choices={(bins.data ?? []).map(({ code }) => ({ value: code, label: code }))}
          value={to}
          onChange={setTo}
          error={asked && to === null && t('chooseBin')}
        />
        <NumberField
          label={t('pieces')}
          value={quantity}
          onChange={setQuantity}
          minValue={1}
          maxValue={task.quantity}
          error={asked && !isWhole && t('piecesBetween', { most: String(task.quantity) })}
        />
        <ProblemNote error={bins.error ?? put.error} />
      </div>
    </Dialog>
  )
}
