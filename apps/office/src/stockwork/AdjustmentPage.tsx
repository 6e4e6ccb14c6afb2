import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Panel, Table, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { splot } from '../api/client.ts'
import { PlaceName, useMay } from '../page/names.tsx'
import { wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { PaperSheet } from './PaperSheet.tsx'
import { StepButton, UndoButton } from './parts.tsx'
import { adjustmentQuery, type AdjustmentDetail } from './queries.ts'
import css from './stockwork.module.css'
import { useT } from './words.ts'

type Line = AdjustmentDetail['lines'][number]

/** An adjustment, or a request for one that is beyond the limit of whoever made it. */
export function AdjustmentPage() {
  const { id } = useParams({ from: '/stockwork/adjustments/$id' })
  const t = useT('work')
  const { locale } = useLocale()
  return (
    <PaperSheet
      list="adjustments"
      paper={useQuery(adjustmentQuery(id))}
      renderLead={({ locationId, reason, pieces }) => (
        <>
          <PlaceName id={locationId} /> · {wordOf(locale, 'adjustReason', reason)} ·{' '}
          {t('adjustmentPieces', { count: pieces })}
        </>
      )}
      renderActions={(adjustment) => <Actions adjustment={adjustment} />}
      renderMain={(adjustment) => <Lines adjustment={adjustment} />}
      renderSide={({ decisionNote }) =>
        decisionNote && <Panel>{t('decidedBy', { note: decisionNote })}</Panel>
      }
    />
  )
}

function Actions({ adjustment }: Readonly<{ adjustment: AdjustmentDetail }>) {
  const t = useT('work')
  const may = useMay()
  const { id, number, state } = adjustment
  const path = { params: { path: { id } } }
  if (state === 'posted') return <UndoButton kind="adjustment" id={id} number={number} />
  if (state !== 'requested' || !may('stock.approve')) return null
  return (
    <>
      <StepButton
        label={t('reject')}
        title={`${t('reject')}: ${number}`}
        what={t('rejectWhat')}
        variant="danger"
        reason={{ label: t('reason'), least: 1 }}
        run={({ commandId, note }) =>
          unwrap(splot.POST('/v1/stock/adjustments/{id}/reject', { ...path, body: { commandId, note } }))
        }
      />
      <StepButton
        label={t('approve')}
        title={`${t('approve')}: ${number}`}
        what={t('approveCountWhat')}
        variant="primary"
        run={({ commandId }) =>
          unwrap(splot.POST('/v1/stock/adjustments/{id}/approve', { ...path, body: { commandId } }))
        }
      />
    </>
  )
}

function Lines({ adjustment }: Readonly<{ adjustment: AdjustmentDetail }>) {
  const t = useT('work')
  const columns = useColumns(adjustment.locationId)
  return (
    <Panel title={t('lines')} flush>
      <Table
        label={t('lines')}
        columns={columns}
        rows={adjustment.lines}
        rowKey={({ sku, bin, lot, quantity }) => `${sku} ${bin} ${lot?.code} ${quantity}`}
      />
    </Panel>
  )
}

function useColumns(locationId: string): TableColumn<Line>[] {
  const t = useT('work')
  const format = useFormat()
  return [
    {
      id: 'sku',
      header: t('sku'),
      isRowHeader: true,
      cell: ({ sku }) => (
        <Link to="/stock/movements" search={{ sku, locationId }} className={page.mono}>
          {sku}
        </Link>
      ),
    },
    {
      id: 'where',
      header: '',
      cell: ({ bin, lot, aside }) => (
        <span className={page.small}>{[bin, lot?.code, aside && t('aside')].filter(Boolean).join(', ')}</span>
      ),
    },
    {
      id: 'pieces',
      header: t('pieces'),
      align: 'end',
      width: 'narrow',
      cell: ({ quantity }) => (
        <span className={quantity < 0 ? css.short : css.over}>
          {format.number(quantity, { signDisplay: 'always' })}
        </span>
      ),
    },
  ]
}
