import { useState } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, EmptyState, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { ChartPie, FileUp, X } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { DataTable } from '../page/DataTable.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { ImportMembers } from './ImportMembers.tsx'
import { NewSegment } from './NewSegment.tsx'
import { CustomerTabs } from './parts.tsx'
import {
  segmentMembersQuery,
  segmentsQuery,
  useRefreshSegments,
  type Segment,
  type SegmentMember,
} from './queries.ts'
import { useT } from './words.ts'

/** The segments that somebody computes and tells us of, who is in one, and lists that fill them. */
export function SegmentsPage() {
  const t = useT('customers')
  const may = useMay()
  const { locale } = useLocale()
  const { filters, change } = useFilters<'segment'>()
  const list = useQuery(segmentsQuery)
  const columns = useSegmentColumns()
  const [drawer, setDrawer] = useState<'new' | 'import' | null>(null)
  const open = list.data?.items.find(({ code }) => code === filters.segment)
  const close = () => setDrawer(null)
  return (
    <ListPage
      title={open ? t('segmentNamed', { name: open.name[locale] }) : t('segments')}
      lead={t('segmentsLead')}
      views={<CustomerTabs current="segments" />}
      actions={
        may('customers.segment') &&
        (open ? (
          <SegmentActions
            segment={open}
            onImport={() => setDrawer('import')}
            onGone={() => change({ segment: undefined })}
          />
        ) : (
          <NewButton label={t('newSegment')} onPress={() => setDrawer('new')} />
        ))
      }
      filters={
        open && (
          <Button
            icon={<X aria-hidden size={13} />}
            aria-label={t('allSegments')}
            onPress={() => change({ segment: undefined })}
          >
            {open.code}
          </Button>
        )
      }
    >
      {open ? (
        <Members code={open.code} />
      ) : (
        <PlainTable
          label={t('segments')}
          list={list}
          columns={columns}
          rowKey={({ code }) => code}
          onOpen={({ code }) => change({ segment: code })}
          empty={<EmptyState icon={<ChartPie />} title={t('noSegments')} why={t('noSegmentsWhy')} />}
        />
      )}
      {drawer === 'new' && <NewSegment onMade={(code) => change({ segment: code })} onClose={close} />}
      {drawer === 'import' && open && <ImportMembers segment={open} onClose={close} />}
    </ListPage>
  )
}

type ActionsProps = Readonly<{ segment: Segment; onImport: () => void; onGone: () => void }>

function SegmentActions({ segment: { code, name, customers }, onImport, onGone }: ActionsProps) {
  const t = useT('customers')
  const { locale } = useLocale()
  const refresh = useRefreshSegments()
  return (
    <>
      {customers === 0 && (
        <ConfirmButton
          label={t('deleteSegment')}
          about={name[locale]}
          title={t('deleteSegmentTitle', { name: name[locale] })}
          what={t('deleteSegmentWhat')}
          run={async () => {
            await unwrap(splot.DELETE('/v1/customer-segments/{code}', { params: { path: { code } } }))
            onGone()
            refresh()
          }}
        />
      )}
      <Button variant="primary" icon={<FileUp aria-hidden size={15} />} onPress={onImport}>
        {t('importMembers')}
      </Button>
    </>
  )
}

function Members({ code }: Readonly<{ code: string }>) {
  const t = useT('customers')
  const navigate = useNavigate()
  const may = useMay()
  const columns = useMemberColumns()
  return (
    <DataTable
      label={t('members')}
      list={useInfiniteQuery({ ...segmentMembersQuery(code), enabled: may('customers.segment') })}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: '/customers/$id', params: { id } })}
      empty={<EmptyState icon={<ChartPie />} title={t('emptySegment')} why={t('emptySegmentWhy')} />}
    />
  )
}

function useSegmentColumns(): TableColumn<Segment>[] {
  const t = useT('customers')
  const format = useFormat()
  const { locale } = useLocale()
  return [
    {
      id: 'name',
      header: t('segment'),
      isRowHeader: true,
      width: 'wide',
      cell: ({ name }) => name[locale],
    },
    { id: 'code', header: t('code'), cell: ({ code }) => <span className={page.mono}>{code}</span> },
    {
      id: 'customers',
      header: t('members'),
      align: 'end',
      width: 'narrow',
      cell: ({ customers }) => format.number(customers),
    },
  ]
}

function useMemberColumns(): TableColumn<SegmentMember>[] {
  const t = useT('customers')
  const format = useFormat()
  return [
    {
      id: 'id',
      header: t('id'),
      isRowHeader: true,
      cell: ({ id }) => <span className={page.mono}>{id}</span>,
    },
    { id: 'since', header: t('inSince'), cell: ({ since }) => format.date(since, 'datetime') },
    {
      id: 'until',
      header: t('inUntil'),
      cell: ({ until }) => (until === null ? '–' : format.date(until, 'datetime')),
    },
  ]
}
