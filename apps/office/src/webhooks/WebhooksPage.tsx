import { useCallback, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, EmptyState, StatusPill, toast, type TableColumn } from '@splot/ui'
import { Day } from '../page/Moment.tsx'
import { Webhook as WebhookIcon } from 'lucide-react'
import { splot } from '../api/client.ts'
import { webhooksQuery } from '../api/queries.ts'
import type { Webhook } from '../api/types.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import { AddWebhook } from './AddWebhook.tsx'
import { Deliveries } from './Deliveries.tsx'

/** Who gets our facts, and whether they arrive. */
export function WebhooksPage() {
  const t = useT('webhooks')
  const { filters, change } = useFilters<'peek'>()
  const webhooks = useQuery(webhooksQuery)
  const [adding, setAdding] = useState(false)
  const close = useCallback(() => change({ peek: undefined }), [change])
  const peeked = webhooks.data?.items.find(({ id }) => id === filters.peek)
  const add = <NewButton label={t('create')} onPress={() => setAdding(true)} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      actions={add}
      list={webhooks}
      peek={peeked && <Deliveries webhook={peeked} onClose={close} />}
    >
      <PlainTable
        label={t('title')}
        list={webhooks}
        columns={useColumns()}
        rowKey={({ id }) => id}
        openKey={filters.peek ?? null}
        onOpen={({ id }) => change({ peek: id })}
        empty={<EmptyState icon={<WebhookIcon />} title={t('empty')} why={t('emptyWhy')} action={add} />}
      />
      {adding && <AddWebhook onClose={() => setAdding(false)} />}
    </ListPage>
  )
}

function useColumns(): TableColumn<Webhook>[] {
  const t = useT('webhooks')
  const common = useT('page')
  return [
    {
      id: 'url',
      header: t('url'),
      isRowHeader: true,
      cell: ({ url, description }) => (
        <>
          <code>{url}</code> <span className={page.small}>{description}</span>
        </>
      ),
    },
    { id: 'types', header: t('types'), cell: ({ types }) => types.join(', ') || t('all') },
    {
      id: 'state',
      header: t('state'),
      cell: ({ active, disabledReason }) => (
        <span title={disabledReason ?? undefined}>
          <StatusPill status={active ? 'ok' : 'warn'}>{active ? t('active') : t('paused')}</StatusPill>
        </span>
      ),
    },
    {
      id: 'created',
      header: t('created'),
      cell: ({ createdAt }) => <Day at={createdAt} />,
    },
    {
      id: 'actions',
      header: common('actions'),
      align: 'end',
      width: 'narrow',
      cell: (webhook) => <RowActions webhook={webhook} />,
    },
  ]
}

function RowActions({ webhook: { id, url, active } }: Readonly<{ webhook: Webhook }>) {
  const t = useT('webhooks')
  const client = useQueryClient()
  const path = { path: { id } }
  const refresh = () => client.invalidateQueries({ queryKey: ['webhooks'] })
  const pause = useMutation({
    mutationFn: (next: boolean) =>
      unwrap(splot.PATCH('/v1/webhooks/{id}', { params: path, body: { active: next } })),
    onSuccess: (_, next) => {
      void refresh()
      toast({ title: next ? t('resumedToast') : t('pausedToast'), undo: () => pause.mutate(!next) })
    },
  })
  const remove = async () => {
    await unwrap(splot.DELETE('/v1/webhooks/{id}', { params: path }))
    await refresh()
    toast({ title: t('removed'), status: 'ok' })
  }
  return (
    <span className={page.row}>
      <Button
        size="s"
        variant="quiet"
        aria-label={`${active ? t('pause') : t('resume')}: ${url}`}
        isPending={pause.isPending}
        onPress={() => pause.mutate(!active)}
      >
        {active ? t('pause') : t('resume')}
      </Button>
      <ConfirmButton
        label={t('remove')}
        about={url}
        title={t('removeTitle')}
        what={t('removeWhat')}
        run={remove}
      />
    </span>
  )
}
