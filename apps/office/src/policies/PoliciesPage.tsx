import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import {
  Button,
  Dialog,
  EmptyState,
  Select,
  StatusPill,
  TextField,
  type Status,
  type TableColumn,
} from '@splot/ui'
import { SlidersHorizontal } from 'lucide-react'
import { splot } from '../api/client.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { APPLYING_MS, policiesQuery, type Policy } from './queries.ts'
import { useT } from './words.ts'

const MAX_NAME_LENGTH = 100

/** Every version of the policies, newest first; one of them applies. */
export function PoliciesPage() {
  const t = useT('policies')
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const list = useInfiniteQuery({
    ...policiesQuery,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.applying ? APPLYING_MS : false),
  })
  const newVersion = <NewButton label={t('newVersion')} onPress={() => setCreating(true)} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      actions={
        <>
          {list.data?.pages[0]?.applying && <StatusPill status="warn">{t('applying')}</StatusPill>}
          {newVersion}
        </>
      }
    >
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowKey={({ version }) => String(version)}
        onOpen={({ version }) =>
          void navigate({ to: '/policies/$version', params: { version: String(version) } })
        }
        empty={
          <EmptyState
            icon={<SlidersHorizontal />}
            title={t('empty')}
            why={t('emptyWhy')}
            action={newVersion}
          />
        }
      />
      {creating && <NewVersion known={rowsOf(list)} onClose={() => setCreating(false)} />}
    </ListPage>
  )
}

const status: Readonly<Record<Policy['state'], Status>> = {
  draft: 'info',
  published: 'ok',
  retired: 'neutral',
  withdrawn: 'neutral',
}

export function PolicyState({ state }: Readonly<{ state: Policy['state'] }>) {
  const t = useT('policies')
  return <StatusPill status={status[state]}>{t(state === 'published' ? 'publishedState' : state)}</StatusPill>
}

function useColumns(): TableColumn<Policy>[] {
  const t = useT('policies')
  const common = useCommon('page')
  const moment = (at: string | null) =>
    at === null ? <span className={page.muted}>—</span> : <ShortTime at={at} />
  return [
    { id: 'version', header: t('version'), width: 'narrow', align: 'end', cell: ({ version }) => version },
    { id: 'name', header: t('name'), isRowHeader: true, cell: ({ name }) => name },
    {
      id: 'state',
      header: common('state'),
      width: 'narrow',
      cell: ({ state }) => <PolicyState state={state} />,
    },
    { id: 'created', header: t('created'), width: 'narrow', cell: ({ createdAt }) => moment(createdAt) },
    {
      id: 'published',
      header: t('published'),
      width: 'narrow',
      cell: ({ publishedAt }) => moment(publishedAt),
    },
    { id: 'ended', header: t('ended'), width: 'narrow', cell: ({ endedAt }) => moment(endedAt) },
  ]
}

/** Begins a draft: from what applies, from any other version, or from nothing. */
function NewVersion({ known, onClose }: Readonly<{ known: readonly Policy[]; onClose: () => void }>) {
  const t = useT('policies')
  const common = useCommon('page')
  const client = useQueryClient()
  const navigate = useNavigate()
  const published = known.find(({ state }) => state === 'published')
  const [name, setName] = useState('')
  const [base, setBase] = useState(published ? String(published.version) : 'none')
  const [asked, setAsked] = useState(false)
  const create = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/stock/policies', {
          body: { name: name.trim(), ...(base !== 'none' && { basedOn: Number(base) }) },
        }),
      ),
    onSuccess: ({ version }) => {
      void client.invalidateQueries({ queryKey: ['policies'] })
      void navigate({ to: '/policies/$version', params: { version: String(version) } })
    },
  })
  const submit = () => {
    setAsked(true)
    if (name.trim()) create.mutate()
  }
  return (
    <Dialog
      title={t('newVersion')}
      isOpen
      size="s"
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={create.isPending} onPress={submit}>
            {t('create')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p className={page.muted}>{t('newLead')}</p>
        <TextField
          label={t('name')}
          placeholder={t('nameHint')}
          value={name}
          onChange={setName}
          maxLength={MAX_NAME_LENGTH}
          error={asked && !name.trim() && t('needName')}
        />
        <Select
          label={t('startFrom')}
          choices={[
            ...known.map(({ version, name: called, state }) => ({
              value: String(version),
              label:
                state === 'published'
                  ? t('fromPublished', { version: String(version) })
                  : t('versionOf', { version: String(version) }),
              hint: called,
            })),
            { value: 'none', label: t('fromNothing') },
          ]}
          value={base}
          onChange={setBase}
        />
        <ProblemNote error={create.error} />
      </div>
    </Dialog>
  )
}
