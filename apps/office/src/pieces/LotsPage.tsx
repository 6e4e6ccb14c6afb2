import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Button,
  Checkbox,
  Dialog,
  EmptyState,
  NumberField,
  StatusPill,
  TextField,
  toast,
  useFormat,
  type TableColumn,
} from '@splot/ui'
import { Layers, PackageSearch } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ArticleField } from '../page/ArticleField.tsx'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './pieces.module.css'
import { PieceTabs } from './PieceTabs.tsx'
import { lotPiecesQuery, lotsQuery, trackingQuery, type Lot, type Tracking } from './queries.ts'
import { useT } from './words.ts'

/** The lots of an article, what expires first before the others. */
export function LotsPage() {
  const t = useT('pieces')
  const may = useMay()
  const { filters, change } = useFilters<'sku' | 'peek'>()
  const { sku = '', peek } = filters
  const list = useInfiniteQuery(lotsQuery(sku))
  const tracking = useQuery(trackingQuery(sku))
  const [isTracking, setTracking] = useState(false)
  const columns = useColumns()
  const lot = rowsOf(list).find(({ lotId }) => lotId === peek)
  return (
    <ListPage
      title={t('lots')}
      lead={t('lotsLead')}
      list={list}
      views={<PieceTabs current="lots" />}
      actions={
        tracking.data &&
        may('stock.policy') && <Button onPress={() => setTracking(true)}>{t('tracking')}</Button>
      }
      filters={
        <div className={css.article}>
          <ArticleField
            key={sku}
            label={t('chooseArticle')}
            hideLabel
            placeholder={t('chooseArticle')}
            sku={sku}
            onChosen={(next) => change({ sku: next, peek: undefined })}
          />
        </div>
      }
      peek={lot && <LotPeek lot={lot} onClose={() => change({ peek: undefined })} />}
    >
      {sku === '' ? (
        <EmptyState icon={<PackageSearch />} title={t('chooseArticle')} why={t('chooseArticleWhy')} />
      ) : (
        <DataTable
          label={t('lots')}
          list={list}
          columns={columns}
          rowKey={({ lotId }) => lotId}
          openKey={peek ?? null}
          onOpen={({ lotId }) => change({ peek: lotId })}
          empty={<EmptyState icon={<Layers />} title={t('emptyLots')} why={t('emptyLotsWhy')} />}
        />
      )}
      {isTracking && tracking.data && (
        <TrackingForm tracking={tracking.data} onClose={() => setTracking(false)} />
      )}
    </ListPage>
  )
}

const status = { sellable: 'ok', expired: 'neutral', blocked: 'late' } as const

function useColumns(): TableColumn<Lot>[] {
  const t = useT('pieces')
  const format = useFormat()
  const day = (on: string | null) =>
    on === null ? <span className={page.muted}>—</span> : format.date(on, 'date')
  return [
    { id: 'code', header: t('lot'), isRowHeader: true, cell: ({ code }) => <code>{code}</code> },
    {
      id: 'state',
      header: t('state'),
      width: 'narrow',
      cell: ({ state }) => <StatusPill status={status[state]}>{t(state)}</StatusPill>,
    },
    {
      id: 'reason',
      header: t('reason'),
      cell: ({ blockedReason }) => <span className={page.small}>{blockedReason}</span>,
    },
    { id: 'expires', header: t('expires'), width: 'narrow', cell: ({ expiresOn }) => day(expiresOn) },
    {
      id: 'unsellable',
      header: t('unsellable'),
      width: 'narrow',
      cell: ({ unsellableFrom }) => day(unsellableFrom),
    },
    { id: 'pieces', header: t('pieces'), align: 'end', width: 'narrow', cell: ({ pieces }) => pieces },
  ]
}

