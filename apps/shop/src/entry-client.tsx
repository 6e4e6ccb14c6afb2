import { createSplotClient } from '@splot/client'
import { rememberLocale } from '@splot/ui'
import { createBrowserHistory, RouterProvider } from '@tanstack/react-router'
import { hydrateRoot } from 'react-dom/client'
import { HANDOVER_ID, type Handover } from './handover.ts'
import { recogniseMe } from './memory/account.ts'
import { cart } from './memory/cart.ts'
import { createShopRouter, speechIn } from './router.tsx'
import { Seed } from './seed.ts'
import { speak } from './words/index.ts'
import './shop.css'

// Written by entry-server.tsx of the same build.
const handover = JSON.parse(document.getElementById(HANDOVER_ID)?.textContent ?? '{}') as Handover

const router = createShopRouter(
  {
    api: createSplotClient(),
    speech: speechIn(handover.locale),
    seed: new Seed(handover.seed),
    origin: handover.origin,
    assets: handover.assets,
    handover: { text: '' },
  },
  { history: createBrowserHistory(), inBrowser: true },
)
// Tells the router that the page is there already: it must draw the same boundaries as the server did.
router.ssr = { manifest: undefined }

// A language asked for in the address stays for the next pages.
if (new URLSearchParams(location.search).has('lang')) rememberLocale(handover.locale)

await Promise.all([speak(handover.locale), router.load()])
hydrateRoot(document, <RouterProvider router={router} />)
void cart.refresh()
void recogniseMe(handover.hasSession)
