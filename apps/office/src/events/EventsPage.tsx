import { useCallback, useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { buttonClass, Button, EmptyState, SearchField, Switch, type TableColumn } from '@splot/ui'
import { Activity } from 'lucide-react'
import { useLive, type LiveFact } from '../api/live.ts'
import { eventsQuery } from '../api/queries.ts'
import type { Fact } from '../api/types.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { ListPage } from '../page/ListPage.tsx'
import { Moment } from '../page/Moment.tsx'
import { ActorName, PlaceName } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import { fits, isOrderFact, summary, withNew } from './tail.ts'
import css from './events.module.css'

/** The log of everything that happened; with the live tail on, it grows at its top. */
export function EventsPage() {
  const t = useT('events')
  const { filters, change } = useFilters<'type' | 'subject' | 'peek'>()
  const { peek, ...asked } = filters
  const list = useInfiniteQuery(eventsQuery(asked))
  const [isLive, setLive] = useState(true)
  const [fresh, setFresh] = useState<readonly Fact[]>([])
  const [type, setType] = useTypedFilter(filters.type, (text) => change({ type: text }))
  const [subject, setSubject] = useTypedFilter(filters.subject, (text) => change({ subject: text }))
  // The topic `all` sends a fact in the shape of the log itself.
  useLive('all', isLive, (fact: LiveFact) => setFresh((before) => withNew(before, fact as unknown as Fact)))
  const close = useCallback(() => change({ peek: undefined }), [change])
  const known = rowsOf(list)
  const ids = new Set(known.map(({ id }) => id))
  const rows = [...fresh.filter((fact) => !ids.has(fact.id) && fits(fact, asked)), ...known]
  const peeked = rows.find(({ id }) => id === peek)
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      actions={
        <Switch isSelected={isLive} onChange={setLive}>
          {t('tail')}
        </Switch>
      }
      filters={
        <>
          <SearchField
            label={t('type')}
            placeholder={t('typeHint')}
            value={type}
            onChange={setType}
            className={page.search}
          />
          <SearchField
            label={t('subject')}
            placeholder={t('subjectHint')}
            value={subject}
            onChange={setSubject}
            className={css.subject}
          />
          {isLive && (
            <span className={page.end}>
              <span className={page.small}>{t('tailOn')}</span>
            </span>
          )}
        </>
      }
      peek={
        peeked && (
          <FactPeek fact={peeked} onClose={close} onFilter={(next) => change({ ...next, peek: undefined })} />
        )
      }
    >
      <DataTable
        label={t('title')}
        list={list}
        rows={rows}
        columns={useColumns()}
        rowKey={({ id }) => id}
        openKey={peek ?? null}
        onOpen={({ id }) => change({ peek: id })}
        filtered={isFiltered(asked)}
        empty={<EmptyState icon={<Activity />} title={t('empty')} why={t('emptyWhy')} />}
      />
    </ListPage>
  )
}

function useColumns(): TableColumn<Fact>[] {
  const t = useT('events')
  const common = useT('page')
  return [
    { id: 'at', header: t('at'), width: 'narrow', cell: ({ at }) => <Moment at={at} /> },
    {
      id: 'type',
      header: t('type'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ type }) => <code>{type}</code>,
    },
    { id: 'actor', header: t('actor'), cell: ({ actor }) => <ActorName actor={actor} /> },
    { id: 'place', header: common('where'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    {
      id: 'data',
      header: t('data'),
      cell: ({ data }) => <code className={css.summary}>{summary(data)}</code>,
    },
  ]
}

type FactPeekProps = Readonly<{
  fact: Fact
  onClose: () => void
  onFilter: (filter: { type?: string; subject?: string }) => void
}>

/** One fact in full. */
function FactPeek({ fact, onClose, onFilter }: FactPeekProps) {
  const t = useT('events')
  const common = useT('page')
  return (
    <Peek label={common('peek')} title={<code>{fact.type}</code>} onClose={onClose}>
      <dl className={page.facts}>
        <dt>{t('at')}</dt>
        <dd>
          <Moment at={fact.at} />
        </dd>
        <dt>{t('actor')}</dt>
        <dd>
          <ActorName actor={fact.actor} /> <span className={page.small}>{fact.actor.kind}</span>
        </dd>
        <dt>{common('where')}</dt>
        <dd>
          <PlaceName id={fact.locationId} />
        </dd>
        <dt>{t('subject')}</dt>
        <dd>
          <code>{fact.subject}</code>
        </dd>
        <dt>{t('id')}</dt>
        <dd>
          <code>{fact.id}</code>
        </dd>
        <dt>{t('version')}</dt>
        <dd>{fact.version}</dd>
      </dl>
      <div className={page.row}>
        {isOrderFact(fact) && (
          <Link to="/orders/$orderId" params={{ orderId: fact.subject }} className={buttonClass()}>
            {t('openOrder')}
          </Link>
        )}
        <Button onPress={() => onFilter({ subject: fact.subject })}>{t('onlySubject')}</Button>
        <Button onPress={() => onFilter({ type: fact.type })}>{t('onlyType')}</Button>
      </div>
      <section>
        <h3>{t('data')}</h3>
        {/* It scrolls by itself, so the keyboard must reach it. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className={css.json} tabIndex={0}>
          {JSON.stringify(fact.data, null, 2)}
        </pre>
      </section>
    </Peek>
  )
}
