import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Badge, EmptyState, StatusPill, toast, type TableColumn } from '@splot/ui'
import { Day } from '../page/Moment.tsx'
import { KeyRound } from 'lucide-react'
import { splot } from '../api/client.ts'
import { keysQuery } from '../api/queries.ts'
import type { MachineKey } from '../api/types.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { Channel } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import { CreateKey } from './CreateKey.tsx'

/** Keys of programs and channels. A key itself is seen once, when it is made. */
export function KeysPage() {
  const t = useT('keys')
  const client = useQueryClient()
  const keys = useQuery(keysQuery)
  const [creating, setCreating] = useState(false)
  const revoke = async ({ id, name }: MachineKey) => {
    await unwrap(splot.DELETE('/v1/machine-keys/{keyId}', { params: { path: { keyId: id } } }))
    await client.invalidateQueries({ queryKey: ['keys'] })
    toast({ title: t('revokedToast', { name }), status: 'ok' })
  }
  const create = <NewButton label={t('create')} onPress={() => setCreating(true)} />
  return (
    <ListPage title={t('title')} lead={t('lead')} actions={create} list={keys}>
      <PlainTable
        label={t('title')}
        list={keys}
        columns={useColumns(revoke)}
        rowKey={({ id }) => id}
        empty={<EmptyState icon={<KeyRound />} title={t('empty')} why={t('emptyWhy')} action={create} />}
      />
      {creating && <CreateKey onClose={() => setCreating(false)} />}
    </ListPage>
  )
}

function useColumns(revoke: (key: MachineKey) => Promise<unknown>): TableColumn<MachineKey>[] {
  const t = useT('keys')
  const common = useT('page')
  return [
    { id: 'name', header: t('name'), isRowHeader: true, cell: ({ name }) => name },
    {
      id: 'kind',
      header: t('kind'),
      cell: ({ kind }) => <Badge tone={kind === 'secret' ? 'warn' : 'neutral'}>{t(kind)}</Badge>,
    },
    { id: 'hint', header: t('hint'), cell: ({ hint }) => <code className={page.small}>{hint}…</code> },
    { id: 'channel', header: t('channel'), cell: ({ channel }) => <Channel code={channel} /> },
    {
      id: 'scopes',
      header: t('scopes'),
      cell: ({ scopes }) => (
        <span title={scopes.join(', ')} className={page.small}>
          {scopes.slice(0, 3).join(', ')}
          {scopes.length > 3 && ` +${scopes.length - 3}`}
        </span>
      ),
    },
    {
      id: 'created',
      header: t('created'),
      cell: ({ createdAt }) => <Day at={createdAt} />,
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ revokedAt }) => (
        <StatusPill status={revokedAt === null ? 'ok' : 'neutral'}>
          {revokedAt === null ? t('active') : t('revoked')}
        </StatusPill>
      ),
    },
    {
      id: 'actions',
      header: common('actions'),
      align: 'end',
      width: 'narrow',
      cell: (key) =>
        key.revokedAt === null && (
          <ConfirmButton
            label={t('revoke')}
            about={key.name}
            title={t('revokeTitle', { name: key.name })}
            what={t('revokeWhat')}
            run={() => revoke(key)}
          />
        ),
    },
  ]
}
