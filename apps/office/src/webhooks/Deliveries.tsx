import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, buttonClass, EmptyState, StatusPill, toast, useFormat } from '@splot/ui'
import { ShortTime } from '../page/Moment.tsx'
import { Send } from 'lucide-react'
import { splot } from '../api/client.ts'
import { deliveriesQuery } from '../api/queries.ts'
import type { Delivery, Webhook } from '../api/types.ts'
import { MoreButton, rowsOf } from '../page/DataTable.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './webhooks.module.css'

const status = { delivered: 'ok', pending: 'warn', failed: 'late' } as const

/** What was sent to an address, with its answers; each can be sent again. */
export function Deliveries({ webhook, onClose }: Readonly<{ webhook: Webhook; onClose: () => void }>) {
  const t = useT('webhooks')
  const list = useInfiniteQuery(deliveriesQuery(webhook.id))
  const rows = rowsOf(list)
  return (
    <Peek label={t('deliveries')} title={t('deliveries')} onClose={onClose}>
      <code className={page.small}>{webhook.url}</code>
      {webhook.disabledReason && <StatusPill status="warn">{webhook.disabledReason}</StatusPill>}
      {list.error && !list.data && <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          icon={<Send />}
          title={t('noDeliveries')}
          why={t('noDeliveriesWhy')}
          action={
            <Link to="/events" className={buttonClass()}>
              {t('seeEvents')}
            </Link>
          }
        />
      )}
      <ul className={css.deliveries}>
        {rows.map((delivery) => (
          <DeliveryLine key={delivery.id} delivery={delivery} webhookId={webhook.id} />
        ))}
      </ul>
      <MoreButton list={list} />
    </Peek>
  )
}

function DeliveryLine({ delivery, webhookId }: Readonly<{ delivery: Delivery; webhookId: string }>) {
  const t = useT('webhooks')
  const format = useFormat()
  const client = useQueryClient()
  const { id, type, state, attempts, lastStatus, lastError, createdAt, nextAt } = delivery
  const replay = useMutation({
    mutationFn: () => unwrap(splot.POST('/v1/webhooks/deliveries/{id}/replay', { params: { path: { id } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['deliveries', webhookId] })
      toast({ title: t('replayed'), status: 'ok' })
    },
  })
  return (
    <li>
      <div className={css.head}>
        <code>{type}</code>
        <StatusPill status={status[state]}>{t(state)}</StatusPill>
      </div>
      <p className={page.small}>
        <ShortTime at={createdAt} /> · {t('attempts')}: {attempts}
        {lastStatus !== null && ` · ${t('status')}: ${lastStatus}`}
        {state === 'pending' && attempts > 0 && ` · ${t('nextTry', { when: format.soon(nextAt) })}`}
      </p>
      {lastError && <p className={css.error}>{lastError}</p>}
      <ProblemNote error={replay.error} />
      <Button
        size="s"
        isPending={replay.isPending}
        aria-label={`${t('replay')}: ${type}`}
        onPress={() => replay.mutate()}
      >
        {t('replay')}
      </Button>
    </li>
  )
}
