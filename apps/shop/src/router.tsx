import { ProblemError, type SplotClient } from '@splot/client'
import type { Locale } from '@splot/ui'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent as lazyComponent,
  notFound,
  type RouterHistory,
} from '@tanstack/react-router'
import { categories, product, products } from './api/browse.ts'
import { Shell } from './chrome/Shell.tsx'
import { parseSearch, readFilters, stringifySearch } from './listing/filters.ts'
import { Failed } from './pages/Failed.tsx'
import { NotFound } from './pages/NotFound.tsx'
import type { ProductCard } from './api/types.ts'
import type { Seed } from './seed.ts'
import { alsoSay } from './words/index.ts'
import { partsOfPage } from './words/parts.ts'

/** What every route may use. */
export interface ShopContext {
  readonly api: SplotClient
  /** The language loaders ask in; the page changes it. */
  readonly speech: Speech
  readonly seed: Seed
  /** Where this shop is reached, for canonical addresses: `https://shop.example`. */
  readonly origin: string
  /** Filled by the server between loading and drawing, so it changes once. */
  readonly assets: Assets
  /** JSON for the browser, filled by the server likewise. */
  readonly handover: { text: string }
}

export interface Speech {
  readonly locale: Locale
  readonly change: (locale: Locale) => void
}

export function speechIn(first: Locale): Speech {
  let locale = first
  return {
    get locale() {
      return locale
    },
    change: (next) => {
      locale = next
    },
  }
}

/** Addresses of built files. */
export interface Assets {
  readonly script: string
  readonly styles: readonly string[]
  /** Modules that this page will ask for: fetched beside the entry, not after it. */
  ahead: readonly string[]
}

/** Nobody browses so fast that a menu changes under her. */
const MENU_STALE_MS = 10 * 60_000
/** Going back within this shows what was seen, at once. */
const LIST_STALE_MS = 30_000
/** Cards of a shelf on the home page. */
const SHELF = 8

/** A page that comes with its words when it is first wanted. */
const lazyPage = <N extends string>(load: () => Promise<Record<N, () => React.ReactNode>>, name: N) =>
  lazyComponent(async () => {
    const [module] = await Promise.all([load(), alsoSay(partsOfPage[name] ?? [])])
    return module
  }, name)

const root = createRootRouteWithContext<ShopContext>()({
  validateSearch: (search: Record<string, unknown>): { lang?: Locale } =>
    search['lang'] === 'en' || search['lang'] === 'pl' ? { lang: search['lang'] } : {},
  loader: ({ context: { api, speech, seed } }) =>
    seed.first('__root__', () => categories(api, speech.locale)),
  staleTime: MENU_STALE_MS,
  component: Shell,
  notFoundComponent: NotFound,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: ({ context: { api, speech, seed } }) =>
    seed.first('/', async () => {
      const shelf = (handles: readonly string[]) => shelfOf(api, speech.locale, handles)
      const [season, shoes, extras, gifts] = await Promise.all([
        shelf(['plaszcze-i-kurtki', 'sukienki', 'swetry', 'koszule-i-bluzki']),
        shelf(['botki-i-trzewiki', 'sneakersy', 'polbuty']),
        shelf(['torebki-i-plecaki', 'szaliki-i-chusty']),
        shelf(['kubki-i-herbata', 'pieczenie', 'tekstylia-domowe', 'ogrod']),
      ])
      return { season, shoes, extras, gifts }
    }),
  staleTime: LIST_STALE_MS,
  component: lazyPage(() => import('./pages/Home.tsx'), 'Home'),
})

const category = createRoute({
  getParentRoute: () => root,
  path: '/c/$category',
  validateSearch: readFilters,
  loaderDeps: ({ search }) => readFilters(search),
  loader: ({ context: { api, speech, seed }, params, deps }) =>
    seed.first('/c/$category', () =>
      orNotFound(products(api, speech.locale, { ...deps, category: params.category })),
    ),
  staleTime: LIST_STALE_MS,
  component: lazyPage(() => import('./pages/CategoryPage.tsx'), 'CategoryPage'),
  notFoundComponent: NotFound,
})

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: readFilters,
  loaderDeps: ({ search: asked }) => readFilters(asked),
  loader: ({ context: { api, speech, seed }, deps }) =>
    seed.first('/search', () => products(api, speech.locale, deps)),
  staleTime: LIST_STALE_MS,
  component: lazyPage(() => import('./pages/SearchPage.tsx'), 'SearchPage'),
})

