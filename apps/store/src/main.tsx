import '@splot/ui/fonts.css'
import '@splot/ui/tokens.css'
import './app.css'
import { applyStoredTheme, detectBrowserLocale, LocaleProvider, rememberLocale, ToastRegion } from '@splot/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { device, outbox, queries } from './house.ts'
import { router } from './router.tsx'
import { openComing, refreshComing } from './till/coming-reductions.ts'
import { openSale, renewCodes } from './till/open-sale.ts'
import { keepFresh } from './till/keep-fresh.ts'
import { refreshRange } from './till/range.ts'
import { openPrices, refreshPrices } from './till/prices.ts'
import { openRules, refreshRules } from './till/rules.ts'
import { keepAppOnDevice } from './update.ts'

applyStoredTheme()
const locale = detectBrowserLocale()
document.documentElement.lang = locale

/** The person first: what she sold is sent under her own name. */
async function takeUpWork(): Promise<void> {
  await device.open()
  await Promise.all([openRules(), openPrices(), openComing()])
  keepFresh(
    () => void Promise.all([refreshRules(), refreshPrices(), refreshComing(), refreshRange(), renewCodes()]),
  )
  await openSale()
  await outbox.open()
}
void takeUpWork()
window.addEventListener('online', () => void outbox.flush({ now: true }))
// Browsers throw away what they may; a till's unsent sales are not among it. A refusal changes nothing else.
navigator.storage?.persist?.().catch(() => {})
void keepAppOnDevice()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has an element #root')
createRoot(root).render(
  <StrictMode>
    <LocaleProvider initial={locale} onChange={rememberLocale}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <ToastRegion />
      </QueryClientProvider>
    </LocaleProvider>
  </StrictMode>,
)
