import { lazy, Suspense } from 'react'
import { optionText, useFormat, useLocale } from '@splot/ui'
import type { Cart } from '../api/types.ts'
import { alsoSay, useT } from '../words/index.ts'
import { useReady } from '../words/use-ready.ts'
import { dayWords } from '../words/when.ts'
import css from '../pages/Checkout.module.css'

/** Few baskets have one. */
const CartCards = lazy(async () => {
  const [module] = await Promise.all([import('../giftcards/CartCards.tsx'), alsoSay(['cards'])])
  return module
})

/** What is bought: each line with how it reaches her, and what it costs. */
export function OrderedLines({ cart }: Readonly<{ cart: Cart }>) {
  const tc = useT('cart')
  const ready = useReady()
  const { locale } = useLocale()
  const format = useFormat()
  return (
    <ul className={css.lines}>
      {cart.lines.map((line) => (
        <li key={line.lineId}>
          {line.picture && <img src={line.picture.url} alt="" width={48} height={60} />}
          <span>
            {line.quantity > 1 && `${line.quantity} × `}
            {line.name[locale]}
            <span className={css.small}>{optionText(line.options, locale)}</span>
            {line.later && (
              <span className={css.small}>
                {tc(line.later.kind, { day: dayWords(line.later.promisedOn, locale) })}
              </span>
            )}
            <span className={css.small}>
              {line.fulfilment.kind === 'ship'
                ? tc('ship')
                : [
                    tc('pickupAt', { store: line.fulfilment.locationName ?? '' }),
                    line.fulfilment.readyBy && tc('readyBy', { when: ready(line.fulfilment.readyBy) }),
                  ]
                    .filter(Boolean)
                    .join(', ')}
            </span>
          </span>
          <span className={css.money}>{format.money(line.lineTotal)}</span>
        </li>
      ))}
      {cart.giftCards.length > 0 && (
        <li>
          <Suspense>
            <CartCards cart={cart} />
          </Suspense>
        </li>
      )}
    </ul>
  )
}
