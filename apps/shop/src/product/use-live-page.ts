import { useLocale } from '@splot/ui'
import { useEffect, useState } from 'react'
import { product } from '../api/browse.ts'
import type { ProductPage } from '../api/types.ts'
import { afterChanges, type StockChange } from './stock.ts'
import { useShop } from '../routing.ts'

/** After a change the page is read again, once for a burst: only the server knows what a parcel can carry. */
const READ_AGAIN_MS = 1_000

export type Connection = 'waking' | 'live' | 'broken'

/**
 * The product page with its stock followed live: a sale in a store shows here as soon as the fact is told, without a reload.
 * The browser's EventSource reconnects by itself and asks for what it missed.
 */
export function useLivePage(initial: ProductPage): {
  readonly page: ProductPage
  readonly connection: Connection
} {
  const { api } = useShop()
  const { locale } = useLocale()
  const [live, setLive] = useState({ of: initial, page: initial })
  const [connection, setConnection] = useState<Connection>('waking')
  const { handle } = initial
  const skus = initial.variants.map(({ sku }) => sku).join(',')

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const update = (change: (page: ProductPage) => ProductPage) =>
      setLive((known) => ({ of: initial, page: change(known.of === initial ? known.page : initial) }))
    const readAgain = async () => {
      try {
        const fresh = await product(api, locale, handle)
        if (source.readyState !== EventSource.CLOSED) update(() => fresh)
      } catch {
        // The stream goes on; the next change reads again.
      }
    }
    const source = new EventSource(`/v1/events/stream?topics=availability&skus=${encodeURIComponent(skus)}`)
    source.addEventListener('hello', () => {
      setConnection('live')
      // What happened between drawing the page and this moment.
      void readAgain()
    })
    source.addEventListener('reset', () => void readAgain())
    source.addEventListener('availability', (event: MessageEvent<string>) => {
      // The stream's own shape, see the API's events.
      const told = JSON.parse(event.data) as { at: string; changes: readonly StockChange[] }
      update((page) => afterChanges(page, told.changes, told.at))
      clearTimeout(timer)
      timer = setTimeout(() => void readAgain(), READ_AGAIN_MS)
    })
    source.addEventListener('error', () => setConnection('broken'))
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [api, handle, initial, locale, skus])

  return { page: live.of === initial ? live.page : initial, connection }
}
