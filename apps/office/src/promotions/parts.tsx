import type { ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { StatusPill, Tabs, useLocale, type Status } from '@splot/ui'
import type { Words } from '../api/types.ts'
import { shortName, usePlaces } from '../page/names.tsx'
import { useCategories, useChannels } from '../page/scope.tsx'
import { errorAt, type FieldError } from './draft.ts'
import type { Saying } from './say.ts'
import { useT as useFieldsT } from './words-of-fields.ts'
import { useT } from './words.ts'

const addresses = {
  promotions: '/promotions',
  calendar: '/promotions/calendar',
  coupons: '/promotions/coupons',
  simulator: '/promotions/simulator',
} as const
type Tab = keyof typeof addresses

export function PromotionTabs({ current }: Readonly<{ current: Tab }>) {
  const t = useT('promo')
  const navigate = useNavigate()
  return (
    <Tabs
      label={t('title')}
      tabs={(['promotions', 'calendar', 'coupons', 'simulator'] as const).map((id) => ({ id, label: t(id) }))}
      value={current}
      onChange={(id) => void navigate({ to: addresses[id] })}
    />
  )
}

const status: Readonly<Record<string, Status>> = {
  draft: 'info',
  live: 'ok',
  active: 'ok',
  paused: 'warn',
  archived: 'neutral',
}

export function StatePill({ row }: Readonly<{ row: { state: string; words: Words } }>) {
  const { locale } = useLocale()
  return <StatusPill status={status[row.state] ?? 'neutral'}>{row.words[locale]}</StatusPill>
}

/** What rules are said with: the language, and names beside codes. */
export function useSaying(): (currency: string) => Saying {
  const { locale } = useLocale()
  const categories = useCategories()
  const channels = useChannels()
  const places = usePlaces()
  const names = {
    category: (handle: string) => categories.find((one) => one.handle === handle)?.name ?? handle,
    channel: (code: string) => channels.find((one) => one.code === code)?.name[locale] ?? code,
    place: (id: string) => shortName(places.get(id)?.name ?? id.slice(-6)),
  }
  return (currency) => ({ locale, currency, names })
}

/** The words of a field's error, where there is one. */
export function useErrorOf(errors: readonly FieldError[]): (pointer: string) => ReactNode {
  const fields = useFieldsT('fields')
  return (pointer) => {
    const error = errorAt(errors, pointer)
    if (!error) return undefined
    return 'text' in error ? <span lang="en">{error.text}</span> : fields(`field_${error.code}`)
  }
}

/** Reads again what a change of promotions or coupons may have changed. */
export function useRefreshPromotions(): () => void {
  const client = useQueryClient()
  return () => {
    for (const name of [
      'promotions',
      'promotion',
      'promotion-conflicts',
      'promotion-calendar',
      'coupons',
      'coupon',
      'coupon-batches',
      'coupon-leases',
    ])
      void client.invalidateQueries({ queryKey: [name] })
  }
}
