import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, EmptyState, StatusPill, toast, type TableColumn } from '@splot/ui'
import { FileUp, Scale } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useCategories } from '../page/scope.tsx'
import page from '../page/page.module.css'
import { useListName } from './for-whom.tsx'
import { PriceTabs, useLists } from './parts.tsx'
import { RunNow, useFactorWords, useSignedShare } from './proposal-parts.tsx'
import { rulesQuery, useRefreshPrices, type ProposalRule } from './queries.ts'
import { switched } from './rule-draft.ts'
import { RuleEditor } from './RuleEditor.tsx'
import { useT } from './proposal-words.ts'

/** The rules that propose prices. */
export function RulesPage() {
  const t = useT('rules')
  const may = useMay()
  const navigate = useNavigate()
  const list = useQuery(rulesQuery)
  const lists = useLists()
  const [editing, setEditing] = useState<ProposalRule | 'new' | null>(null)
  const mayWrite = may('prices.write')
  const make = mayWrite && <NewButton label={t('newRule')} onPress={() => setEditing('new')} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<PriceTabs current="rules" />}
      actions={
        mayWrite && (
          <>
            <Button
              icon={<FileUp aria-hidden size={15} />}
              onPress={() => void navigate({ to: '/prices/competitors' })}
            >
              {t('competitors')}
            </Button>
            <RunNow />
            {make}
          </>
        )
      }
    >
      <PlainTable
        label={t('title')}
        list={list}
        columns={useColumns(mayWrite)}
        rowKey={({ id }) => id}
        {...(mayWrite && { onOpen: setEditing })}
        empty={<EmptyState icon={<Scale />} title={t('none')} why={t('noneWhy')} action={make} />}
      />
      {editing !== null && lists && (
        <RuleEditor rule={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </ListPage>
  )
}

function useColumns(mayWrite: boolean): TableColumn<ProposalRule>[] {
  const t = useT('rules')
  const lists = useLists()
  const nameOf = useListName()
  const factorOf = useFactorWords()
  const goodsOf = useGoodsOf()
  const decides = useDecides()
  return [
    { id: 'name', header: t('name'), isRowHeader: true, cell: ({ name }) => name },
    {
      id: 'list',
      header: t('list'),
      cell: ({ listId }) => {
        const list = lists?.find(({ id }) => id === listId)
        return list && nameOf(list)
      },
    },
    {
      id: 'goods',
      header: t('goods'),
      cell: ({ terms }) => <span className={page.wrap}>{goodsOf(terms)}</span>,
    },
    {
      id: 'factors',
      header: t('factors'),
      cell: ({ terms }) => (
        <span className={page.wrap}>{terms.factors.map(({ kind }) => factorOf(kind)).join(', ')}</span>
      ),
    },
    {
      id: 'decides',
      header: t('decides'),
      cell: ({ terms }) => <span className={page.wrap}>{decides(terms)}</span>,
    },
    { id: 'results', header: t('results'), cell: (rule) => <Results rule={rule} /> },
    {
      id: 'state',
      header: t('state'),
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
      cell: (rule) => mayWrite && <SwitchRule rule={rule} />,
    },
  ]
}

/** The goods of a rule in words. */
function useGoodsOf(): (terms: ProposalRule['terms']) => string {
  const t = useT('rules')
  const categories = useCategories()
  return (terms) =>
    [
      ...terms.categories.map((handle) => categories.find((one) => one.handle === handle)?.name ?? handle),
      ...terms.skus,
    ].join(', ') || t('allGoods')
}

/** Who decides about what a rule proposes, in words. */
function useDecides(): (terms: ProposalRule['terms']) => string {
  const t = useT('rules')
  const share = useSignedShare()
  return ({ mode, approval }) => {
    if (mode === 'shadow') return t('inShadow')
    return approval.kind === 'person'
      ? t('byPerson')
      : t('byRule', { percent: share(approval.withinPpm).replace('+', '') })
  }
}

/** What a rule has standing now, as a way to it. */
function Results({ rule: { id, terms, results } }: Readonly<{ rule: ProposalRule }>) {
  const t = useT('rules')
  const share = useSignedShare()
  const count = results.shadow + results.proposed
  if (count === 0) return <span className={page.muted}>{t('nothingStands')}</span>
  const state = terms.mode === 'shadow' ? 'shadow' : undefined
  return (
    <Link to="/prices/proposals" search={{ ruleId: id, ...(state && { state }) }} className={page.link}>
      {t('standing', { count, average: share(results.averagePpm ?? 0) })}
    </Link>
  )
}

/** Stops a rule, or switches it on again. */
function SwitchRule({ rule }: Readonly<{ rule: ProposalRule }>) {
  const t = useT('rules')
  const refresh = useRefreshPrices()
  const code = useLists()?.find(({ id }) => id === rule.listId)?.code
  if (code === undefined) return null
  const turn = async () => {
    await unwrap(
      splot.PUT('/v1/prices/proposal-rules/{id}', {
        params: { path: { id: rule.id } },
        headers: { 'if-match': `"${rule.version}"` },
        body: switched(rule, code),
      }),
    )
    refresh()
    toast({ title: t(rule.enabled ? 'stoppedToast' : 'startedToast'), status: 'ok' })
  }
  if (rule.enabled) {
    return (
      <ConfirmButton
        label={t('stop')}
        about={rule.name}
        title={t('stopTitle')}
        what={t('stopWhat')}
        run={turn}
      />
    )
  }
  return (
    <Button
      size="s"
      variant="quiet"
      aria-label={`${t('start')}: ${rule.name}`}
      onPress={() => void turn().catch(refresh)}
    >
      {t('start')}
    </Button>
  )
}
