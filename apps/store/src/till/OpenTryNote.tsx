import { Button, useFormat } from '@splot/ui'
import { useT } from '../words.ts'
import { CARD_CURRENCY } from './CardValue.tsx'

/** Money for a card whose answer never came: finishing it goes under the same key, so it shows the first try or makes it good. */
export function OpenTryNote({
  minor,
  at,
  onFinish,
  onForget,
}: {
  readonly minor: number
  /** When it was tried, ms since 1970. */
  readonly at: number
  readonly onFinish: () => void
  /** Nothing came of it: no money was taken. */
  readonly onForget: () => void
}) {
  const t = useT('sellCard')
  const format = useFormat()
  return (
    <div role="alert">
      <p>
        {t('openTry', {
          amount: format.money({ minor, currency: CARD_CURRENCY }),
          at: format.date(new Date(at).toISOString(), 'time'),
        })}
      </p>
      <Button onPress={onFinish}>{t('finishTry')}</Button>
      <Button variant="quiet" onPress={onForget}>
        {t('forgetTry')}
      </Button>
    </div>
  )
}
