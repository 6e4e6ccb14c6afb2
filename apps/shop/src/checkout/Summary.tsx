import { buttonClass } from '@splot/ui'
import { lazy, Suspense, type ReactNode } from 'react'
import type { Cart, Money } from '../api/types.ts'
import css from '../pages/Checkout.module.css'
import { Link } from '../routing.ts'
import { useT } from '../words/index.ts'
import { OrderedLines } from './OrderedLines.tsx'
import { TotalsTable } from './TotalsTable.tsx'
import type { GiftCardsInUse } from './use-gift-cards.ts'

const GiftCardTotals = lazy(async () => ({ default: (await import('./GiftCards.tsx')).GiftCardTotals }))
const WaitsWhole = lazy(async () => ({ default: (await import('./WaitsWhole.tsx')).WaitsWhole }))
const NetTotals = lazy(() => import('./NetTotals.tsx'))

const legalLinks = {
  terms: (words: ReactNode) => <Link to="/terms">{words}</Link>,
  privacy: (words: ReactNode) => <Link to="/privacy">{words}</Link>,
}

type Props = Readonly<{
  /** As it costs in the way that she is going to pay. */
  cart: Cart
  forCompany: boolean
  gifts: GiftCardsInUse
  credit: Money | null
  notice: string | null
  busy: boolean
}>

/** What she buys and for how much, and the button that buys it. */
export function Summary({ cart, forCompany, gifts, credit, notice, busy }: Props) {
  const t = useT('checkout')
  return (
    <aside className={css.summary} aria-labelledby="your-order">
      <h2 id="your-order">{t('your')}</h2>
      <OrderedLines cart={cart} />
      {/* What VAT a business bears stands in a table of its own. */}
      <TotalsTable totals={forCompany ? { ...cart.totals, vat: [] } : cart.totals} />
      {forCompany && (
        <Suspense>
          <NetTotals totals={cart.totals} />
        </Suspense>
      )}
      {(credit || gifts.parts.length > 0) && (
        <Suspense>
          <GiftCardTotals gifts={gifts} credit={credit} />
        </Suspense>
      )}
      {cart.lines.some(({ later }) => later) && (
        <Suspense>
          <WaitsWhole cart={cart} className={css.small} />
        </Suspense>
      )}
      {notice && (
        <p className={css.notice} role="alert">
          {notice}
        </p>
      )}
      <p className={css.small}>{t.rich('legal', legalLinks)}</p>
      <button
        type="submit"
        className={buttonClass({ variant: 'primary', size: 'l', wide: true })}
        aria-disabled={busy}
      >
        {t('pay')}
      </button>
      {busy && <output className={css.small}>{t('paying')}</output>}
    </aside>
  )
}
