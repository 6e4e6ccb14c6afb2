import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState, Skeleton, StatusPill, TextField, useFormat, useLocale } from '@splot/ui'
import { Boxes, PackageSearch } from 'lucide-react'
import { useFollowStock } from '../api/live.ts'
import { variantQuery } from '../api/queries.ts'
import { ArticleField } from '../page/ArticleField.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { shortName, usePlaces } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useChannels, type SalesChannel } from '../page/scope.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { atpQuery, type Atp } from './atp.ts'
import { useT } from './atp-words.ts'
import { AtpWhy } from './AtpWhy.tsx'
import css from './atp.module.css'
import { ProofBadge } from './ProofBadge.tsx'

type View = Readonly<{ channel: SalesChannel; atp: Atp }>

/** What each channel may promise of an article, in each place, on a day; a press on a figure explains it. */
export function AtpPage() {
  const t = useT('atp')
  const { locale } = useLocale()
  const { filters, change } = useFilters<'sku' | 'day' | 'at' | 'channel'>()
  const { sku = '', day } = filters
  const channels = useChannels()
  const answers = useQueries({ queries: channels.map(({ id }) => atpQuery(sku, id, day)) })
  const variant = useQuery({ ...variantQuery(sku, locale), enabled: sku !== '' })
  const views = channels.flatMap((channel, index): View[] => {
    const atp = answers[index]?.data
    return atp ? [{ channel, atp }] : []
  })
  const failed = answers.find(({ error }) => error !== null)
  useFollowStock(['atp'])
  const chosen = views.find(({ channel }) => channel.code === filters.channel)
  const row = chosen?.atp.rows.find(({ locationId }) => locationId === filters.at)
  return (
    <ListPage
      title={t('title')}
      lead={
        variant.data && sku !== ''
          ? [variant.data.name, ...variant.data.options.map(({ label }) => label), sku].join(' · ')
          : t('lead')
      }
      actions={<ProofBadge />}
      refreshing={answers.some(({ isFetching }) => isFetching)}
      filters={
        <>
          <div className={css.article}>
            <ArticleField
              key={sku}
              label={t('article')}
              hideLabel
              placeholder={t('article')}
              sku={sku}
              onChosen={(next) => change({ sku: next, at: undefined })}
            />
          </div>
          <TextField
            label={t('day')}
            hideLabel
            type="date"
            value={day ?? ''}
            onChange={(next) => change({ day: next })}
            className={page.select}
          />
          <span className={page.end}>{views[0] && <Applied atp={views[0].atp} />}</span>
        </>
      }
      peek={
        chosen &&
        row && (
          <AtpWhy
            row={row}
            channel={chosen.channel}
            onClose={() => change({ at: undefined, channel: undefined })}
          />
        )
      }
    >
      {sku === '' ? (
        <EmptyState icon={<PackageSearch />} title={t('choose')} why={t('chooseWhy')} />
      ) : failed ? (
        <ProblemState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : views.length === 0 || views.length < channels.length ? (
        <Skeleton lines={8} className={page.skeleton} />
      ) : views[0]?.atp.rows.length === 0 ? (
        <EmptyState icon={<Boxes />} title={t('nowhere')} why={t('nowhereWhy')} />
      ) : (
        <Matrix views={views} sku={sku} onOpen={(at, channel) => change({ at, channel })} />
      )}
    </ListPage>
  )
}

/** Which policy the figures come from, and whether it has reached them all. */
function Applied({ atp }: Readonly<{ atp: Atp }>) {
  const t = useT('atp')
  const format = useFormat()
  const { version, applied } = atp.policy
  return (
    <>
      {!applied && <StatusPill status="warn">{t('applying')}</StatusPill>}
      <span className={page.small}>
        {version === null ? (
          t('noPolicy')
        ) : (
          <Link to="/policies/$version" params={{ version: String(version) }} className={page.link}>
            {t('policy', { version: String(version) })}
          </Link>
        )}{' '}
        · {t('asOf', { time: format.date(atp.asOf, 'seconds') })}
      </span>
    </>
  )
}

type MatrixProps = Readonly<{
  views: readonly View[]
  sku: string
  onOpen: (locationId: string, channel: string) => void
}>

/** Places down, channels across; each figure opens its sum. */
function Matrix({ views, sku, onOpen }: MatrixProps) {
  const t = useT('atp')
  const { locale } = useLocale()
  const places = usePlaces()
  const { filters } = useFilters<'at' | 'channel'>()
  const nameOf = (id: string) => shortName(places.get(id)?.name ?? id)
  const rows = (views[0]?.atp.rows ?? []).toSorted((a, b) =>
    nameOf(a.locationId).localeCompare(nameOf(b.locationId), locale),
  )
  return (
    <div className={css.scroll}>
      <table className={css.matrix} aria-label={`${t('title')} ${sku}`}>
        <thead>
          <tr>
            <th scope="col">{t('place')}</th>
            <th scope="col">{t('onHand')}</th>
            <th scope="col">{t('reserved')}</th>
            {views.map(({ channel }) => (
              <th key={channel.id} scope="col">
                {channel.name[locale]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ locationId, onHand, reserved }) => (
            <tr key={locationId}>
              <th scope="row">{nameOf(locationId)}</th>
              <td>{onHand}</td>
              <td className={reserved === 0 ? page.muted : undefined}>{reserved}</td>
              {views.map(({ channel, atp }) => {
                const row = atp.rows.find((one) => one.locationId === locationId)
                const count = row?.days[0]?.available ?? 0
                const words = {
                  place: nameOf(locationId),
                  channel: channel.name[locale],
                  count: String(count),
                }
                return (
                  <td key={channel.id}>
                    <button
                      type="button"
                      className={css.figure}
                      data-none={count <= 0 || undefined}
                      aria-pressed={filters.at === locationId && filters.channel === channel.code}
                      aria-label={t('cell', words)}
                      onClick={() => onOpen(locationId, channel.code)}
                    >
                      {count}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('network')}</th>
            <td>{rows.reduce((sum, { onHand }) => sum + onHand, 0)}</td>
            <td>{rows.reduce((sum, { reserved }) => sum + reserved, 0)}</td>
            {views.map(({ channel, atp }) => (
              <td key={channel.id}>
                <span className={css.total}>{atp.network[0]?.days[0]?.available ?? 0}</span>
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
