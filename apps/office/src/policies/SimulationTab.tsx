import { useState, type ReactNode } from 'react'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Button,
  EmptyState,
  Panel,
  Table,
  TextField,
  useFormat,
  useLocale,
  useNow,
  dayOf,
  type TableColumn,
} from '@splot/ui'
import { ArrowRight, CheckCheck } from 'lucide-react'
import { splot } from '../api/client.ts'
import { DataTable } from '../page/DataTable.tsx'
import { PlaceName } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useChannels } from '../page/scope.tsx'
import page from '../page/page.module.css'
import css from './policies.module.css'
import { simulationQuery, type SimulatedRow, type Simulation } from './queries.ts'
import { useT } from './words.ts'

const DAY_MS = 86_400_000
const MAX_DAYS = 14

type Seen = SimulatedRow['before']
type Compared = Readonly<{ before: Seen; after: Seen }>
type Result = Omit<Simulation, 'items' | 'next'>

/** What each channel would have seen in a time that is over: a question with two days, and a table in a merchandiser's words. */
export function SimulationTab({ version }: Readonly<{ version: number }>) {
  const t = useT('policies')
  const now = useNow()
  const today = dayOf(now)
  const [from, setFrom] = useState(dayOf(now - DAY_MS))
  const [until, setUntil] = useState(today)
  const span = (Date.parse(until) - Date.parse(from)) / DAY_MS
  const isPast = span > 0 && span <= MAX_DAYS && until <= today
  const simulate = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/stock/policies/{number}/simulations', {
          params: { path: { number: version } },
          // Days begin at midnight here; the last one that has not ended is asked for until now.
          body: { from: startOf(from), until: startOf(until) },
        }),
      ),
  })
  return (
    <>
      <p className={page.muted}>{t('simLead')}</p>
      <div className={css.question}>
        <TextField label={t('from')} type="date" value={from} onChange={setFrom} />
        <TextField
          label={t('until')}
          type="date"
          value={until}
          onChange={setUntil}
          error={!isPast && t('badWindow')}
        />
        <Button
          variant="primary"
          isDisabled={!isPast}
          isPending={simulate.isPending}
          onPress={() => simulate.mutate()}
        >
          {t('run')}
        </Button>
      </div>
      <ProblemNote error={simulate.error} />
      {simulate.data && <Answer result={simulate.data} />}
    </>
  )
}

/** Midnight at the beginning of a day, on the clock of this browser. */
const startOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString()

function Answer({ result }: Readonly<{ result: Result }>) {
  const t = useT('policies')
  const list = useInfiniteQuery(simulationQuery(result.simulationId))
  const channelName = useChannelName()
  const compared = useComparedColumns<Compared>()
  const rowColumns = useRowColumns()
  if (result.channels.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<CheckCheck />} title={t('nobodyHit')} why={t('nobodyHitWhy')} />
      </Panel>
    )
  }
  return (
    <>
      <p>
        <strong>{t('simRows', { count: result.rows })}</strong> {!result.complete && t('incomplete')}
      </p>
      <Panel title={t('perChannel')} flush>
        <Table
          label={t('perChannel')}
          columns={[
            {
              id: 'channel',
              header: t('channel'),
              isRowHeader: true,
              cell: (row) => channelName(row.channelId),
            },
            { id: 'rows', header: t('rowsHit'), align: 'end', width: 'narrow', cell: (row) => row.rows },
            ...compared,
          ]}
          rows={result.channels}
          rowKey={({ channelId }) => channelId}
        />
      </Panel>
      <Panel title={t('perRow')} flush>
        <DataTable
          label={t('perRow')}
          list={list}
          columns={rowColumns}
          rowKey={({ sku, locationId, channelId }) => `${sku} ${locationId} ${channelId}`}
          empty={<EmptyState title={t('nobodyHit')} />}
        />
      </Panel>
    </>
  )
}

function useRowColumns(): TableColumn<SimulatedRow>[] {
  const t = useT('policies')
  const channelName = useChannelName()
  return [
    { id: 'sku', header: t('sku'), isRowHeader: true, cell: ({ sku }) => <code>{sku}</code> },
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    { id: 'channel', header: t('channel'), cell: ({ channelId }) => channelName(channelId) },
    ...useComparedColumns<SimulatedRow>(),
  ]
}

function useChannelName(): (id: string) => string {
  const { locale } = useLocale()
  const channels = useChannels()
  return (id) => channels.find((channel) => channel.id === id)?.name[locale] ?? id
}

function useComparedColumns<Row extends Compared>(): TableColumn<Row>[] {
  const t = useT('policies')
  const format = useFormat()
  const figure = (value: number) => format.number(value, { maximumFractionDigits: 1 })
  const column = (
    id: keyof Seen,
    header: string,
    hint: string | undefined,
    show: (seen: Seen) => ReactNode,
  ): TableColumn<Row> => ({
    id,
    header: <span title={hint}>{header}</span>,
    align: 'end',
    width: 'narrow',
    cell: ({ before, after }) => (
      <Change before={before[id]} after={after[id]} from={show(before)} to={show(after)} />
    ),
  })
  return [
    column('hoursOut', t('hoursOut'), t('hoursHint'), (seen) => figure(seen.hoursOut)),
    column('refused', t('refused'), undefined, (seen) =>
      t('refusedOf', { refused: figure(seen.refused), asked: figure(seen.asked) }),
    ),
    column('refusedPieces', t('refusedPieces'), undefined, (seen) => figure(seen.refusedPieces)),
    column('hidden', t('hidden'), t('hiddenHint'), (seen) => figure(seen.hidden)),
  ]
}

type ChangeProps = Readonly<{ before: number; after: number; from: ReactNode; to: ReactNode }>

/** Now and then beside each other; in all of these figures less is better. */
function Change({ before, after, from, to }: ChangeProps) {
  const t = useT('policies')
  if (before === after) return <span className={page.muted}>{to}</span>
  const isBetter = after < before
  return (
    <span className={css.change} data-better={isBetter}>
      <span className={page.muted}>{from}</span> <ArrowRight aria-hidden size={12} /> <strong>{to}</strong>
      <span className={css.spoken}> ({isBetter ? t('better') : t('worse')})</span>
    </span>
  )
}
