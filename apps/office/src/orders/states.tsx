import { Ban, CheckCheck, PackageCheck, Truck } from 'lucide-react'
import { StatusPill, useLocale, type Status } from '@splot/ui'
import type { Words } from '../api/types.ts'
import { wordOf } from '../words/index.ts'

/** The states of an order in the order of its life. */
export const orderStates = [
  'placed',
  'confirmed',
  'picking',
  'ready_for_pickup',
  'shipped',
  'delivered',
  'collected',
  'cancelled',
] as const

/** From these an order can still be called off; the server has the last word. */
const cancellable: readonly string[] = ['placed', 'confirmed', 'picking', 'ready_for_pickup']
export const mayBeCancelled = (state: string): boolean => cancellable.includes(state)

const status: Readonly<Record<string, Status>> = {
  placed: 'warn',
  confirmed: 'info',
  picking: 'info',
  ready_for_pickup: 'ok',
  ready: 'ok',
  awaiting_stock: 'info',
  waiting: 'warn',
  shipped: 'info',
  captured: 'ok',
  pending: 'warn',
  unknown: 'warn',
  declined: 'late',
  surplus: 'warn',
  received: 'info',
  refunded: 'ok',
}

/** Shapes of what is over, so that finished work stays quiet. */
const icons = {
  delivered: <CheckCheck aria-hidden />,
  collected: <CheckCheck aria-hidden />,
  cancelled: <Ban aria-hidden />,
  ready_for_pickup: <PackageCheck aria-hidden />,
  ready: <PackageCheck aria-hidden />,
  shipped: <Truck aria-hidden />,
} as const

type Table = 'orderState' | 'fulfilmentState' | 'paymentState' | 'returnState'

/** A state as a pill: the API's public words where it sent them, else ours for the code. */
export function StatePill({ state, words, table }: Readonly<{ state: string; words?: Words; table: Table }>) {
  const { locale } = useLocale()
  const icon = icons[state as keyof typeof icons]
  return (
    <StatusPill status={status[state] ?? 'neutral'} {...(icon && { icon })}>
      {words?.[locale] ?? wordOf(locale, table, state)}
    </StatusPill>
  )
}
