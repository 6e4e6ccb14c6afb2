import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  Badge,
  Button,
  buttonClass,
  EmptyState,
  StatusPill,
  useLocale,
  type Status,
  type TableColumn,
} from '@splot/ui'
import { ShortTime } from '../page/Moment.tsx'
import { Mail, Scale } from 'lucide-react'
import { messagesQuery } from '../api/queries.ts'
import type { Message } from '../api/types.ts'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { ListPage } from '../page/ListPage.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT, wordOf } from '../words/index.ts'

const status: Readonly<Record<string, Status>> = {
  pending: 'warn',
  sending: 'info',
  sent: 'ok',
  refused: 'neutral',
  failed: 'late',
}

/** What was written to customers, and why we were allowed to. */
export function MessagesPage() {
  const t = useT('messages')
  const { filters, clear } = useFilters<'subject'>()
  const list = useInfiniteQuery(messagesQuery(filters))
  return (
    <ListPage
      title={t('title')}
      lead={`${t('lead')} ${t('privacy')}`}
      list={list}
      filters={filters.subject && <Button onPress={clear}>{t('ofOrder')} ×</Button>}
    >
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        filtered={isFiltered(filters)}
        empty={
          <EmptyState
            icon={<Mail />}
            title={t('empty')}
            why={t('emptyWhy')}
            action={
              <Link to="/orders" className={buttonClass()}>
                {t('seeOrders')}
              </Link>
            }
          />
        }
      />
    </ListPage>
  )
}

function useColumns(): TableColumn<Message>[] {
  const t = useT('messages')
  const events = useT('events')
  const common = useT('page')
  const { locale } = useLocale()
  return [
    {
      id: 'kind',
      header: t('kind'),
      isRowHeader: true,
      cell: ({ kind }) => wordOf(locale, 'messageKind', kind),
    },
    {
      id: 'subject',
      header: t('subject'),
      cell: ({ subject }) => (
        <Link to="/orders/$orderId" params={{ orderId: subject }}>
          {events('openOrder')}
        </Link>
      ),
    },
    {
      id: 'basis',
      header: t('basis'),
      cell: ({ legalBasis, refusal }) =>
        legalBasis === 'contract' ? (
          <Badge tone="ok">
            <Scale aria-hidden size={12} /> {t('contract')}
          </Badge>
        ) : (
          (refusal ?? t('noBasis'))
        ),
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ state }) => (
        <StatusPill status={status[state] ?? 'neutral'}>{wordOf(locale, 'messageState', state)}</StatusPill>
      ),
    },
    {
      id: 'attempts',
      header: t('attempts'),
      align: 'end',
      width: 'narrow',
      cell: ({ attempts }) => attempts,
    },
    {
      id: 'created',
      header: t('created'),
      align: 'end',
      cell: ({ createdAt }) => <ShortTime at={createdAt} />,
    },
    {
      id: 'sent',
      header: t('sent'),
      align: 'end',
      cell: ({ sentAt }) => (sentAt === null ? common('noPlace') : <ShortTime at={sentAt} />),
    },
  ]
}
