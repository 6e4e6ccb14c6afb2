import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { EmptyState, IconButton, StatusPill, type TableColumn } from '@splot/ui'
import { BellPlus, PencilLine } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useScopeWords } from '../page/scope.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { WatchTabs } from './parts.tsx'
import { rulesQuery, type WatchRule } from './queries.ts'
import { WatchRuleEditor } from './WatchRuleEditor.tsx'
import { useT } from './words.ts'

/** The rules that watch stock. */
export function RulesPage() {
  const t = useT('watch')
  const may = useMay()
  const list = useQuery(rulesQuery)
  const [editing, setEditing] = useState<WatchRule | 'new' | null>(null)
  const mayEdit = may('stock.policy')
  const add = mayEdit && <NewButton label={t('addRule')} onPress={() => setEditing('new')} />
  return (
    <ListPage
      title={t('rules')}
      lead={t('rulesLead')}
      list={list}
      views={<WatchTabs current="rules" />}
      actions={add}
    >
      <PlainTable
        label={t('rules')}
        list={list}
        columns={useColumns(mayEdit ? setEditing : null)}
        rowKey={({ id }) => id}
        {...(mayEdit && { onOpen: setEditing })}
        empty={<EmptyState icon={<BellPlus />} title={t('noRules')} why={t('noRulesWhy')} action={add} />}
      />
      {editing !== null && (
        <WatchRuleEditor rule={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </ListPage>
  )
}

/** What a rule says, in words. */
function useSaid(): (rule: WatchRule) => string {
  const t = useT('watch')
  return ({ kind, terms }) => {
    const of = (value: number | undefined) => String(value ?? '')
    const { min, max, days, targetDays, windowDays, backAt, perWeek } = terms
    switch (kind) {
      case 'min_max':
        return t('saidMinMax', { min: of(min), max: of(max) })
      case 'cover':
        return t('saidCover', { days: of(days), target: of(targetDays), window: of(windowDays) })
      case 'stock_out':
        return t('saidStockOut', { back: of(backAt) })
      case 'dead':
        return t('saidDead', { days: of(days) })
      case 'slow':
        return t('saidSlow', { week: of(perWeek), window: of(windowDays) })
    }
  }
}

function useColumns(onEdit: ((rule: WatchRule) => void) | null): TableColumn<WatchRule>[] {
  const t = useT('watch')
  const kind = useT('ruleKind')
  const common = useCommon('page')
  const client = useQueryClient()
  const said = useSaid()
  const scope = useScopeWords()
  const scopeOf = ({ scope: { sku, category, locationId, region } }: WatchRule) =>
    scope({
      ...(sku !== null && { sku }),
      ...(category !== null && { category }),
      ...(locationId !== null && { locationId }),
      ...(region !== null && { region }),
    })
  const wide = (text: string) => <span className={page.muted}>{text}</span>
  const remove = async ({ id, version }: WatchRule) => {
    await unwrap(
      splot.DELETE('/v1/replenishment/rules/{id}', {
        params: { path: { id } },
        headers: { 'if-match': `"${version}"` },
      }),
    )
    void client.invalidateQueries({ queryKey: ['watch-rules'] })
  }
  return [
    { id: 'kind', header: t('kind'), isRowHeader: true, cell: (rule) => kind(rule.kind) },
    { id: 'goods', header: t('goods'), cell: (rule) => scopeOf(rule).goods ?? wide(t('everything')) },
    { id: 'where', header: t('where'), cell: (rule) => scopeOf(rule).where ?? wide(t('everywhere')) },
    { id: 'says', header: t('says'), width: 'wide', cell: said },
    {
      id: 'state',
      header: common('state'),
      width: 'narrow',
      cell: ({ enabled }) => (
        <StatusPill status={enabled ? 'ok' : 'neutral'}>{t(enabled ? 'on' : 'off')}</StatusPill>
      ),
    },
    {
      id: 'actions',
      header: '',
      align: 'end',
      width: 'narrow',
      cell: (rule) =>
        onEdit && (
          <>
            <IconButton size="s" label={t('editRule', { rule: said(rule) })} onPress={() => onEdit(rule)}>
              <PencilLine aria-hidden size={14} />
            </IconButton>
            <ConfirmButton
              label={t('remove')}
              about={said(rule)}
              title={t('removeTitle')}
              what={t('removeWhat')}
              run={() => remove(rule)}
            />
          </>
        ),
    },
  ]
}
