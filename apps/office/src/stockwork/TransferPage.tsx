import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Panel, Table, useFormat, type TableColumn } from '@splot/ui'
import { splot } from '../api/client.ts'
import { PlaceName, useMay } from '../page/names.tsx'
import page from '../page/page.module.css'
import { CloseButton } from './CloseButton.tsx'
import { differencesOf } from './differences.ts'
import { PaperSheet } from './PaperSheet.tsx'
import { Differences, StepButton, UndoButton, useArticleColumn } from './parts.tsx'
import { transferQuery, type TransferDetail } from './queries.ts'
import css from './stockwork.module.css'
import { useT } from './words.ts'

type Line = TransferDetail['lines'][number]

/** A transfer: what was asked for, what left, what arrived, and what is in between. */
export function TransferPage() {
  const { id } = useParams({ from: '/stockwork/transfers/$id' })
  const t = useT('work')
  const format = useFormat()
  return (
    <PaperSheet
      list="transfers"
      paper={useQuery(transferQuery(id))}
      renderLead={({ fromId, toId, expectedOn, held }) => (
        <>
          <PlaceName id={fromId} /> → <PlaceName id={toId} />
          {expectedOn && ` · ${format.date(expectedOn, 'date')}`}
          {held && ` · ${t('held')}`}
        </>
      )}
      renderActions={(transfer) => <Actions transfer={transfer} />}
      renderMain={({ lines }) => <Lines lines={lines} />}
      renderSide={({ differences }) =>
        differences &&
        differences.length > 0 && (
          <Panel title={t('differences')}>
            <Differences differences={differences} />
          </Panel>
        )
      }
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

function Actions({ transfer }: Readonly<{ transfer: TransferDetail }>) {
  const t = useT('work')
  const may = useMay()
  const { id, number, state, lines } = transfer
  const path = { params: { path: { id } } }
  if (!may('stock.transfer')) return null
  const title = (step: string) => `${step}: ${number}`
  const differences = differencesOf(lines.map(({ shipped, ...line }) => ({ ...line, written: shipped })))
  return (
    <>
      {(state === 'requested' || state === 'approved') && (
        <StepButton
          label={t('cancel')}
          title={title(t('cancel'))}
          what={t('cancelWhat')}
          variant="danger"
          run={({ commandId }) =>
            unwrap(splot.POST('/v1/stock/transfers/{id}/cancel', { ...path, body: { commandId } }))
          }
        />
      )}
      {state === 'requested' && (
        <>
          <StepButton
            label={t('reject')}
            title={title(t('reject'))}
            what={t('rejectWhat')}
            variant="danger"
            reason={{ label: t('reason'), least: 1 }}
            run={({ commandId, note }) =>
              unwrap(splot.POST('/v1/stock/transfers/{id}/reject', { ...path, body: { commandId, note } }))
            }
          />
          <StepButton
            label={t('approve')}
            title={title(t('approve'))}
            what={t('shipWhat')}
            variant="primary"
            run={({ commandId }) =>
              unwrap(splot.POST('/v1/stock/transfers/{id}/approve', { ...path, body: { commandId } }))
            }
          />
        </>
      )}
      {state === 'approved' && (
        <StepButton
          label={t('ship')}
          title={title(t('ship'))}
          what={t('shipWhat')}
          variant="primary"
          run={({ commandId }) =>
            unwrap(splot.POST('/v1/stock/transfers/{id}/ship', { ...path, body: { commandId } }))
          }
        />
      )}
      {(state === 'shipped' || state === 'closed') && <UndoButton kind="transfer" id={id} number={number} />}
      {state === 'shipped' && (
        <CloseButton
          title={t('closeTransfer', { number })}
          what={t('closeTransferWhat')}
          differences={differences}
          run={(body) => unwrap(splot.POST('/v1/stock/transfers/{id}/close', { ...path, body }))}
        />
      )}
    </>
  )
}

function useColumns(lines: readonly Line[]): TableColumn<Line>[] {
  const article = useArticleColumn(lines)
  const t = useT('work')
  const wrong = new Set(['damaged', 'lost', 'over'])
  const figure = (
    id: 'requested' | 'shipped' | 'received' | 'damaged' | 'lost' | 'over' | 'inTransit',
  ): TableColumn<Line> => ({
    id,
    header: t(id),
    align: 'end',
    width: 'narrow',
    cell: (line) => (
      <span className={line[id] === 0 ? page.muted : wrong.has(id) ? css.short : undefined}>{line[id]}</span>
    ),
  })
  return [
    article,
    figure('requested'),
    figure('shipped'),
    figure('inTransit'),
    figure('received'),
    figure('damaged'),
    figure('lost'),
    figure('over'),
  ]
}
