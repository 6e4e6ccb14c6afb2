import { Fragment } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Panel, Skeleton, toast, useFormat, useNow } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { SheetPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { ChangeState, useKindWords, useNoteWords } from './ChangesPage.tsx'
import { Maker } from './parts.tsx'
import { PriceSteps } from './PriceSteps.tsx'
import css from './prices.module.css'
import { changeQuery, useRefreshPrices, type ChangeDetail } from './queries.ts'
import { useT } from './words.ts'

/** One change: what it does, counted, its first prices, and what can be done with it. */
export function ChangePage() {
  const { id } = useParams({ from: '/prices/changes/$id' })
  const t = useT('prices')
  const change = useQuery(changeQuery(id))
  const publish = usePublish(id)
  const noteOf = useNoteWords()
  if (change.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!change.data) return <ProblemState error={change.error} onRetry={() => void change.refetch()} />
  return (
    <SheetPage
      title={`${t('change')} · ${noteOf(change.data)}`}
      refreshing={change.isFetching}
      above={<Link to="/prices/changes">{t('tabChanges')}</Link>}
      heading={
        <span className={css.heading}>
          {noteOf(change.data)} <ChangeState change={change.data} />
        </span>
      }
      actions={<Moves change={change.data} publish={publish} />}
    >
      <div className={page.form}>
        <ProblemNote error={publish.error} />
        <Panel>
          <Counts counts={change.data.counts} />
        </Panel>
        <div className={page.columns}>
          <Panel title={t('sample')} flush>
            <PriceSteps label={t('sample')} steps={change.data.sample} />
          </Panel>
          <Facts change={change.data} />
        </div>
      </div>
    </SheetPage>
  )
}

function usePublish(id: string) {
  const t = useT('prices')
  const refresh = useRefreshPrices()
  return useMutation({
    mutationFn: (anyway: boolean) =>
      unwrap(
        splot.POST('/v1/prices/changes/{id}/publish', {
          params: { path: { id } },
          body: anyway ? { anyway } : {},
        }),
      ),
    onSuccess: () => {
      refresh()
      toast({ title: t('published'), status: 'ok' })
    },
  })
}

type MovesProps = Readonly<{ change: ChangeDetail; publish: ReturnType<typeof usePublish> }>

function Moves({ change, publish }: MovesProps) {
  const t = useT('prices')
  const may = useMay()
  const now = useNow()
  const refresh = useRefreshPrices()
  const path = { params: { path: { id: change.id } } }
  if (!may('prices.write')) return null
  const isPlanned =
    change.state === 'published' &&
    change.kind !== 'list' &&
    change.versions.length > 0 &&
    change.versions.every(({ effectiveAt }) => effectiveAt !== null && Date.parse(effectiveAt) > now)
  if (isPlanned) return <CancelChange id={change.id} note={change.note} />
  if (change.state !== 'draft') return null
  const isOvertaken = problemOf(publish.error).code === 'pricing.changed_meanwhile'
  return (
    <>
      <ConfirmButton
        label={t('discard')}
        about={change.note}
        title={t('discardTitle')}
        what={t('discardWhat')}
        run={async () => {
          await unwrap(splot.POST('/v1/prices/changes/{id}/discard', path))
          refresh()
          toast({ title: t('discardedToast'), status: 'ok' })
        }}
      />
      <Button variant="primary" isPending={publish.isPending} onPress={() => publish.mutate(isOvertaken)}>
        {isOvertaken ? t('publishAnyway') : t('publish')}
      </Button>
    </>
  )
}

/** Takes planned prices back, before their moment. */
export function CancelChange({ id, note }: Readonly<{ id: string; note: string }>) {
  const t = useT('prices')
  const refresh = useRefreshPrices()
  return (
    <ConfirmButton
      label={t('cancel')}
      about={note}
      title={t('cancelTitle')}
      what={t('cancelWhat')}
      run={async () => {
        await unwrap(splot.POST('/v1/prices/changes/{id}/cancel', { params: { path: { id } } }))
        refresh()
        toast({ title: t('cancelledToast'), status: 'ok' })
      }}
    />
  )
}

function Counts({ counts }: Readonly<{ counts: ChangeDetail['counts'] }>) {
  const t = useT('prices')
  const format = useFormat()
  return (
    <dl className={css.counts}>
      {(['rows', 'raised', 'lowered', 'fresh', 'withdrawn', 'same'] as const).map((name) => (
        <div key={name}>
          <dt>{t(name)}</dt>
          <dd>{format.number(counts[name])}</dd>
        </div>
      ))}
    </dl>
  )
}

function Facts({ change }: Readonly<{ change: ChangeDetail }>) {
  const t = useT('prices')
  const kindOf = useKindWords()
  return (
    <Panel title={t('change')}>
      <dl className={page.facts}>
        <dt>{t('kind')}</dt>
        <dd>{kindOf(change.kind)}</dd>
        <dt>{t('who')}</dt>
        <dd>
          <Maker id={change.createdBy} /> · <ShortTime at={change.createdAt} />
        </dd>
        <dt>{t('effective')}</dt>
        <dd>{change.effectiveAt ? <ShortTime at={change.effectiveAt} /> : t('atOnce')}</dd>
        {change.versions.map(({ number, kind, effectiveAt }) => (
          <Fragment key={`${number} ${kind} ${effectiveAt}`}>
            <dt>
              {t('version')} {number}
            </dt>
            <dd>
              {t(kind)} {effectiveAt && <ShortTime at={effectiveAt} />}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Panel>
  )
}
