import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, EmptyState, useFormat, type TableColumn } from '@splot/ui'
import { UsersRound, X } from 'lucide-react'
import { DataTable } from '../page/DataTable.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { CustomerTabs } from './parts.tsx'
import { groupsQuery, membersQuery, type Group, type Member } from './queries.ts'
import { useT } from './words.ts'

/** The groups that prices and promotions know customers by, and who is in one. */
export function GroupsPage() {
  const t = useT('customers')
  const { filters, change } = useFilters<'group'>()
  const { group } = filters
  return (
    <ListPage
      title={group === undefined ? t('groups') : t('membersOf', { name: group })}
      lead={t('groupsLead')}
      views={<CustomerTabs current="groups" />}
      filters={
        group !== undefined && (
          <Button icon={<X aria-hidden size={13} />} onPress={() => change({ group: undefined })}>
            {group}
          </Button>
        )
      }
    >
      {group === undefined ? <Groups onOpen={(name) => change({ group: name })} /> : <Members name={group} />}
    </ListPage>
  )
}

function Groups({ onOpen }: Readonly<{ onOpen: (name: string) => void }>) {
  const t = useT('customers')
  return (
    <PlainTable
      label={t('groups')}
      list={useQuery(groupsQuery)}
      columns={useGroupColumns()}
      rowKey={({ name }) => name}
      onOpen={({ name }) => onOpen(name)}
      empty={<EmptyState icon={<UsersRound />} title={t('noGroups')} why={t('noGroupsWhy')} />}
    />
  )
}

function Members({ name }: Readonly<{ name: string }>) {
  const t = useT('customers')
  const navigate = useNavigate()
  return (
    <DataTable
      label={t('membersOf', { name })}
      list={useInfiniteQuery(membersQuery(name))}
      columns={useMemberColumns(name)}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: '/customers/$id', params: { id } })}
      empty={<EmptyState icon={<UsersRound />} title={t('noMembers')} why={t('noMembersWhy')} />}
    />
  )
}

function useGroupColumns(): TableColumn<Group>[] {
  const t = useT('customers')
  const format = useFormat()
  return [
    { id: 'name', header: t('group'), isRowHeader: true, width: 'wide', cell: ({ name }) => name },
    {
      id: 'customers',
      header: t('members'),
      align: 'end',
      width: 'narrow',
      cell: ({ customers }) => format.number(customers),
    },
  ]
}

function useMemberColumns(group: string): TableColumn<Member>[] {
  const t = useT('customers')
  const format = useFormat()
  return [
    {
      id: 'id',
      header: t('id'),
      isRowHeader: true,
      cell: ({ id }) => <span className={page.mono}>{id}</span>,
    },
    { id: 'since', header: t('since'), cell: ({ createdAt }) => format.date(createdAt, 'datetime') },
    {
      id: 'groups',
      header: t('otherGroups'),
      width: 'wide',
      cell: ({ groups }) => groups.filter((other) => other !== group).join(', ') || '–',
    },
  ]
}