/** Where a lot lies, and whether it may be sold. */
function LotPeek({ lot, onClose }: Readonly<{ lot: Lot; onClose: () => void }>) {
  const t = useT('pieces')
  const may = useMay()
  const client = useQueryClient()
  const [blocking, setBlocking] = useState(false)
  const { lotId, code, state, pieces } = lot
  const places = useQuery(lotPiecesQuery(lotId))
  const unblock = async () => {
    await unwrap(splot.DELETE('/v1/stock/lots/{lotId}/block', { params: { path: { lotId } } }))
    for (const name of ['lots', 'stock', 'atp']) void client.invalidateQueries({ queryKey: [name] })
    toast({ title: t('unblockedToast', { code }), status: 'ok' })
  }
  return (
    <Peek label={t('lot')} title={<code>{code}</code>} onClose={onClose}>
      <StatusPill status={status[state]}>{t(state)}</StatusPill>
      <section>
        <h3>{t('whereItLies')}</h3>
        <ul className={css.held}>
          {places.data?.map(({ locationId, bin, quantity }) => (
            <li key={`${locationId} ${bin}`}>
              <span>
                <PlaceName id={locationId} /> {bin && <code>{bin}</code>}
              </span>
              <strong>{quantity}</strong>
            </li>
          ))}
        </ul>
        <p className={page.small}>
          {pieces} {t('allPlacesHint')}
        </p>
        <ProblemNote error={places.error} />
      </section>
      {may('stock.policy') && (
        <div>
          {state === 'blocked' ? (
            <ConfirmButton
              label={t('unblock')}
              about={code}
              title={t('unblockTitle', { code })}
              what={t('unblockWhat')}
              variant="primary"
              run={unblock}
            />
          ) : (
            <Button variant="danger" onPress={() => setBlocking(true)}>
              {t('block')}
            </Button>
          )}
        </div>
      )}
      {blocking && <BlockLot lot={lot} onClose={() => setBlocking(false)} />}
    </Peek>
  )
}

function BlockLot({ lot: { lotId, code }, onClose }: Readonly<{ lot: Lot; onClose: () => void }>) {
  const t = useT('pieces')
  const common = useCommon('page')
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const block = useMutation({
    mutationFn: () =>
      unwrap(
        splot.PUT('/v1/stock/lots/{lotId}/block', {
          params: { path: { lotId } },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: () => {
      for (const name of ['lots', 'stock', 'atp', 'incidents'])
        void client.invalidateQueries({ queryKey: [name] })
      toast({ title: t('blockedToast', { code }), status: 'ok' })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if (reason.trim()) block.mutate()
  }
  return (
    <Dialog
      title={t('blockTitle', { code })}
      role="alertdialog"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="danger" isPending={block.isPending} onPress={submit}>
            {t('block')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{t('blockWhat')}</p>
        <TextField
          label={t('reason')}
          value={reason}
          onChange={setReason}
          maxLength={500}
          error={asked && !reason.trim() && t('needReason')}
        />
        <ProblemNote error={block.error} />
      </div>
    </Dialog>
  )
}

/** How the pieces of an article are told apart from now on. */
function TrackingForm({ tracking, onClose }: Readonly<{ tracking: Tracking; onClose: () => void }>) {
  const t = useT('pieces')
  const common = useCommon('page')
  const client = useQueryClient()
  const { sku, ...known } = tracking
  const [wanted, setWanted] = useState(known)
  const save = useMutation({
    mutationFn: () =>
      unwrap(splot.PUT('/v1/stock/tracking/{sku}', { params: { path: { sku } }, body: wanted })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['tracking'] })
      toast({ title: t('savedTracking'), status: 'ok' })
      onClose()
    },
  })
  return (
    <Dialog
      title={`${t('tracking')}: ${sku}`}
      size="s"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={save.isPending} onPress={() => save.mutate()}>
            {common('save')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <Checkbox
          isSelected={wanted.lots}
          onChange={(lots) => setWanted({ ...wanted, lots, expiry: wanted.expiry && lots })}
        >
          {t('trackLots')}
        </Checkbox>
        <Checkbox
          isSelected={wanted.expiry}
          isDisabled={!wanted.lots}
          onChange={(expiry) => setWanted({ ...wanted, expiry })}
        >
          {t('trackExpiry')}
        </Checkbox>
        <Checkbox isSelected={wanted.serials} onChange={(serials) => setWanted({ ...wanted, serials })}>
          {t('trackSerials')}
        </Checkbox>
        <NumberField
          label={t('unsellableDays')}
          minValue={0}
          maxValue={3_650}
          value={wanted.unsellableDays}
          onChange={(days) => setWanted({ ...wanted, unsellableDays: days || 0 })}
        />
        <ProblemNote error={save.error} />
      </div>
    </Dialog>
  )
}
