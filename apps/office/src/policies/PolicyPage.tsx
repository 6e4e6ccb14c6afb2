import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Skeleton, StatusPill, Tabs, toast } from '@splot/ui'
import { BadgeCheck } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { rowsOf } from '../page/DataTable.tsx'
import { SheetPage } from '../page/ListPage.tsx'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { DifferencesTab } from './DifferencesTab.tsx'
import { PolicyState } from './PoliciesPage.tsx'
import css from './policies.module.css'
import { APPLYING_MS, policiesQuery, policyQuery, type PolicyDetail, type Rule } from './queries.ts'
import { RulesTab } from './RulesTab.tsx'
import { SimulationTab } from './SimulationTab.tsx'
import { useT } from './words.ts'

const tabs = ['rules', 'diff', 'simulation'] as const

/** One version: its rules, how it differs from what applies, and what it would have done yesterday. */
export function PolicyPage() {
  const { version } = useParams({ from: '/policies/$version' })
  const t = useT('policies')
  const { filters, change } = useFilters<'tab' | 'rule'>()
  const policy = useQuery(policyQuery(Number(version)))
  const versions = useInfiniteQuery({
    ...policiesQuery,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.applying ? APPLYING_MS : false),
  })
  const save = useSave(policy.data)
  if (policy.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!policy.data) return <ProblemState error={policy.error} onRetry={() => void policy.refetch()} />
  const { name, state, rules } = policy.data
  const tab = tabs.find((each) => each === filters.tab) ?? 'rules'
  const published = rowsOf(versions).find((one) => one.state === 'published')
  const first = versions.data?.pages[0]
  return (
    <SheetPage
      title={`${t('versionOf', { version })} · ${name}`}
      refreshing={policy.isFetching}
      above={<Link to="/policies">{t('title')}</Link>}
      heading={
        <span className={css.heading}>
          {name} <PolicyState state={state} />
          {state === 'published' && first && (
            <StatusPill
              status={first.applying ? 'warn' : 'ok'}
              {...(!first.applying && { icon: <BadgeCheck aria-hidden /> })}
            >
              {first.applying ? t('applying') : t('applied')}
            </StatusPill>
          )}
        </span>
      }
      lead={t('versionOf', { version })}
      actions={<Moves policy={policy.data} />}
    >
      <div className={css.page}>
        <Tabs
          label={t('title')}
          tabs={[
            { id: 'rules', label: t('rules') },
            { id: 'diff', label: t('diff') },
            { id: 'simulation', label: t('simulation') },
          ]}
          value={tab}
          onChange={(next) => change({ tab: next === 'rules' ? undefined : next, rule: undefined })}
        >
          <div className={css.panel}>
            <ProblemNote error={save.error} />
            {tab === 'rules' && (
              <RulesTab
                policy={policy.data}
                regions={first?.regions ?? []}
                marked={filters.rule}
                isSaving={save.isPending}
                onSave={(next: readonly Rule[]) => save.mutateAsync(next)}
              />
            )}
            {tab === 'diff' && (
              <DifferencesTab
                rules={rules}
                version={Number(version)}
                published={published?.version ?? null}
              />
            )}
            {tab === 'simulation' && <SimulationTab version={Number(version)} />}
          </div>
        </Tabs>
      </div>
    </SheetPage>
  )
}

/** Replaces the rules of a draft, unless somebody else did since they were read. */
function useSave(policy: PolicyDetail | undefined) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (rules: readonly Rule[]) =>
      unwrap(
        splot.PUT('/v1/stock/policies/{number}/rules', {
          params: { path: { number: policy?.version ?? 0 } },
          headers: { 'if-match': `"${policy?.edition}"` },
          body: { rules: [...rules] },
        }),
      ),
    onSuccess: ({ version, edition }, rules) => {
      client.setQueryData<PolicyDetail>(['policy', version], (known) =>
        known ? { ...known, edition, rules: [...rules] } : known,
      )
      void client.invalidateQueries({ queryKey: ['policies'] })
    },
    onError: () => void client.invalidateQueries({ queryKey: ['policy'] }),
  })
}

/** What can be done with a version in its state. */
function Moves({ policy }: Readonly<{ policy: PolicyDetail }>) {
  const t = useT('policies')
  const client = useQueryClient()
  const { version, state, edition } = policy
  const words = { version: String(version) }
  const asSeen = { params: { path: { number: version } }, headers: { 'if-match': `"${edition}"` } }
  const done = (title: string) => {
    for (const name of ['policy', 'policies', 'atp']) void client.invalidateQueries({ queryKey: [name] })
    toast({ title, status: 'ok' })
  }
  const publish = async () => {
    await unwrap(splot.POST('/v1/stock/policies/{number}/publication', asSeen))
    done(t('publishedToast', words))
  }
  const withdraw = async () => {
    await unwrap(splot.POST('/v1/stock/policies/{number}/withdrawal', asSeen))
    done(t('withdrawnToast', words))
  }
  if (state === 'draft') {
    return (
      <>
        <ConfirmButton
          label={t('drop')}
          about={t('versionOf', words)}
          title={t('dropTitle', words)}
          what={t('dropWhat')}
          run={withdraw}
        />
        <ConfirmButton
          label={t('publish')}
          about={t('versionOf', words)}
          title={t('publishTitle', words)}
          what={t('publishWhat')}
          variant="primary"
          run={publish}
        />
      </>
    )
  }
  if (state !== 'published') return null
  return (
    <ConfirmButton
      label={t('withdraw')}
      about={t('versionOf', words)}
      title={t('withdrawTitle', words)}
      what={t('withdrawWhat')}
      run={withdraw}
    />
  )
}
