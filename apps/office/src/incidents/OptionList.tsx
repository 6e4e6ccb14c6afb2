import { RadioCard, RadioGroup, TextField, optionText, useFormat, useLocale } from '@splot/ui'
import { ArrowLeftRight, Ban, Clock, MapPin, Scissors } from 'lucide-react'
import { shortName } from '../page/names.tsx'
import page from '../page/page.module.css'
import { dueOn, type ChoiceKey } from './choice.ts'
import css from './incidents.module.css'
import type { Affected, IncidentDetail, Options } from './queries.ts'
import { useT } from './words.ts'

/** Substitutes nobody has a piece of only lengthen the list. */
const MAX_SUBSTITUTES = 4
const MAX_PLACES = 5
const CURRENCY = 'PLN'

type Labels = IncidentDetail['article']['options']

type Props = Readonly<{
  /** The options of the missing article: what shares most with it is offered first. */
  missing: Labels
  affected: Affected
  value: ChoiceKey | null
  onChange: (key: ChoiceKey) => void
  day: string
  onDay: (day: string) => void
}>

/** Every possibility with what stands in its way; what cannot be done says why. */
export function OptionList({ missing, affected, value, onChange, day, onDay }: Props) {
  const t = useT('incidents')
  const format = useFormat()
  const { options } = affected
  if (!options) return null
  return (
    <RadioGroup<ChoiceKey> label={t('what')} value={value} onChange={onChange}>
      <Places options={options} />
      <Substitutes options={options} missing={missing} />
      <RadioCard
        value="wait"
        title={t('wait')}
        icon={<Clock />}
        detail={
          <>
            {options.wait.expectedOn !== null &&
              t('deliveryOn', { when: format.date(options.wait.expectedOn, 'day') })}{' '}
            <Obstacle code={options.wait.obstacle} />
          </>
        }
        isDisabled={options.wait.obstacle !== null}
      />
      {value === 'wait' && (
        <TextField
          className={css.day}
          label={t('until')}
          type="date"
          value={day}
          onChange={onDay}
          error={dueOn(day) === null && t('chooseDate')}
        />
      )}
      <RadioCard
        value="cancel_line"
        title={t('cancelLine')}
        icon={<Scissors />}
        detail={<Obstacle code={options.cancelLine.obstacle} />}
        isDisabled={options.cancelLine.obstacle !== null}
      />
      <RadioCard
        value="cancel_order"
        title={t('cancelOrder')}
        icon={<Ban />}
        detail={<Obstacle code={options.cancelOrder.obstacle} />}
        isDisabled={options.cancelOrder.obstacle !== null}
      />
    </RadioGroup>
  )
}

function Places({ options }: Readonly<{ options: Options }>) {
  const t = useT('incidents')
  const format = useFormat()
  if (options.otherPlaces.length === 0) return <p className={page.small}>{t('noPlaces')}</p>
  return options.otherPlaces.slice(0, MAX_PLACES).map(({ location, available, readyBy, obstacle }) => (
    <RadioCard
      key={location.id}
      value={`other_place ${location.id}`}
      icon={<MapPin />}
      title={`${t('otherPlace')}: ${shortName(location.name)}`}
      detail={
        <>
          {readyBy === null
            ? t('fromDetailSoon', { count: available })
            : t('fromDetail', { count: available, when: format.soon(readyBy) })}{' '}
          <Obstacle code={obstacle} />
        </>
      }
      isDisabled={obstacle !== null}
    />
  ))
}

function Substitutes({ options, missing }: Readonly<{ options: Options; missing: Labels }>) {
  const t = useT('incidents')
  const { locale } = useLocale()
  const format = useFormat()
  const priceOf = (minor: number | null) => {
    if (minor === null) return ''
    if (minor === 0) return t('samePrice')
    const money = format.money({ minor: Math.abs(minor), currency: CURRENCY })
    return minor > 0 ? t('dearer', { money }) : t('cheaper', { money })
  }
  const shared = (labels: Labels) =>
    Object.keys(missing).filter((code) => labels[code]?.pl === missing[code]?.pl).length
  const there = options.substitutes
    .filter(({ available }) => available > 0)
    .sort((a, b) => shared(b.article.options) - shared(a.article.options))
  return there.slice(0, MAX_SUBSTITUTES).map(({ article, available, dearerMinor, obstacle }) => (
    <RadioCard
      key={article.sku}
      value={`substitute ${article.sku}`}
      icon={<ArrowLeftRight />}
      title={`${t('substitute')}: ${optionText(article.options, locale) || article.name[locale]}`}
      detail={
        <>
          {t('insteadDetail', { count: available, price: priceOf(dearerMinor) })} <Obstacle code={obstacle} />
        </>
      }
      isDisabled={obstacle !== null}
    />
  ))
}

/** Why this cannot be done. */
function Obstacle({ code }: Readonly<{ code: string | null }>) {
  const t = useT('obstacle')
  if (code === null) return null
  // A code that is newer than this build is shown as it came.
  return <strong className={css.obstacle}>{t.has(code as 'kit') ? t(code as 'kit') : code}</strong>
}
