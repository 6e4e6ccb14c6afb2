import { Button, TextField, useFormat, useLocale } from '@splot/ui'
import { useEffect, useState } from 'react'
import { play } from '../scan/sound.ts'
import { errorWords, useT } from '../words.ts'
import { act, pricedSale } from './open-sale.ts'
import { SidePanel } from './Panel.tsx'
import type { Basket } from './sale.ts'
import { takeCode } from './take-code.ts'
import css from './CodePanel.module.css'

export interface CodePanelProps {
  readonly sale: Basket
  /** A code that was scanned over the basket, another object for every scan. */
  readonly scanned: { readonly scanned?: string }
  readonly onDone: () => void
}

/** The codes of a sale: what each takes off, and a field for another one. One that is scanned is taken at once. */
export function CodePanel({ sale, scanned, onDone }: CodePanelProps) {
  const t = useT('codes')
  const format = useFormat()
  const { locale } = useLocale()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const priced = pricedSale(sale)
  const take = async (text: string) => {
    setCode(text)
    setProblem(null)
    const answer = await takeCode(text, sale, locale).catch((error: unknown) => ({
      words: errorWords(error, locale),
    }))
    if ('words' in answer) {
      play('wrong')
      setProblem(answer.words ?? t('noNetwork'))
      return
    }
    act({ type: 'takeCoupon', coupon: answer })
    play('ok')
    setCode('')
  }
  useEffect(() => {
    if (scanned.scanned) void take(scanned.scanned)
    // Once for every scan, whatever else has changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scanned])
  return (
    <SidePanel title={t('title')} closeLabel={t('back')} onClose={onDone}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void take(code)
        }}
      >
        <TextField
          label={t('label')}
          value={code}
          onChange={setCode}
          autoComplete="off"
          spellCheck="false"
          action={
            <Button type="submit" variant="primary" isDisabled={!code.trim()}>
              {t('take')}
            </Button>
          }
          error={problem}
        />
      </form>
      <ul className={css.list}>
        {sale.coupons.map((coupon) => {
          const counted = priced?.coupons.find((one) => one.code === coupon.code)
          return (
            <li key={coupon.code}>
              <strong>{coupon.code}</strong>
              <span className={css.says}>
                {counted && counted.minor > 0
                  ? `−${format.money({ minor: counted.minor, currency: priced?.currency ?? 'PLN' })}`
                  : t(priced && !counted ? 'over' : 'nothing')}
              </span>
              <Button variant="quiet" onPress={() => act({ type: 'dropCoupon', code: coupon.code })}>
                {t('drop')}
              </Button>
            </li>
          )
        })}
      </ul>
    </SidePanel>
  )
}
