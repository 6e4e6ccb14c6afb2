import { Button, QrCode } from '@splot/ui'
import { handedOverAddress } from '../memory/handed-over.ts'
import { useVisit } from './visit.tsx'
import { useT } from './words.ts'
import css from './kiosk.module.css'

const QR_SIZE = 420

/** The basket as a code that her phone opens: nothing is typed here, and nothing stays here. */
export function HandOver() {
  const t = useT('hand')
  const { cart, end } = useVisit()
  const { key } = cart
  if (!key) return null
  return (
    <section className={css.hand}>
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
      <QrCode text={handedOverAddress(window.location.origin, key)} size={QR_SIZE} label={t('qr')} />
      <Button variant="primary" size="l" wide onPress={end}>
        {t('done')}
      </Button>
      <p className={css.quiet}>{t('note')}</p>
    </section>
  )
}
