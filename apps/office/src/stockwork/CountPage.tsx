import { useState } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, EmptyState, Panel, Tabs, useFormat, type TableColumn } from '@splot/ui'
import { CheckCheck, Upload } from 'lucide-react'
import { splot } from '../api/client.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { ExportButton } from '../page/ExportButton.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import page from '../page/page.module.css'
import { useCountScope } from './CountsPage.tsx'
import { ImportCsv } from './ImportCsv.tsx'
import { PaperSheet } from './PaperSheet.tsx'
import { StepButton, UndoButton, useArticleColumn } from './parts.tsx'
import { countLinesQuery, countQuery, type CountDetail, type CountLine } from './queries.ts'
import css from './stockwork.module.css'
import { useT } from './words.ts'

const PPM = 1_000_000
/** As the API takes it. */
const MAX_WHY_LENGTH = 300

/** A count: what was found, how it differs from the book, and whether that may be booked. */
export function CountPage() {
  const { id } = useParams({ from: '/stockwork/counts/$id' })
  const t = useT('work')
  const say = useCountScope()
  return (
    <PaperSheet
      list="counts"
      paper={useQuery(countQuery(id))}
      renderLead={({ locationId, scope, pass }) => (
        <>
          <PlaceName id={locationId} /> · {say(scope)} · {t('pass', { pass: String(pass) })}
        </>
      )}
      renderActions={(count) => <Actions count={count} />}
      renderMain={(count) => <Lines count={count} />}
      renderSide={(count) => <Figures count={count} />}
    />
  )
}

function Actions({ count }: Readonly<{ count: CountDetail }>) {
  const t = useT('work')
  const may = useMay()
  const [importing, setImporting] = useState(false)
  const { id, number, state, pass } = count
  const path = { params: { path: { id } } }
  const isRunning = state === 'counting' || state === 'recounting'
  const title = (step: string) => `${step}: ${number}`
  return (
    <>
      <ExportButton load={() => unwrap(splot.GET('/v1/stock/counts/{id}/csv', path))} />
      {isRunning && may('stock.count') && (
        <Button icon={<Upload aria-hidden size={15} />} onPress={() => setImporting(true)}>
          {t('importCsv')}
        </Button>
      )}
      {(isRunning || state === 'review') && may('stock.count') && (
        <StepButton
          label={t('cancel')}
          title={title(t('cancel'))}
          what={t('cancelWhat')}
          variant="danger"
          run={({ commandId }) =>
            unwrap(splot.POST('/v1/stock/counts/{id}/cancel', { ...path, body: { commandId } }))
          }
        />
      )}
      {state === 'review' && may('stock.approve') && (
        <>
          <StepButton
            label={t('recount')}
            title={title(t('recount'))}
            what={t('recountWhat')}
            run={({ commandId }) =>
              unwrap(splot.POST('/v1/stock/counts/{id}/recount', { ...path, body: { commandId } }))
            }
          />
          <StepButton
            label={t('approve')}
            title={title(t('approve'))}
            what={t('approveCountWhat')}
            variant="primary"
            reason={{ label: t('whyDiffers'), least: 0, most: MAX_WHY_LENGTH }}
            run={({ commandId, note }) =>
              unwrap(
                splot.POST('/v1/stock/counts/{id}/approve', {
                  ...path,
                  body: { commandId, ...(note && { note }) },
                }),
              )
            }
          />
        </>
      )}
      {state === 'posted' && <UndoButton kind="count" id={id} number={number} />}
      {importing && (
        <ImportCsv
          title={`${t('importCsv')}: ${number}`}
          columns={t('columnsCount')}
          onClose={() => setImporting(false)}
          send={async (command) => {
            await unwrap(splot.POST('/v1/stock/counts/{id}/csv', { ...path, body: { ...command, pass } }))
            return t('importedCount')
          }}
        />
      )}
    </>
  )
}

function Figures({ count }: Readonly<{ count: CountDetail }>) {
  const t = useT('work')
  const format = useFormat()
  const { totals, tolerancePieces, tolerancePpm, approveOver } = count
  return (
    <Panel>
      <dl className={page.facts}>
        <dt>{t('counted')}</dt>
        <dd>{t('countedOf', { counted: String(totals.counted), lines: String(totals.lines) })}</dd>
        <dt>{t('surplus')}</dt>
        <dd className={totals.surplus ? css.over : undefined}>{totals.surplus ?? '—'}</dd>
        <dt>{t('shortage')}</dt>
        <dd className={totals.shortage ? css.short : undefined}>{totals.shortage ?? '—'}</dd>
        <dt>{t('tolerance')}</dt>
        <dd>
          {t('toleranceOf', {
            pieces: String(tolerancePieces),
            percent: format.percent(tolerancePpm / PPM),
          })}
        </dd>
        <dt>{t('approveOver')}</dt>
        <dd>{t('approveOverOf', { pieces: String(approveOver) })}</dd>
      </dl>
    </Panel>
  )
}

function Lines({ count }: Readonly<{ count: CountDetail }>) {
  const t = useT('work')
  const [show, setShow] = useState<'all' | 'different'>(count.state === 'review' ? 'different' : 'all')
  const list = useInfiniteQuery(countLinesQuery(count.id, show))
  const columns = useColumns(count.seesBook, rowsOf(list))
  return (
    <Panel flush>
      {count.seesBook ? (
        <Tabs
          label={t('lines')}
          tabs={[
            { id: 'different', label: t('showDifferent') },
            { id: 'all', label: t('showAll') },
          ]}
          value={show}
          onChange={setShow}
        />
      ) : (
        <p className={page.muted}>{t('hidden')}</p>
      )}
      <DataTable
        label={t('lines')}
        list={list}
        columns={columns}
        rowKey={({ sku }) => sku}
        empty={<EmptyState icon={<CheckCheck />} title={t('differences')} why={t('showAll')} />}
      />
    </Panel>
  )
}

function useColumns(seesBook: boolean, lines: readonly CountLine[]): TableColumn<CountLine>[] {
  const article = useArticleColumn(lines)
  const t = useT('work')
  const format = useFormat()
  const figure = (value: number | null) => (value === null ? <span className={page.muted}>—</span> : value)
  const book: TableColumn<CountLine>[] = [
    { id: 'book', header: t('book'), align: 'end', width: 'narrow', cell: (line) => figure(line.book) },
    {
      id: 'difference',
      header: t('difference'),
      align: 'end',
      width: 'narrow',
      cell: ({ difference }) =>
        difference === null || difference === 0 ? (
          <span className={page.muted}>{difference ?? '—'}</span>
        ) : (
          <span className={difference < 0 ? css.short : css.over}>
            {format.number(difference, { signDisplay: 'always' })}
          </span>
        ),
    },
    {
      id: 'first',
      header: t('firstCounted'),
      align: 'end',
      width: 'narrow',
      cell: (line) => figure(line.firstCounted),
    },
  ]
  return [
    article,
    {
      id: 'counted',
      header: t('counted'),
      align: 'end',
      width: 'narrow',
      cell: (line) => figure(line.counted),
    },
    ...(seesBook ? book : []),
  ]
}
