import { useState } from 'react'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Dialog, EmptyState, Money, TextField, useFormat, type TableColumn } from '@splot/ui'
import { Layers } from 'lucide-react'
import { splot } from '../api/client.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { ExportButton } from '../page/ExportButton.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { readAmount } from './amount.ts'
import css from './giftcards.module.css'
import { AmountField, CardTabs, CURRENCY, useRefreshCards } from './parts.tsx'
import { batchesQuery, watchBatches, type Batch } from './queries.ts'
import { useT } from './words.ts'

/** Cards that were ordered together, and how far they are. */
export function BatchesPage() {
  const t = useT('cards')
  const may = useMay()
  const navigate = useNavigate()
  const list = useInfiniteQuery({
    ...batchesQuery,
    refetchInterval: ({ state }) => watchBatches(rowsOf({ data: state.data })),
  })
  const [ordering, setOrdering] = useState(false)
  const mayIssue = may('giftcards.issue')
  const order = mayIssue && <NewButton label={t('order_batch')} onPress={() => setOrdering(true)} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<CardTabs current="batches" />}
      actions={order}
    >
      <DataTable
        label={t('batches')}
        list={list}
        columns={useColumns(mayIssue)}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/gift-cards', search: { batchId: id } })}
        empty={<EmptyState icon={<Layers />} title={t('noBatches')} why={t('noBatchesWhy')} action={order} />}
      />
      {ordering && <OrderBatch onClose={() => setOrdering(false)} />}
    </ListPage>
  )
}

function useColumns(mayIssue: boolean): TableColumn<Batch>[] {
  const t = useT('cards')
  const format = useFormat()
  return [
    { id: 'note', header: t('note'), isRowHeader: true, cell: ({ note }) => note || '–' },
    {
      id: 'amount',
      header: t('amount'),
      align: 'end',
      width: 'narrow',
      cell: ({ amount }) => <Money value={amount} />,
    },
    {
      id: 'progress',
      header: t('progress'),
      align: 'end',
      width: 'narrow',
      cell: ({ issued, cards }) => `${format.number(issued)} / ${format.number(cards)}`,
    },
    {
      id: 'issued',
      header: t('when'),
      width: 'narrow',
      cell: ({ createdAt }) => format.date(createdAt),
    },
    {
      id: 'file',
      header: t('file'),
      align: 'end',
      width: 'narrow',
      cell: ({ id, doneAt }) =>
        mayIssue &&
        doneAt && (
          <ExportButton
            load={() => unwrap(splot.POST('/v1/gift-cards/batches/{id}/file', { params: { path: { id } } }))}
          />
        ),
    },
  ]
}

const MOST_CARDS = 100_000

function OrderBatch({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('cards')
  const common = useCommon('page')
  const refresh = useRefreshCards()
  const [count, setCount] = useState('')
  const [typed, setTyped] = useState('')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const { key, settled } = useCommandKey()
  const cards = /^\d{1,6}$/.test(count.trim()) ? Number(count) : 0
  const minor = readAmount(typed)
  const isCount = cards >= 1 && cards <= MOST_CARDS
  const isAmount = minor !== null && minor > 0
  const order = useMutation({
    mutationFn: (amount: { minor: number; currency: string }) =>
      unwrap(
        splot.POST('/v1/gift-cards/batches', {
          headers: { 'idempotency-key': key },
          body: { cards, amount, note: note.trim() },
        }),
      ),
    onSuccess: () => {
      refresh()
      onClose()
    },
    onSettled: settled,
  })
  const submit = () => {
    setAsked(true)
    if (isCount && isAmount) order.mutate({ minor, currency: CURRENCY })
  }
  return (
    <Dialog
      title={t('order_batch')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={order.isPending} onPress={submit}>
            {t('order_batch')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{t('batchWhat')}</p>
        <div className={css.pair}>
          <TextField
            label={t('count')}
            inputMode="numeric"
            value={count}
            onChange={setCount}
            error={asked && !isCount ? t('badCount') : undefined}
          />
          <AmountField
            value={typed}
            onChange={setTyped}
            error={asked && !isAmount ? t('badAmount') : undefined}
          />
        </div>
        <TextField label={t('note')} description={t('noteHint')} value={note} onChange={setNote} />
        <ProblemNote error={order.error} />
      </div>
    </Dialog>
  )
}
