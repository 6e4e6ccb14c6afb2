import { useFormat } from '@splot/ui'
import { useEffect, useState } from 'react'
import { readCredits } from '../api/account.ts'
import type { Money } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { Tick } from './Tick.tsx'

type StoreCreditProps = Readonly<{
  currency: string
  /** What it pays by now; null: nothing. */
  pays: Money | null
  /** What it may pay: all that she has; null: she does not want it to. */
  onUse: (balance: Money | null) => void
  /** Grows when something was spent elsewhere. */
  asked: number
}>

/** "Pay with your store credit": shown when there is some. */
export default function StoreCredit({ currency, pays, onUse, asked }: StoreCreditProps) {
  const t = useT('giftCards')
  const format = useFormat()
  const [balance, setBalance] = useState<Money | null>(null)
  useEffect(() => {
    // Without an answer the other ways to pay are there.
    void readCredits()
      .catch(() => [])
      .then((credits) => {
        const own = credits.find((one) => one.state === 'active' && one.balance.currency === currency)
        setBalance(own && own.balance.minor > 0 ? own.balance : null)
        if (asked > 0) onUse(null)
      })
  }, [currency, asked, onUse])
  if (!balance) return null
  return (
    <Tick
      checked={pays !== null}
      onChange={(uses) => onUse(uses ? balance : null)}
      why={
        pays
          ? t('pays', { amount: format.money(pays), balance: format.money(balance) })
          : t('creditHolds', { balance: format.money(balance) })
      }
    >
      {t('useCredit')}
    </Tick>
  )
}
