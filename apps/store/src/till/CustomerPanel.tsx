import { Button, TextField, useLocale } from '@splot/ui'
import { normaliseCode } from '@splot/rules'
import { useEffect, useState, type SubmitEvent } from 'react'
import { api, ask } from '../house.ts'
import { play } from '../scan/sound.ts'
import { errorWords, useT } from '../words.ts'
import { act, currentSale } from './open-sale.ts'
import { SidePanel } from './Panel.tsx'
import type { AwaitingCode, Basket, SaleCustomer } from './sale.ts'
import { takeCode } from './take-code.ts'
import css from './CodePanel.module.css'

/** The code of her account, each scan anew. */
export interface ShownCode {
  readonly code: string
}

export interface CustomerPanelProps {
  readonly sale: Basket
  readonly shown: ShownCode | undefined
  readonly onDone: () => void
}

type By = { readonly code: string } | { readonly phone: string } | { readonly email: string }

const recognise = async (by: By): Promise<SaleCustomer> => ask(api.POST('/v1/till-customers', { body: by }))

/**
 * Recognises who buys by the code that she shows, her phone number or e-mail, so that her groups, her codes and her first order count; then
 * shows the codes that wait for her, each a tap away.
 */
export function CustomerPanel({ sale, shown, onDone }: CustomerPanelProps) {
  const t = useT('customer')
  const { locale } = useLocale()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const refuse = (words: string) => {
    play('wrong')
    setProblem(words)
  }
  const meet = async (by: By, isLeft: () => boolean) => {
    setProblem(null)
    if (!navigator.onLine) return refuse(t('noNetwork'))
    setBusy(true)
    try {
      const customer = await recognise(by)
      // The sale that was open may be over by then; the next one is somebody else's.
      if (isLeft()) return
      act({
        type: 'recognise',
        customer: 'code' in by ? { ...customer, shownCode: by.code } : customer,
      })
      play('ok')
    } catch (error) {
      if (!isLeft()) refuse(errorWords(error, locale))
    } finally {
      setBusy(false)
    }
  }
  useEffect(() => {
    if (!shown) return
    let isLeft = false
    void meet({ code: shown.code }, () => isLeft)
    return () => {
      isLeft = true
    }
    // Once for each scan.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const said = text.trim()
    if (busy || !said) return
    void meet(said.includes('@') ? { email: said } : { phone: said }, () => currentSale().stage !== 'basket')
  }
  const { customer } = sale
  return (
    <SidePanel title={customer?.firstName ?? t('title')} closeLabel={t('back')} onClose={onDone}>
      {busy && <output>{t('looking')}</output>}
      {customer ? (
        <>
          {problem && <p role="alert">{problem}</p>}
          <Codes sale={sale} customer={customer} />
        </>
      ) : (
        <form className={css.form} onSubmit={submit}>
          <TextField
            label={t('label')}
            value={text}
            onChange={setText}
            autoComplete="off"
            spellCheck="false"
            {...(problem && { error: problem })}
          />
          <Button type="submit" variant="primary" isDisabled={!text.trim()} isPending={busy}>
            {t('find')}
          </Button>
        </form>
      )}
      {!customer && <p className={css.hint}>{t('hint')}</p>}
    </SidePanel>
  )
}

/** Codes that wait for her: one tap takes one. */
function Codes({ sale, customer }: { readonly sale: Basket; readonly customer: SaleCustomer }) {
  const t = useT('customer')
  const codeWords = useT('codes')
  const { locale } = useLocale()
  const [problem, setProblem] = useState<string | null>(null)
  const [taking, setTaking] = useState<string | null>(null)
  const { codes = [] } = customer
  const isTaken = ({ code }: AwaitingCode): boolean =>
    sale.coupons.some((coupon) => normaliseCode(coupon.code) === normaliseCode(code))
  const take = async (awaiting: AwaitingCode) => {
    setProblem(null)
    setTaking(awaiting.code)
    const answer = await fetchAndTake(awaiting, sale, customer, locale).catch((error: unknown) => ({
      words: errorWords(error, locale),
    }))
    setTaking(null)
    if ('words' in answer) {
      play('wrong')
      return setProblem(answer.words ?? codeWords('noNetwork'))
    }
    const now = currentSale()
    if (now.stage !== 'basket' || now.customer?.id !== customer.id) return
    act({ type: 'takeCoupon', coupon: answer })
    play('ok')
  }
  return (
    <section aria-label={t('hers')}>
      <h3>{t('hers')}</h3>
      {problem && <p role="alert">{problem}</p>}
      {codes.length === 0 && <p className={css.hint}>{t('noCodes')}</p>}
      <ul className={css.list}>
        {codes.map((awaiting) => {
          const label = awaiting.label[locale]
          return (
            <li key={awaiting.code}>
              <span>
                <strong>{label}</strong>
                <br />
                <code>{awaiting.code}</code>
                {awaiting.inBasket && ` · ${t('inBasket')}`}
              </span>
              {isTaken(awaiting) ? (
                <span>{t('taken')}</span>
              ) : (
                <Button
                  isPending={taking === awaiting.code}
                  isDisabled={taking !== null}
                  onPress={() => void take(awaiting)}
                >
                  {t('take', { label })}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** What her web basket keeps of a code is freed first: she uses it here. */
async function fetchAndTake(
  { code, inBasket }: AwaitingCode,
  sale: Basket,
  { id }: SaleCustomer,
  locale: 'pl' | 'en',
): ReturnType<typeof takeCode> {
  if (inBasket) {
    const path = { customerId: id }
    await ask(api.POST('/v1/till-customers/{customerId}/fetched-codes', { params: { path }, body: { code } }))
  }
  return takeCode(code, sale, locale)
}
