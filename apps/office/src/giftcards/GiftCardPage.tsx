import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { EmptyState, Money, Panel, Skeleton, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { ScrollText } from 'lucide-react'
import { splot } from '../api/client.ts'
import { DataTable } from '../page/DataTable.tsx'
import { SheetPage } from '../page/ListPage.tsx'
import { useMay, usePeople } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './giftcards.module.css'
import { NewPin } from './NewPin.tsx'
import { CorrectCard } from './CorrectCard.tsx'
import { CardState, CardStep, spokenCard } from './parts.tsx'
import { cardQuery, entriesQuery, type Card, type Entry } from './queries.ts'
import { useT } from './words.ts'

/** One card: what it is worth, what can be done with it, and everything that happened to it. */
export function GiftCardPage() {
  const { id } = useParams({ from: '/gift-cards/$id' })
  const t = useT('cards')
  const card = useQuery(cardQuery(id))
  const entries = useInfiniteQuery(entriesQuery(id))
  const columns = useColumns()
  if (card.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!card.data) return <ProblemState error={card.error} onRetry={() => void card.refetch()} />
  const number = spokenCard(card.data.number)
  return (
    <SheetPage
      title={`${t('title')} · ${number}`}
      refreshing={card.isFetching}
      above={<Link to="/gift-cards">{t('title')}</Link>}
      heading={
        <span className={css.heading}>
          {number} <CardState card={card.data} />
        </span>
      }
      lead={<Money value={card.data.balance} />}
      actions={<Actions card={card.data} />}
    >
      <div className={page.columns}>
        <div className={page.stack}>
          <Panel title={t('entries')} flush>
            <DataTable
              label={t('entries')}
              list={entries}
              columns={columns}
              rowKey={(entry) => String(entry.id)}
              empty={<EmptyState icon={<ScrollText />} title={t('empty')} why={t('emptyWhy')} />}
            />
          </Panel>
        </div>
        <div className={page.stack}>
          <Facts card={card.data} />
        </div>
      </div>
    </SheetPage>
  )
}

function Facts({ card }: Readonly<{ card: Card }>) {
  const t = useT('cards')
  const may = useMay()
  const format = useFormat()
  const { locale } = useLocale()
  const facts = [
    [t('kind'), card.kindWords[locale]],
    [t('balance'), <Money key="balance" value={card.balance} />],
    [t('held'), <Money key="held" value={card.held} />],
    [t('issued'), format.date(card.issuedAt)],
    [t('expires'), card.expiresAt ? format.date(card.expiresAt) : t('never')],
    ...(card.customerId !== null
      ? [
          [
            t('customer'),
            <Link key="customer" to="/customers/$id" params={{ id: card.customerId }} className={page.link}>
              {t('show')}
            </Link>,
          ],
        ]
      : []),
    ...(card.note ? [[t('note'), card.note]] : []),
    // Blocking moves no money, so it stands there and not in the history.
    ...(may('audit.read')
      ? [
          [
            t('changes'),
            <Link key="audit" to="/audit" search={{ subject: card.id }} className={page.link}>
              {t('audit')}
            </Link>,
          ],
        ]
      : []),
  ] as const
  return (
    <Panel title={t('facts')}>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={String(name)}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function Actions({ card }: Readonly<{ card: Card }>) {
  const t = useT('cards')
  const may = useMay()
  const { id, state, balance } = card
  const path = { params: { path: { id } } }
  const money = (minor: number) => ({ minor, currency: balance.currency })
  if (!may('giftcards.issue') || state === 'expired') return null
  return (
    <>
      <NewPin card={card} />
      {state === 'blocked' ? (
        <CardStep
          label={t('unblock')}
          what={t('unblockWhat')}
          variant="primary"
          run={({ reason }) =>
            unwrap(splot.POST('/v1/gift-cards/{id}/unblock', { ...path, body: { reason } }))
          }
        />
      ) : (
        <CardStep
          label={t('block')}
          what={t('blockWhat')}
          variant="danger"
          run={({ reason }) => unwrap(splot.POST('/v1/gift-cards/{id}/block', { ...path, body: { reason } }))}
        />
      )}
      <CorrectCard card={card} />
      {state === 'active' && (
        <CardStep
          label={t('topUp')}
          what={t('topUpWhat')}
          amount="positive"
          variant="primary"
          run={({ commandId, minor, reason }) =>
            unwrap(
              splot.POST('/v1/gift-cards/{id}/top-ups', {
                ...path,
                body: { commandId, amount: money(minor), reason },
              }),
            )
          }
        />
      )}
    </>
  )
}

function useColumns(): TableColumn<Entry>[] {
  const t = useT('cards')
  const common = useCommon('page')
  const format = useFormat()
  const { locale } = useLocale()
  const people = usePeople()
  return [
    { id: 'when', header: t('when'), width: 'narrow', cell: ({ at }) => format.soon(at) },
    { id: 'what', header: t('what'), isRowHeader: true, cell: ({ words }) => words[locale] },
    {
      id: 'change',
      header: t('change'),
      align: 'end',
      width: 'narrow',
      cell: ({ amount }) => <Money value={amount} />,
    },
    {
      id: 'after',
      header: t('after'),
      align: 'end',
      width: 'narrow',
      cell: ({ balanceAfter }) => <Money value={balanceAfter} />,
    },
    {
      id: 'who',
      header: t('who'),
      cell: ({ actor: { staffId } }) =>
        staffId ? (people.get(staffId) ?? common('unknownPerson')) : <span className={page.muted}>–</span>,
    },
    {
      id: 'why',
      header: t('why'),
      cell: ({ reason, orderId }) =>
        orderId ? (
          <Link to="/orders/$orderId" params={{ orderId }} className={page.link}>
            {t('order')}
          </Link>
        ) : (
          reason
        ),
    },
  ]
}
