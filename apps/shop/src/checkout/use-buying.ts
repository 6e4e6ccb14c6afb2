import { ProblemError } from '@splot/client'
import { useLocale, type Locale } from '@splot/ui'
import { useMemo, useState } from 'react'
import { checkOut, type Purchase } from '../api/buy.ts'
import type { Cart, Money, Order } from '../api/types.ts'
import { cart as store } from '../memory/cart.ts'
import { keepOrderToken } from '../memory/order-tokens.ts'
import { useGo } from '../routing.ts'
import { Attempts, endingOf } from './attempt.ts'
import { fieldsOf, type FieldName } from './fields.ts'
import { agreedDays } from './later.ts'

interface Answers {
  readonly words: (error: unknown) => string
  readonly noAnswer: string
  readonly promiseMoved: string
  readonly totalChanged: (total: Money) => string
  readonly onCardChanged: () => void
  readonly onWrong: () => void
  readonly onBought: () => void
}

/** The act of buying a basket for what it costs: one try at a time, named so that a repetition cannot buy twice. */
export function useBuying(cart: Cart) {
  const { locale } = useLocale()
  const open = useOpenOrder()
  const attempts = useMemo(() => new Attempts(), [])
  const [busy, setBusy] = useState(false)
  const [notice, setNotice] = useState<string | null>(null)
  const [wrong, setWrong] = useState<ReadonlySet<FieldName>>(new Set())

  const buy = async (
    wish: Pick<Purchase, 'contact' | 'address' | 'company' | 'payment' | 'storeCredit' | 'giftCards'>,
    answers: Answers,
  ) => {
    const { key } = store
    if (busy || !key) return
    const promises = agreedDays(cart)
    const purchase: Purchase = {
      ...wish,
      expectedTotal: cart.totals.gross,
      quote: cart.quote,
      ...(promises.length > 0 && { promises }),
      locale,
      acceptTerms: true,
    }
    const idempotencyKey = attempts.keyFor({ cart: key.id, purchase })
    setBusy(true)
    setNotice(null)
    try {
      // What she has just changed in the basket comes first.
      await store.settled()
      const order = await checkOut(key, purchase, idempotencyKey)
      attempts.ended('answered')
      answers.onBought()
      open(order, locale)
    } catch (error) {
      const problem = error instanceof ProblemError ? error.problem : undefined
      const ending = endingOf(problem?.status, problem?.code)
      attempts.ended(ending)
      setBusy(false)
      if (ending === 'unknown') return setNotice(answers.noAnswer)
      const total = totalOf(problem?.facts?.['total'])
      if (problem?.code === 'checkout.total_changed' && total) setNotice(answers.totalChanged(total))
      else if (problem?.code === 'checkout.promise_moved') setNotice(answers.promiseMoved)
      else setNotice(answers.words(error))
      if (problem?.code.startsWith('storedvalue.')) answers.onCardChanged()
      const fields = fieldsOf(problem?.errors)
      if (fields.size > 0) answers.onWrong()
      setWrong(fields)
      void store.refresh()
    }
  }
  return { buy, busy, notice, setNotice, wrong, setWrong }
}

/** Leaves the basket behind and opens the order; its token travels in the fragment. */
function useOpenOrder(): (order: Order, locale: Locale) => void {
  const navigate = useGo()
  return (order) => {
    if (order.orderToken) keepOrderToken(order.id, order.orderToken)
    void navigate({
      to: '/orders/$orderId',
      params: { orderId: order.id },
      ...(order.orderToken && { hash: `token=${order.orderToken}` }),
      replace: true,
    }).then(() => {
      // The router takes the fragment for a place on the page and would leave her where the button was.
      window.scrollTo(0, 0)
      store.forget()
    })
  }
}

function totalOf(fact: unknown): Money | null {
  // An amount, when it is what this refusal tells; anything else has neither.
  const { minor, currency } = (fact ?? {}) as Partial<Money>
  return minor === undefined || currency === undefined ? null : { minor, currency }
}
