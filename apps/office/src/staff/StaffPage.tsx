import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Badge,
  Button,
  EmptyState,
  SearchField,
  StatusPill,
  toast,
  useLocale,
  type TableColumn,
} from '@splot/ui'
import { Users } from 'lucide-react'
import { useState } from 'react'
import { splot } from '../api/client.ts'
import { meQuery, staffQuery } from '../api/queries.ts'
import type { Person } from '../api/types.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { PlaceName } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { plain } from '../shell/found.ts'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { HirePerson } from './HirePerson.tsx'
import { nextNumber } from './hiring.ts'

type Change = Readonly<{ person: Person; active: boolean }>

/** Who works here. Deactivating acts at once and signs her out everywhere; undo stands for eight seconds. */
export function StaffPage() {
  const t = useT('staff')
  const client = useQueryClient()
  const { filters, change } = useFilters<'q'>()
  const list = useInfiniteQuery(staffQuery)
  const [typed, setTyped] = useTypedFilter(filters.q, (q) => change({ q }))
  const [hiring, setHiring] = useState(false)
  const wanted = plain(filters.q ?? '')
  const rows = rowsOf(list).filter(({ name, number, email }) =>
    plain(`${name} ${number} ${email ?? ''}`).includes(wanted),
  )
  const put = useMutation({
    mutationFn: ({ person, active }: Change) =>
      unwrap(
        splot.PATCH('/v1/staff/{staffId}', { params: { path: { staffId: person.id } }, body: { active } }),
      ),
    onSuccess: (_, { person, active }) => {
      void client.invalidateQueries({ queryKey: ['staff'] })
      if (active) toast({ title: t('activated', { name: person.name }), status: 'ok' })
      else
        toast({
          title: t('deactivated', { name: person.name }),
          undo: () => put.mutate({ person, active: true }),
        })
    },
  })
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      actions={<NewButton label={t('hire')} onPress={() => setHiring(true)} />}
      list={list}
      filters={
        <>
          <SearchField label={t('search')} value={typed} onChange={setTyped} className={page.search} />
          <ProblemNote error={put.error} />
        </>
      }
    >
      <DataTable
        label={t('title')}
        list={list}
        rows={rows}
        columns={useColumns((person, active) => put.mutate({ person, active }))}
        rowKey={({ id }) => id}
        filtered={Boolean(filters.q)}
        empty={<EmptyState icon={<Users />} title={t('empty')} />}
      />
      {hiring && !list.isPending && (
        <HirePerson
          suggestedNumber={nextNumber(rowsOf(list).map(({ number }) => number))}
          onClose={() => setHiring(false)}
        />
      )}
    </ListPage>
  )
}

function useColumns(onActive: (person: Person, active: boolean) => void): TableColumn<Person>[] {
  const t = useT('staff')
  const common = useT('page')
  const { locale } = useLocale()
  const { data: me } = useQuery(meQuery)
  return [
    { id: 'number', header: t('number'), width: 'narrow', cell: ({ number }) => <code>{number}</code> },
    {
      id: 'name',
      header: t('name'),
      isRowHeader: true,
      cell: ({ id, name }) => (
        <>
          {name} {id === me?.staff.id && <Badge tone="accent">{t('you')}</Badge>}
        </>
      ),
    },
    {
      id: 'roles',
      header: t('roles'),
      cell: ({ assignments }) =>
        assignments.map(({ role, locationId }) => (
          <span key={role + String(locationId)}>
            {wordOf(locale, 'role', role)}
            {' · '}
            {locationId === null ? t('everywhere') : <PlaceName id={locationId} />}{' '}
          </span>
        )),
    },
    { id: 'email', header: t('email'), cell: ({ email }) => <span className={page.muted}>{email}</span> },
    {
      id: 'signsIn',
      header: t('signsIn'),
      cell: ({ hasPassword, hasPin }) =>
        [hasPassword && t('withPassword'), hasPin && t('withPin')].filter(Boolean).join(', ') ||
        common('never'),
    },
    {
      id: 'state',
      header: common('state'),
      cell: ({ active }) => (
        <StatusPill status={active ? 'ok' : 'neutral'}>{active ? t('active') : t('inactive')}</StatusPill>
      ),
    },
    {
      id: 'actions',
      header: common('actions'),
      align: 'end',
      width: 'narrow',
      cell: (person) =>
        person.id !== me?.staff.id && (
          <Button
            size="s"
            variant="quiet"
            aria-label={`${person.active ? t('deactivate') : t('activate')}: ${person.name}`}
            onPress={() => onActive(person, !person.active)}
          >
            {person.active ? t('deactivate') : t('activate')}
          </Button>
        ),
    },
  ]
}
