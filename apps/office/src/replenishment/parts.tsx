import { useNavigate } from '@tanstack/react-router'
import { Tabs, useFormat } from '@splot/ui'
import { shortName, useMay, usePlaces } from '../page/names.tsx'
import { useT } from './words.ts'

const lists = ['alerts', 'proposals', 'rules'] as const

export function WatchTabs({ current }: Readonly<{ current: (typeof lists)[number] }>) {
  const t = useT('watch')
  const may = useMay()
  const navigate = useNavigate()
  const shown = may('stock.approve') ? lists : (['alerts'] as const)
  return (
    <Tabs
      label={t('title')}
      tabs={shown.map((id) => ({ id, label: t(id) }))}
      value={current}
      onChange={(id) => void navigate({ to: `/replenishment/${id}` })}
    />
  )
}

/** The figures that people decide by, in this order; whatever else a row carries is for machines. */
const shownFacts = [
  'available',
  'onHand',
  'min',
  'max',
  'sold',
  'soldPerWeek',
  'windowDays',
  'daysOfCover',
  'quietDays',
  'days',
  'perWeek',
  'target',
  'targetDays',
  'onTheWay',
  'wanted',
  'spare',
  'keeps',
] as const

/** As many of them as fit into a row of a list. */
const shortFacts: readonly string[] = ['available', 'min', 'daysOfCover', 'target', 'onTheWay', 'spare']

type Figures = Readonly<Record<string, unknown>>

/** The numbers behind an alert or a proposal, in words; the place that could give is said with its own. */
export function useFacts(length: 'whole' | 'short' = 'whole'): (facts: Figures) => string {
  const t = useT('fact')
  const format = useFormat()
  const places = usePlaces()
  const say = (facts: Figures): string =>
    shownFacts
      .flatMap((key) => {
        const value = facts[key]
        return typeof value === 'number' && (length === 'whole' || shortFacts.includes(key))
          ? [t(key, { value: format.number(value, { maximumFractionDigits: 1 }) })]
          : []
      })
      .join(' · ')
  return (facts) => {
    const source = facts['source']
    if (source === null || typeof source !== 'object') return say(facts)
    // The only nested figure: the other place, as the API describes it.
    const other = source as Figures
    const place = shortName(places.get(String(other['locationId']))?.name ?? '')
    return `${say(facts)} — ${t('source', { place, facts: say(other) })}`
  }
}
