import { useQuery } from '@tanstack/react-query'
import { Badge, EmptyState, Panel, Skeleton, Table, type TableColumn } from '@splot/ui'
import { Equal } from 'lucide-react'
import { ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { differencesOf, type Difference } from './differences.ts'
import css from './policies.module.css'
import { policyQuery, type Rule } from './queries.ts'
import { SaidTerms, useRuleScope } from './say-rule.tsx'
import { useT } from './words.ts'

type Props = Readonly<{ rules: readonly Rule[]; version: number; published: number | null }>

/** What would be different from now, rule by rule. */
export function DifferencesTab({ rules, version, published }: Props) {
  const t = useT('policies')
  const base = useQuery({
    ...policyQuery(published ?? 0),
    enabled: published !== null && published !== version,
  })
  const columns = useColumns()
  if (published === version) return <p className={page.muted}>{t('isPublished')}</p>
  if (published !== null && base.isPending) return <Skeleton lines={5} />
  if (published !== null && !base.data)
    return <ProblemState error={base.error} onRetry={() => void base.refetch()} />
  const differences = differencesOf(base.data?.rules ?? [], rules)
  return (
    <>
      <p className={page.muted}>
        {published === null ? t('againstNothing') : t('against', { version: String(published) })}
      </p>
      <Panel flush>
        <Table
          label={t('diff')}
          columns={columns}
          rows={differences}
          rowKey={(one) => JSON.stringify(ruleIn(one))}
          empty={<EmptyState icon={<Equal />} title={t('same')} why={t('sameWhy')} />}
        />
      </Panel>
    </>
  )
}

const ruleIn = (one: Difference): Rule => (one.kind === 'gone' ? one.before : one.after)
const tones = { added: 'ok', changed: 'info', gone: 'late' } as const

function useColumns(): TableColumn<Difference>[] {
  const t = useT('policies')
  const say = useRuleScope()
  const nothing = <span className={page.muted}>—</span>
  return [
    {
      id: 'kind',
      header: '',
      width: 'narrow',
      cell: ({ kind }) => <Badge tone={tones[kind]}>{t(kind)}</Badge>,
    },
    {
      id: 'scope',
      header: t('rule', { number: '' }).trim(),
      isRowHeader: true,
      cell: (one) => {
        const { goods, where, channel } = say(ruleIn(one))
        return <span className={page.wrap}>{[goods, where, channel].join(' · ')}</span>
      },
    },
    {
      id: 'before',
      header: t('before'),
      cell: (one) =>
        one.kind === 'added' ? (
          nothing
        ) : (
          <span className={css.gone}>
            <SaidTerms terms={one.before.terms} />
          </span>
        ),
    },
    {
      id: 'after',
      header: t('after'),
      cell: (one) => (one.kind === 'gone' ? nothing : <SaidTerms terms={one.after.terms} />),
    },
  ]
}
