import { useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  Button,
  NumberField,
  StatusPill,
  Tabs,
  TextField,
  useLocale,
  type NumberFieldProps,
  type Status,
} from '@splot/ui'
import { X } from 'lucide-react'
import type { Words } from '../api/types.ts'
import { shortName, usePlaces } from '../page/names.tsx'
import { useCategories, useChannels } from '../page/scope.tsx'
import { errorAt, type FieldError } from './draft.ts'
import css from './promotions.module.css'
import type { Saying } from './say.ts'
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
  const t = useT('promo')
  return (pointer) => {
    const error = errorAt(errors, pointer)
    if (!error) return undefined
    return 'text' in error ? <span lang="en">{error.text}</span> : t(`field_${error.code}`)
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
    ])
      void client.invalidateQueries({ queryKey: [name] })
  }
}

const MINOR_OF_MAJOR = 100
const PPM_OF_PERCENT = 10_000

type Scaled = Omit<NumberFieldProps, 'value' | 'onChange' | 'error'> &
  Readonly<{ value: number; onChange: (value: number) => void; error: ReactNode }>

const scaled = (value: number, scale: number): number =>
  Number.isNaN(value) ? value : Math.round(value * scale)

/** Minor units, typed as people say amounts. */
export function AmountField({ value, onChange, ...field }: Scaled) {
  return (
    <NumberField
      {...field}
      minValue={0}
      formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }}
      value={value / MINOR_OF_MAJOR}
      onChange={(typed) => onChange(scaled(typed, MINOR_OF_MAJOR))}
    />
  )
}

/** Parts per million, typed as a percentage. */
export function PercentField({ value, onChange, ...field }: Scaled) {
  return (
    <NumberField
      {...field}
      after="%"
      minValue={0}
      maxValue={100}
      formatOptions={{ maximumFractionDigits: 4 }}
      value={value / PPM_OF_PERCENT}
      onChange={(typed) => onChange(scaled(typed, PPM_OF_PERCENT))}
    />
  )
}

/** Pieces, days, times. */
export function WholeField(field: Scaled) {
  return <NumberField {...field} minValue={0} formatOptions={{ maximumFractionDigits: 0 }} />
}

/** What was chosen, each with a button that takes it away again. */
export function Chosen({
  values,
  nameOf,
  onChange,
}: Readonly<{
  values: readonly string[]
  nameOf: (value: string) => string
  onChange: (values: string[]) => void
}>) {
  const t = useT('promo')
  if (values.length === 0) return null
  return (
    <ul className={css.chosen}>
      {values.map((value) => (
        <li key={value}>
          {nameOf(value)}
          <Button
            variant="quiet"
            size="s"
            icon={<X aria-hidden size={13} />}
            aria-label={t('removeWhat', { what: nameOf(value) })}
            onPress={() => onChange(values.filter((other) => other !== value))}
          />
        </li>
      ))}
    </ul>
  )
}

const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter(Boolean),
  ),
]

/** Codes that no list offers, with commas between them. */
export function CodesField({
  label,
  values,
  onChange,
  error,
}: Readonly<{
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
  error: ReactNode
}>) {
  const t = useT('promo')
  // What is typed stays as it is: a comma at the end is not a code yet.
  const [text, setText] = useState(values.join(', '))
  return (
    <TextField
      label={label}
      description={t('codesHint')}
      value={text}
      onChange={(typed) => {
        setText(typed)
        onChange(listed(typed))
      }}
      error={error}
    />
  )
}
