import { buttonClass, Skeleton } from '@splot/ui'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import css from '../pages/Checkout.module.css'
import { useT } from '../words/index.ts'
import type { Way } from './tender.ts'
import type { FieldOf } from './use-fields.ts'
import type { GiftCardsInUse } from './use-gift-cards.ts'

/** Few pay with a gift card: what asks for one is loaded only then; the choice of a payment comes while she reads. */
const GiftCards = lazy(async () => ({ default: (await import('./GiftCards.tsx')).GiftCards }))
const PaymentChoice = lazy(() => import('./PaymentChoice.tsx'))

type Props = Readonly<{
  currency: string
  gifts: GiftCardsInUse
  way: Way
  onWay: (way: Way) => void
  of: FieldOf
  storeCredit: ReactNode
}>

/** What pays: store credit, gift cards, and a bank for the rest. */
export function Payment({ currency, gifts, way, onWay, of, storeCredit }: Props) {
  const t = useT('checkout')
  const tg = useT('giftCards')
  const [usesGifts, setUsesGifts] = useState(false)
  return (
    <section className={css.step} aria-labelledby="payment">
      <h2 id="payment">{t('payment')}</h2>
      <Suspense>{storeCredit}</Suspense>
      {usesGifts ? (
        <Suspense>
          <GiftCards gifts={gifts} currency={currency} />
        </Suspense>
      ) : (
        <button type="button" className={buttonClass({ size: 's' })} onClick={() => setUsesGifts(true)}>
          {tg('use')}
        </button>
      )}
      {gifts.rest.minor > 0 ? (
        <Suspense fallback={<Skeleton shape="block" lines={4} />}>
          <PaymentChoice
            way={way}
            onWay={onWay}
            blik={of('blik').value}
            onBlik={of('blik').onChange}
            blikError={of('blik').error}
            blikRef={of('blik').inputRef}
          />
        </Suspense>
      ) : (
        <p>{tg('all')}</p>
      )}
    </section>
  )
}
