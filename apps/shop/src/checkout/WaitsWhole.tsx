import { useLocale } from '@splot/ui'
import type { Cart } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { dayWords } from '../words/when.ts'
import { waitsUntil } from './later.ts'

/** Says that a parcel waits for its last piece, before she orders what is here together with what is not. */
export function WaitsWhole({ cart, className }: Readonly<{ cart: Cart; className?: string | undefined }>) {
  const t = useT('cart')
  const { locale } = useLocale()
  const day = waitsUntil(cart)
  return day === undefined ? null : (
    <p className={className}>{t('waitsWhole', { day: dayWords(day, locale) })}</p>
  )
}
