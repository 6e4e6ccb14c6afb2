import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import {
  Button,
  buttonClass,
  EmptyState,
  optionText,
  Panel,
  Skeleton,
  spokenNumber,
  Timeline,
  toast,
  useFormat,
  useLocale,
} from '@splot/ui'
import { CheckCheck } from 'lucide-react'
import { splot } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import { SheetPage } from '../page/ListPage.tsx'
import { shortName, usePeople, usePlaces } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { AffectedCard } from './AffectedCard.tsx'
import css from './incidents.module.css'
import { IncidentState } from './IncidentsPage.tsx'
import { incidentQuery, type IncidentDetail } from './queries.ts'
import { useT } from './words.ts'

/** One promise that cannot be kept: who goes without, in order of promise, and what can be done for each. */
export function IncidentPage() {
  const { id } = useParams({ from: '/incidents/$id' })
  const t = useT('incidents')
  const { locale } = useLocale()
  const incident = useQuery(incidentQuery(id))
  if (incident.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!incident.data) return <ProblemState error={incident.error} onRetry={() => void incident.refetch()} />
  const { number, article, location, cause, affected } = incident.data
  const options = optionText(article.options, locale)
  return (
    <SheetPage
      title={t('incident', { number })}
      refreshing={incident.isFetching}
      above={<Link to="/incidents">{t('title')}</Link>}
      heading={
        <span className={css.heading}>
          {t('incident', { number })} <IncidentState incident={incident.data} />
        </span>
      }
      lead={
        <>
          <strong>{article.name[locale]}</strong>
          {options && `, ${options}`} · {shortName(location.name)} · {cause.words[locale]}
        </>
      }
      actions={<Actions incident={incident.data} />}
    >
      <div className={css.page}>
        <Figures incident={incident.data} />
        <section className={page.stack} aria-labelledby="affected">
          <div>
            <h2 id="affected" className={css.title}>
              {t('affected')}
            </h2>
            <p className={page.muted}>{t('affectedLead')}</p>
          </div>
          {affected.length === 0 && (
            <Panel>
              <EmptyState icon={<CheckCheck />} title={t('nobodyAffected')} why={t('resolvedWhy')} />
            </Panel>
          )}
          {affected.map((one, index) => (
            <AffectedCard
              key={`${one.order?.id ?? one.holdId} ${one.lineId} ${one.stage}`}
              incident={incident.data}
              affected={one}
              position={index + 1}
            />
          ))}
        </section>
        <Panel title={t('decisions')}>
          <Decisions incident={incident.data} />
        </Panel>
      </div>
    </SheetPage>
  )
}

type Props = Readonly<{ incident: IncidentDetail }>

/** Who takes care of it, and the way to the figures behind it. */
function Actions({ incident }: Props) {
  const t = useT('incidents')
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const { id, number, assignedTo, article, location, endedAt } = incident
  const mine = assignedTo !== null && assignedTo.id === me?.staff.id
  const assign = useMutation({
    mutationFn: (staffId: string | null) =>
      unwrap(splot.POST('/v1/incidents/{id}/assign', { params: { path: { id } }, body: { staffId } })),
    onSettled: () => {
      for (const name of ['incident', 'incidents']) void client.invalidateQueries({ queryKey: [name] })
    },
    onSuccess: (_, staffId) => staffId !== null && toast({ title: t('taken', { number }), status: 'ok' }),
  })
  return (
    <>
      <Link
        to="/stock/movements"
        search={{ sku: article.sku, locationId: location.id }}
        className={buttonClass({ variant: 'quiet' })}
      >
        {t('movements')}
      </Link>
      {endedAt === null && me && (
        <Button isPending={assign.isPending} onPress={() => assign.mutate(mine ? null : me.staff.id)}>
          {mine ? t('letGoOf') : t('take')}
        </Button>
      )}
    </>
  )
}

function Figures({ incident }: Props) {
  const t = useT('incidents')
  const format = useFormat()
  const { missing, undecided, exists, assignedTo, openedAt, endedAt } = incident
  return (
    <dl className={css.figures}>
      <div data-tone={missing > 0 ? 'late' : undefined}>
        <dd>{format.number(missing)}</dd>
        <dt>{t('missingPieces', { count: missing })}</dt>
      </div>
      <div data-tone={undecided > 0 ? 'late' : undefined}>
        <dd>{format.number(undecided)}</dd>
        <dt>{t('undecidedPieces', { count: undecided })}</dt>
      </div>
      <div>
        <dd>{format.number(exists)}</dd>
        <dt>{t('existsPieces', { count: exists })}</dt>
      </div>
      <div>
        <dd className={css.word}>{format.soon(endedAt ?? openedAt)}</dd>
        <dt>{endedAt ? t('ended', { when: '' }).trim() : t('opened')}</dt>
      </div>
      <div>
        <dd className={css.word}>{assignedTo?.name ?? t('nobody')}</dd>
        <dt>{t('assigned')}</dt>
      </div>
    </dl>
  )
}

function Decisions({ incident: { decisions, affected } }: Props) {
  const t = useT('incidents')
  const { locale } = useLocale()
  const common = useCommon('page')
  const people = usePeople()
  const places = usePlaces()
  if (decisions.length === 0) return <p className={page.muted}>{t('noDecisions')}</p>
  const numberOf = new Map(
    affected.flatMap(({ order }) => (order ? [[order.id, order.number] as const] : [])),
  )
  return (
    <Timeline
      label={t('decisions')}
      timeStyle="short"
      items={decisions.toReversed().map((one) => {
        const to = one.detail['locationId']
        const place = typeof to === 'string' ? places.get(to) : undefined
        const sku = one.detail['sku']
        const number = one.orderId ? numberOf.get(one.orderId) : undefined
        return {
          id: `${one.at} ${one.orderId} ${one.lineId}`,
          at: one.at,
          title: [one.words[locale], place && shortName(place.name), typeof sku === 'string' && sku]
            .filter(Boolean)
            .join(': '),
          detail: one.orderId && (
            <Link to="/orders/$orderId" params={{ orderId: one.orderId }} className={page.link}>
              {number ? t('order', { number: spokenNumber(number) }) : common('open')}
            </Link>
          ),
          by: `${one.staffId ? (people.get(one.staffId) ?? common('unknownPerson')) : common('system')} · ${t('pieces', { count: one.quantity })}`,
          status: one.choice.startsWith('cancel') ? 'late' : 'ok',
        }
      })}
    />
  )
}
