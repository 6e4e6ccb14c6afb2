import { RadioCard, RadioGroup, useFormat, useLocale } from '@splot/ui'
import { Truck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { waysToSend, type WaysToSend } from '../api/buy.ts'
import type { Cart } from '../api/types.ts'
import { cart as store } from '../memory/cart.ts'
import { useT } from '../words/index.ts'

type DeliveryChoiceProps = Readonly<{ cart: Cart; onFailed: (error: unknown) => void }>

/** In which way the parcel goes, where there is more than one; each with what it costs this basket. */
export default function DeliveryChoice({ cart, onFailed }: DeliveryChoiceProps) {
  const t = useT('checkout')
  const tc = useT('cart')
  const format = useFormat()
  const { locale } = useLocale()
  const ways = useWays(cart)
  if (!cart.delivery || ways.length < 2) return null
  const chosen = ways.find(({ code }) => code === cart.delivery?.code)
  const isDearer = chosen && ways.some(({ cost }) => cost.minor < chosen.cost.minor)
  return (
    <>
      <RadioGroup
        label={t('sending')}
        value={cart.delivery.code}
        onChange={(code) => void store.sendTo({ delivery: code }).catch(onFailed)}
      >
        {ways.map(({ code, name, days, cost }) => (
          <RadioCard
            key={code}
            value={code}
            icon={<Truck />}
            title={name[locale]}
            detail={days !== null && t('sendingDays', { count: days })}
            meta={cost.minor === 0 ? tc('free') : format.money(cost)}
          />
        ))}
      </RadioGroup>
      {isDearer && <small>{t('sendingBack')}</small>}
    </>
  )
}

/** The ways as they are for this basket; nothing until they have come, and without an answer it goes as it would. */
function useWays({ version }: Cart): WaysToSend {
  const [told, setTold] = useState<{ readonly of: number; readonly ways: WaysToSend }>({ of: 0, ways: [] })
  useEffect(() => {
    let gone = false
    const { key } = store
    if (key)
      void waysToSend(key).then(
        (ways) => gone || setTold({ of: version, ways }),
        () => undefined,
      )
    return () => {
      gone = true
    }
  }, [version])
  return told.ways
}
