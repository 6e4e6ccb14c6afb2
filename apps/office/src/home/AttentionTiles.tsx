import type { ReactNode } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { BellRing, ClipboardCheck, Lightbulb, ReceiptText, Siren } from 'lucide-react'
import { flaggedQuery, incidentsQuery } from '../incidents/queries.ts'
import { useMay } from '../page/names.tsx'
import { alertsQuery, proposalsQuery } from '../replenishment/queries.ts'
import { adjustmentsQuery, countsQuery, transfersQuery } from '../stockwork/queries.ts'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './home.module.css'

type Listed = Readonly<{
  data: { pages: readonly { items: readonly unknown[]; next: string | null }[] } | undefined
}>

/** How many rows a list has as far as it was read, and whether there are more. */
function countOf(...lists: readonly Listed[]): { count: number; more: boolean } {
  const pages = lists.flatMap(({ data }) => data?.pages ?? [])
  return {
    count: pages.reduce((sum, { items }) => sum + items.length, 0),
    more: lists.some(({ data }) => data?.pages.at(-1)?.next),
  }
}

/** What needs a manager now: each tile leads to the list behind it. */
export function AttentionTiles() {
  const t = useT('home')
  const may = useMay()
  const mayIncident = may('stock.incident')
  const mayApprove = may('stock.approve')
  const mayRead = may('stock.read')
  const incidents = useInfiniteQuery({ ...incidentsQuery({ state: 'open' }), enabled: mayIncident })
  const flagged = countOf(useInfiniteQuery({ ...flaggedQuery({}), enabled: mayIncident }))
  const counts = useInfiniteQuery({ ...countsQuery({ state: 'review' }), enabled: mayApprove })
  const adjustments = useInfiniteQuery({ ...adjustmentsQuery({ state: 'requested' }), enabled: mayApprove })
  const transfers = useInfiniteQuery({ ...transfersQuery({ state: 'requested' }), enabled: mayApprove })
  const alerts = useInfiniteQuery({ ...alertsQuery({ state: 'raised' }), enabled: mayRead })
  const proposals = useInfiniteQuery({ ...proposalsQuery({}), enabled: mayApprove })
  const approvals = countOf(counts, adjustments, transfers)
  if (!mayIncident && !mayApprove) return null
  return (
    <section className={page.stack} aria-labelledby="attention">
      <h2 id="attention" className={css.sectionTitle}>
        {t('attention')}
      </h2>
      <div className={css.tiles}>
        {mayIncident && (
          <LinkTile
            label={t('incidents')}
            {...countOf(incidents)}
            hint={t('incidentsHint')}
            icon={<Siren />}
            tone="late"
            link={{ to: '/incidents', search: { state: 'open' } }}
          />
        )}
        {flagged.count > 0 && (
          <LinkTile
            label={t('flagged')}
            {...flagged}
            hint={t('flaggedHint')}
            icon={<ReceiptText />}
            tone="late"
            link={{ to: '/incidents/sales' }}
          />
        )}
        {mayApprove && (
          <LinkTile
            label={t('approvals')}
            {...approvals}
            hint={t('approvalsHint', {
              counts: String(countOf(counts).count),
              adjustments: String(countOf(adjustments).count),
              transfers: String(countOf(transfers).count),
            })}
            icon={<ClipboardCheck />}
            tone="warn"
            link={
              countOf(counts).count > 0
                ? { to: '/stockwork/counts', search: { state: 'review' } }
                : countOf(adjustments).count > 0
                  ? { to: '/stockwork/adjustments', search: { state: 'requested' } }
                  : { to: '/stockwork/transfers', search: { state: 'requested' } }
            }
          />
        )}
        {mayRead && (
          <LinkTile
            label={t('alerts')}
            {...countOf(alerts)}
            hint={t('alertsHint')}
            icon={<BellRing />}
            tone="warn"
            link={{ to: '/replenishment/alerts' }}
          />
        )}
        {mayApprove && (
          <LinkTile
            label={t('proposals')}
            {...countOf(proposals)}
            hint={t('proposalsHint')}
            icon={<Lightbulb />}
            tone="ok"
            link={{ to: '/replenishment/proposals' }}
          />
        )}
      </div>
    </section>
  )
}

type LinkTileProps = Readonly<{
  label: string
  count: number
  more: boolean
  hint: string
  icon: ReactNode
  tone: 'late' | 'warn' | 'ok'
  link: LinkProps
}>

function LinkTile({ label, count, more, hint, icon, tone, link }: LinkTileProps) {
  return (
    <Link {...link} className={css.tile} data-tone={count > 0 ? tone : undefined}>
      <span className={css.tileLabel}>
        <span aria-hidden>{icon}</span>
        {label}
      </span>
      <strong>
        {count}
        {more && '+'}
      </strong>
      <span className={page.small}>{hint}</span>
    </Link>
  )
}
