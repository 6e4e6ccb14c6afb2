import { MINUTE_MS } from '@splot/kernel'
import { useSyncExternalStore } from 'react'
import { onPrices, priceVersionAt } from './prices.ts'
import { onRules, rulesAt } from './rules.ts'

/** How soon a screen shows that something has taken effect: timers of a sleeping device are late, a look at the clock is not. */
const LOOK_EVERY_MS = 1_000

/** What prices follow from on this device besides the sale: prices, promotions and the minute. */
const momentNow = (): string => {
  const at = new Date()
  return `${rulesAt(at).version} ${priceVersionAt(at)} ${Math.floor(at.getTime() / MINUTE_MS)}`
}

function onMoment(tell: () => void): () => void {
  const ends = [onRules(tell), onPrices(tell)]
  const timer = setInterval(tell, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
    for (const end of ends) end()
  }
}

/** Lets a screen follow prices and promotions: what was published for an instant is shown when it comes, with or without a network. */
export const useMoment = (): string => useSyncExternalStore(onMoment, momentNow)