const productPage = createRoute({
  getParentRoute: () => root,
  path: '/p/$handle',
  validateSearch: (asked: Record<string, unknown>): { colour?: string } =>
    typeof asked['colour'] === 'string' && asked['colour'] !== '' ? { colour: asked['colour'] } : {},
  loader: ({ context: { api, speech, seed }, params }) =>
    seed.first('/p/$handle', () => orNotFound(product(api, speech.locale, params.handle))),
  component: lazyPage(() => import('./pages/ProductView.tsx'), 'ProductView'),
  // Its own, so that what is missing is the product and not the page around it.
  notFoundComponent: NotFound,
})

const page = <P extends string, N extends string>(
  path: P,
  load: () => Promise<Record<N, () => React.ReactNode>>,
  name: N,
) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyPage(load, name),
  })

/** Whoever was about to buy goes on with that. */
const readNext = ({ next }: Record<string, unknown>): { next?: 'checkout' } =>
  next === 'checkout' ? { next } : {}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/account/sign-in',
  validateSearch: readNext,
  component: lazyPage(() => import('./pages/SignIn.tsx'), 'SignIn'),
})

const register = createRoute({
  getParentRoute: () => root,
  path: '/account/register',
  validateSearch: readNext,
  component: lazyPage(() => import('./pages/Register.tsx'), 'Register'),
})

const routeTree = root.addChildren([
  home,
  category,
  search,
  productPage,
  page('/basket', () => import('./pages/Basket.tsx'), 'Basket'),
  page('/checkout', () => import('./pages/Checkout.tsx'), 'Checkout'),
  page('/gift-cards', () => import('./pages/GiftCards.tsx'), 'GiftCards'),
  page('/orders', () => import('./pages/FindOrder.tsx'), 'FindOrder'),
  page('/orders/$orderId', () => import('./pages/OrderView.tsx'), 'OrderView'),
  page('/account', () => import('./pages/Account.tsx'), 'Account'),
  signIn,
  register,
  page('/about', () => import('./pages/Texts.tsx'), 'About'),
  page('/accessibility', () => import('./pages/Texts.tsx'), 'Accessibility'),
  page('/privacy', () => import('./pages/Texts.tsx'), 'Privacy'),
  page('/terms', () => import('./pages/Texts.tsx'), 'Terms'),
])

/** The shop's pages for one visit (browser) or one request (server). */
export function createShopRouter(
  context: ShopContext,
  options: { readonly history: RouterHistory; readonly inBrowser: boolean },
) {
  return createRouter({
    routeTree,
    context,
    history: options.history,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: Failed,
    // On a server the router would write an inline script, which the content policy forbids.
    scrollRestoration: options.inBrowser,
  })
}

/** A shelf of things that can be had, the categories taking turns; a category that is not there is passed over. */
async function shelfOf(api: SplotClient, locale: Locale, handles: readonly string[]): Promise<ProductCard[]> {
  const each = Math.ceil(SHELF / handles.length)
  const found = await Promise.all(
    handles.map((handle) =>
      products(api, locale, { category: handle, limit: each, inStock: true }).then(
        ({ items }) => items,
        (problem: unknown) => {
          if (problem instanceof ProblemError && problem.problem.status === 404) return []
          throw problem
        },
      ),
    ),
  )
  return Array.from({ length: each }, (_, turn) =>
    found.flatMap((items) => items.slice(turn, turn + 1)),
  ).flat()
}

/** What the API does not have is a page that is not there. */
async function orNotFound<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (problem) {
    if (problem instanceof ProblemError && problem.problem.status === 404) throw notFound()
    throw problem
  }
}
