import { Link } from '@tanstack/react-router'
import { buttonClass, useFormat, useLocale } from '@splot/ui'
import { Peek } from '../page/Peek.tsx'
import { shortName, usePlaces } from '../page/names.tsx'
import { useScopeWords, type SalesChannel } from '../page/scope.tsx'
import { RowHolds, RowPieces } from '../pieces/RowExplained.tsx'
import page from '../page/page.module.css'
import { sumOf, type AtpRow, type TermSource } from './atp.ts'
import { useT } from './atp-words.ts'
import css from './atp.module.css'

type Props = Readonly<{ row: AtpRow; channel: SalesChannel; onClose: () => void }>

/** Why a channel may promise just this many in a place: the sum with the rule behind each term, and the days to come. */
export function AtpWhy({ row, channel, onClose }: Props) {
  const t = useT('atp')
  const { locale } = useLocale()
  const places = usePlaces()
  const place = shortName(places.get(row.locationId)?.name ?? row.locationId)
  const first = row.days[0]
  if (!first) return null
  return (
    <Peek
      label={t('why', { count: String(first.available) })}
      title={t('why', { count: String(first.available) })}
      onClose={onClose}
    >
      <p className={page.muted}>{t('whyWhere', { place, channel: channel.name[locale] })}</p>
      <Sum row={row} />
      <Backorder row={row} />
      <Days row={row} />
      <RowHolds sku={row.sku} locationId={row.locationId} />
      <RowPieces sku={row.sku} locationId={row.locationId} />
      <Link
        to="/stock/movements"
        search={{ sku: row.sku, locationId: row.locationId }}
        className={buttonClass({ size: 's' })}
      >
        {t('movements')}
      </Link>
    </Peek>
  )
}

/** A rule by its number, what it is about, and the way to it. */
function RuleLink({ source }: Readonly<{ source: TermSource }>) {
  const t = useT('atp')
  const say = useScopeWords()
  const { goods, where } = say(source.scope)
  const scope = [goods, where].filter(Boolean).join(', ') || t('everything')
  return (
    <Link
      to="/policies/$version"
      params={{ version: String(source.version) }}
      search={{ rule: String(source.ruleNo) }}
    >
      {t('ruleOf', { rule: String(source.ruleNo), version: String(source.version), scope })}
    </Link>
  )
}

function Sum({ row }: Readonly<{ row: AtpRow }>) {
  const t = useT('atp')
  const format = useFormat()
  const first = row.days[0]
  if (!first) return null
  const { terms, result } = sumOf(row, first)
  return (
    <table className={css.sum}>
      <thead className={css.spoken}>
        <tr>
          <th scope="col">{t('term')}</th>
          <th scope="col">{t('pieces')}</th>
        </tr>
      </thead>
      <tbody>
        {terms.map(({ term, pieces, sources }) => (
          <tr key={term}>
            <th scope="row">
              {t(term)}
              {sources.map((source) => (
                <span key={`${source.version} ${source.ruleNo}`} className={css.source}>
                  <RuleLink source={source} />
                </span>
              ))}
            </th>
            <td>
              {term === 'onHand'
                ? format.number(pieces)
                : format.number(pieces, { signDisplay: 'exceptZero' })}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {t('result')}
            {result < 0 && <span className={css.owed}>{t('owed', { count: String(-result) })}</span>}
          </th>
          <td>{format.number(result)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

function Backorder({ row }: Readonly<{ row: AtpRow }>) {
  const t = useT('atp')
  const { against, most, leadDays } = row.backorder
  const words = {
    none: t('backorderNone'),
    inbound: t('backorderInbound'),
    open: t('backorderOpen', { days: leadDays ?? 0 }),
  }[against]
  return (
    <dl className={page.facts}>
      <dt>{t('backorder')}</dt>
      <dd>
        {words}
        {most !== undefined && `, ${t('most', { count: String(most) })}`}
        {row.sources.backorder && (
          <span className={css.source}>
            <RuleLink source={row.sources.backorder} />
          </span>
        )}
      </dd>
    </dl>
  )
}

function Days({ row }: Readonly<{ row: AtpRow }>) {
  const t = useT('atp')
  const format = useFormat()
  return (
    <section aria-label={t('days')}>
      <h3>{t('days')}</h3>
      <table className={css.days}>
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            <th scope="col">{t('inbound')}</th>
            <th scope="col">{t('queued')}</th>
            <th scope="col">{t('available')}</th>
          </tr>
        </thead>
        <tbody>
          {row.days.map(({ day, inbound, queued, keptForLater, available }) => (
            <tr key={day}>
              <th scope="row">{format.date(day, 'date')}</th>
              <td className={inbound === 0 ? page.muted : undefined}>{inbound}</td>
              <td className={queued + keptForLater === 0 ? page.muted : undefined}>
                {queued + keptForLater}
              </td>
              <td>
                <strong>{available}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
