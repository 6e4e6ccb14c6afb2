import { TextField } from '@splot/ui'
import { Awake } from '../account/Awake.tsx'
import { isEmail } from '../account/fields.ts'
import { Form } from '../account/Form.tsx'
import { useForm, type Typed } from '../account/use-form.ts'
import { lookUpOrder } from '../api/buy.ts'
import { Head } from '../chrome/Head.tsx'
import { keepOrderToken } from '../memory/order-tokens.ts'
import { useT } from '../words/index.ts'
import css from './FindOrder.module.css'
import { useGo } from '../routing.ts'

const NUMBER_DIGITS = 9

/** Without the spaces by which it is printed. */
const numberIn = (typed: Typed): string => typed('number').replace(/\D/g, '')

/** A guest finds her order again by what she knows: its number and her e-mail. */
export function FindOrder() {
  const t = useT('find')
  const tc = useT('checkout')
  const go = useGo()
  const sent = useForm({
    check: (typed) => [
      ...(numberIn(typed).length === NUMBER_DIGITS ? [] : ['number']),
      ...(isEmail(typed('email')) ? [] : ['email']),
    ],
    send: async (typed) => {
      const order = await lookUpOrder(numberIn(typed), typed('email'))
      if (order.orderToken) keepOrderToken(order.id, order.orderToken)
      void go({ to: '/orders/$orderId', params: { orderId: order.id } })
    },
    says: { 'orders.not_found': t('none') },
  })
  return (
    <div className={css.page}>
      <Head title={`${t('title')} | Osnowa`} />
      <h1>{t('title')}</h1>
      <p className={css.lead}>{t('lead')}</p>
      <Awake>
        <Form sent={sent} submit={t('submit')} look={{ variant: 'primary', size: 'l' }}>
          <TextField
            label={t('number')}
            name="number"
            inputMode="numeric"
            autoComplete="off"
            isRequired
            error={sent.isWrong('number') && t('needNumber')}
          />
          <TextField
            label={t('email')}
            name="email"
            type="email"
            autoComplete="email"
            isRequired
            error={sent.isWrong('email') && tc('needEmail')}
          />
        </Form>
      </Awake>
    </div>
  )
}
