import { useQuery } from '@tanstack/react-query'
import {
  EmptyState,
  Panel,
  SearchField,
  Skeleton,
  StatusPill,
  Timeline,
  useFormat,
  type Status,
} from '@splot/ui'
import { ScanBarcode, SearchX } from 'lucide-react'
import { ListPage } from '../page/ListPage.tsx'
import { PlaceName, usePeople } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './pieces.module.css'
import { PieceTabs } from './PieceTabs.tsx'
import { serialHistoryQuery, serialsQuery, type Serial } from './queries.ts'
import { useT } from './words.ts'

/** One piece by its number. */
export function SerialsPage() {
  const t = useT('pieces')
  const { filters, change } = useFilters<'serial'>()
  const { serial = '' } = filters
  const found = useQuery(serialsQuery(serial))
  const [typed, setTyped] = useTypedFilter(filters.serial, (text) => change({ serial: text }))
  return (
    <ListPage
      title={t('serials')}
      lead={t('serialsLead')}
      list={found}
      views={<PieceTabs current="serials" />}
      filters={<SearchField label={t('serial')} value={typed} onChange={setTyped} className={page.search} />}
    >
      {serial === '' ? (
        <EmptyState icon={<ScanBarcode />} title={t('enterSerial')} why={t('enterSerialWhy')} />
      ) : found.isPending ? (
        <Skeleton lines={5} className={page.skeleton} />
      ) : !found.data ? (
        <ProblemState error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data.length === 0 ? (
        <EmptyState icon={<SearchX />} title={t('noSerial')} why={t('noSerialWhy')} />
      ) : (
        <div className={css.pieces}>
          {found.data.map((piece) => (
            <Piece key={`${piece.sku} ${piece.serial}`} piece={piece} />
          ))}
        </div>
      )}
    </ListPage>
  )
}

const status: Readonly<Record<Serial['state'], Status>> = {
  in_stock: 'ok',
  returned: 'info',
  sold: 'neutral',
  in_transit: 'info',
  scrapped: 'neutral',
  missing: 'late',
}

function Piece({ piece }: Readonly<{ piece: Serial }>) {
  const t = useT('pieces')
  const common = useCommon('page')
  const format = useFormat()
  const people = usePeople()
  const { sku, serial, state, locationId, changedAt } = piece
  const history = useQuery(serialHistoryQuery(sku, serial))
  return (
    <Panel
      title={
        <>
          <code>{sku}</code> · {serial}
        </>
      }
      actions={<StatusPill status={status[state]}>{t(state)}</StatusPill>}
    >
      <div className={page.form}>
        <p>
          <PlaceName id={locationId} /> · {t('since')}: {format.soon(changedAt)}
        </p>
        <Timeline
          label={t('history')}
          timeStyle="short"
          items={(history.data ?? []).map((step, index) => ({
            id: String(index),
            at: step.at,
            title: t(step.state),
            detail: step.flag && t(step.flag),
            by: (
              <>
                <PlaceName id={step.locationId} /> ·{' '}
                {step.actor.staffId
                  ? (people.get(step.actor.staffId) ?? common('unknownPerson'))
                  : common('system')}
              </>
            ),
            status: step.flag ? 'warn' : 'neutral',
          }))}
        />
      </div>
    </Panel>
  )
}
