import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Panel, Table, useFormat, type TableColumn } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ExportButton } from '../page/ExportButton.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { ShortTime } from '../page/Moment.tsx'
import page from '../page/page.module.css'
import { CloseButton } from './CloseButton.tsx'
import { differencesOf } from './differences.ts'
import { PaperSheet } from './PaperSheet.tsx'
import { Differences, StepButton, UndoButton, UndoneNote, useArticleColumn } from './parts.tsx'
import { adviceQuery, type AdviceDetail } from './queries.ts'
import css from './stockwork.module.css'
import { useT } from './words.ts'

type Line = AdviceDetail['lines'][number]

/** An announced delivery: what was written, what came, and every receipt of it. */
export function DeliveryPage() {
  const { id } = useParams({ from: '/stockwork/deliveries/$id' })
  const t = useT('work')
  const format = useFormat()
  return (
    <PaperSheet
      list="deliveries"
      paper={useQuery(adviceQuery(id))}
      renderLead={({ supplier, reference, locationId, expectedOn, blind }) => (
        <>
          {supplier}, <code>{reference}</code> · <PlaceName id={locationId} /> ·{' '}
          {format.date(expectedOn, 'date')} {blind && `· ${t('blind')}`}
        </>
      )}
      renderActions={(advice) => <Actions advice={advice} />}
      renderMain={({ lines }) => <Lines lines={lines} />}
      renderSide={(advice) => <Side advice={advice} />}
    />
  )
}

function Lines({ lines }: Readonly<{ lines: readonly Line[] }>) {
  const t = useT('work')
  const columns = useColumns(lines)
  return (
    <Panel title={t('lines')} flush>
      <Table label={t('lines')} columns={columns} rows={lines} rowKey={({ sku }) => sku} />
    </Panel>
  )
}

function Actions({ advice }: Readonly<{ advice: AdviceDetail }>) {
  const t = useT('work')
  const may = useMay()
  const { id, number, state, lines } = advice
  const path = { params: { path: { id } } }
  const isOpen = state === 'announced' || state === 'receiving'
  // Who receives blindly does not see what was announced.
  const written = lines.flatMap(({ expected, ...line }) =>
    expected === null ? [] : [{ ...line, written: expected }],
  )
  const differences = written.length === lines.length ? differencesOf(written) : null
  return (
    <>
      <ExportButton load={() => unwrap(splot.GET('/v1/stock/advices/{id}/csv', path))} />
      {may('stock.receive') && state === 'announced' && (
        <StepButton
          label={t('cancel')}
          title={`${t('cancel')}: ${number}`}
          what={t('cancelWhat')}
          variant="danger"
          run={({ commandId }) =>
            unwrap(splot.POST('/v1/stock/advices/{id}/cancel', { ...path, body: { commandId } }))
          }
        />
      )}
      {may('stock.receive') && isOpen && (
        <CloseButton
          title={t('closeDelivery', { number })}
          what={t('closeWhat')}
          differences={differences}
          run={(body) => unwrap(splot.POST('/v1/stock/advices/{id}/close', { ...path, body }))}
        />
      )}
    </>
  )
}

function Side({ advice }: Readonly<{ advice: AdviceDetail }>) {
  const t = useT('work')
  const { number, receipts, differences } = advice
  return (
    <>
      {differences && differences.length > 0 && (
        <Panel title={t('differences')}>
          <Differences differences={differences} />
        </Panel>
      )}
      <Panel title={t('receipts')}>
        {receipts.length === 0 && <p className={page.muted}>{t('noReceipts')}</p>}
        <ul className={css.receipts}>
          {receipts.map(({ id, at, lines, undone }) => (
            <li key={id}>
              <span>
                {t('receiptOf', { count: lines.reduce((sum, line) => sum + line.quantity, 0) })}{' '}
                <span className={page.small}>
                  <ShortTime at={at} />
                </span>
              </span>
              {undone ? (
                <UndoneNote undone={undone} />
              ) : (
                <UndoButton kind="receipt" id={id} number={number} label={t('undoReceipt')} />
              )}
            </li>
          ))}
        </ul>
      </Panel>
    </>
  )
}

function useColumns(lines: readonly Line[]): TableColumn<Line>[] {
  const article = useArticleColumn(lines)
  const t = useT('work')
  const figure = (id: 'expected' | 'received' | 'damaged' | 'open'): TableColumn<Line> => ({
    id,
    header: t(id),
    align: 'end',
    width: 'narrow',
    cell: (line) => {
      const value = line[id]
      if (value === null || value === 0) return <span className={page.muted}>{value ?? '—'}</span>
      return <span className={id === 'damaged' || id === 'open' ? css.short : undefined}>{value}</span>
    },
  })
  return [article, figure('expected'), figure('received'), figure('damaged'), figure('open')]
}
