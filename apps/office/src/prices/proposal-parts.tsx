import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, toast, useFormat } from '@splot/ui'
import { RefreshCw } from 'lucide-react'
import { splot } from '../api/client.ts'
import { shortName, usePlaces } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { timeField } from '../promotions/moments.ts'
import type { SaidFactor } from './factors.ts'
import { useWeekdayName } from './FactorFields.tsx'
import { useRefreshPrices } from './queries.ts'
import { useT } from './proposal-words.ts'

const PPM = 1_000_000

/** A signed share in words: +5 %, −12,5 %. */
export function useSignedShare(): (ppm: number) => string {
  const format = useFormat()
  return (ppm) => `${ppm > 0 ? '+' : ''}${format.percent(ppm / PPM)}`
}

/** A factor or a bound in words; one that is newer than this build says its own name. */
export function useFactorWords(): (kind: string) => string {
  const t = useT('proposals')
  const words: Readonly<Record<string, string>> = {
    stock_cover: t('stock_cover'),
    age: t('age'),
    hour: t('hour'),
    place: t('place'),
    competitor: t('competitor'),
    floor_and_ceiling: t('floor_and_ceiling'),
    daily: t('daily'),
    omnibus: t('omnibus'),
    channels: t('channels'),
    least: t('least'),
    cost: t('cost'),
    lower_bound: t('lower_bound'),
  }
  return (kind) => words[kind] ?? kind
}

/** The figures that made a factor speak, as a sentence; those that this build does not know stand as they came. */
export function useWhyWords(currency: string): (said: SaidFactor) => string {
  const t = useT('proposals')
  const format = useFormat()
  const places = usePlaces()
  const weekdayName = useWeekdayName()
  return ({ kind, why }) => {
    const figures = new Map(why)
    const of = (name: string) => figures.get(name) ?? ''
    switch (kind) {
      case 'stock_cover': {
        const counts = { available: of('available'), window: of('windowDays') }
        return figures.has('coverDays')
          ? t('whyStock', { ...counts, days: of('coverDays'), sold: of('sold') })
          : t('whyStockStill', counts)
      }
      case 'age':
        return t('whyAge', { days: of('ageDays'), from: of('fromDays') })
      case 'hour':
        return t('whyHour', {
          weekday: weekdayName(Number(of('weekday'))),
          time: timeField(Number(of('minutes'))),
        })
      case 'place':
        return t('whyPlace', { place: shortName(places.get(of('locationId'))?.name ?? of('locationId')) })
      case 'competitor': {
        const price = format.money({ minor: Number(of('minor')), currency })
        const said = t('whyCompetitor', { name: of('competitor'), price })
        return of('limited') === 'true' ? `${said}, ${t('whyLimited')}` : said
      }
      default:
        return why.map(([name, value]) => `${name} ${value}`).join(', ')
    }
  }
}

/** Lets the rules reckon now instead of at the next quarter of an hour. */
export function RunNow() {
  const t = useT('proposals')
  const refresh = useRefreshPrices()
  const run = useMutation({
    mutationFn: () => unwrap(splot.POST('/v1/prices/proposals/run')),
    onSuccess: ({ rules, proposals }) => {
      refresh()
      toast(
        rules === 0
          ? { title: t('noRules'), status: 'warn' }
          : { title: t('ranToast', { rules, proposals }), status: 'ok' },
      )
    },
  })
  return (
    <>
      <ProblemNote error={run.error} />
      <Button
        icon={<RefreshCw aria-hidden size={15} />}
        isPending={run.isPending}
        onPress={() => run.mutate()}
      >
        {t('runNow')}
      </Button>
    </>
  )
}
