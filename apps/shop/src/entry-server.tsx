import { createSplotClient } from '@splot/client'
import { detectLocale, type Locale } from '@splot/ui'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { renderToString } from 'react-dom/server'
import buildText from '../dist/client/build.json?raw'
import { scriptJson, type Handover } from './handover.ts'
import { FailedDocument } from './pages/FailedDocument.tsx'
import { createShopRouter, speechIn, type Assets } from './router.tsx'
import { Seed, seedOf } from './seed.ts'
import { alsoSay, speak } from './words/index.ts'
import { parts, partsOfPage } from './words/parts.ts'

export interface HandleOptions {
  /** Where the API answers, e.g. `http://127.0.0.1:4000`. */
  readonly apiUrl: string
}

const built = readBuild()
// Every word of both languages: a page may be asked for in either at any moment.
await alsoSay(parts)
await Promise.all([speak('pl'), speak('en')])

/** Draws the page that a request asks for. */
export async function handle(request: Request, { apiUrl }: HandleOptions): Promise<Response> {
  const url = new URL(request.url)
  const locale = detectLocale({
    asked: url.searchParams.get('lang'),
    cookie: request.headers.get('cookie'),
    languages: request.headers.get('accept-language'),
  })
  const context = {
    api: createSplotClient({ baseUrl: apiUrl }),
    speech: speechIn(locale),
    seed: new Seed(),
    origin: url.origin,
    assets: { ...built.assets },
    handover: { text: '' },
  }
  const history = createMemoryHistory({ initialEntries: [url.pathname + url.search] })
  const router = createShopRouter(context, { history, inBrowser: false })
  try {
    await router.load()
    const result = router._serverResult
    if (result?.type === 'redirect') return movedTo(result.redirect.headers.get('location') ?? '/')
    const { matches } = router.state
    const failed = matches.find(({ status }) => status === 'error')
    if (failed) throw failed.error
    const page = pageSources[matches.at(-1)?.routeId ?? '']
    context.assets.ahead = built.ahead(page, locale)
    context.handover.text = scriptJson({
      locale,
      origin: url.origin,
      assets: context.assets,
      hasSession: SESSION.test(request.headers.get('cookie') ?? ''),
      seed: seedOf(matches),
    } satisfies Handover)
    const isPersonal = url.pathname.startsWith('/account')
    return pageOf(renderToString(<RouterProvider router={router} />), result?.status ?? 200, isPersonal)
  } catch (error) {
    console.error('The shop could not draw', url.pathname, error)
    return pageOf(
      renderToString(
        <FailedDocument locale={locale} assets={built.assets} address={url.pathname + url.search} />,
      ),
      500,
    )
  }
}

/** The cookie of a signed-in customer. It is never sent on: pages are drawn for everybody. */
const SESSION = /(?:^|;\s*)splot_customer=[^;]/

const pageOf = (html: string, status: number, isPersonal = false): Response =>
  new Response(`<!doctype html>${html}`, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // Stock and language differ by the minute and by the visitor.
      'cache-control': isPersonal ? 'private, no-store' : 'private, no-cache',
      vary: 'Cookie, Accept-Language',
    },
  })

const movedTo = (location: string): Response =>
  new Response(null, { status: 307, headers: { location, 'cache-control': 'no-store' } })

interface BuiltFile {
  readonly file: string
  readonly isEntry?: boolean
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

/** The source of each route's page, to send its module along; pages that are rarely the first are left out. */
const pageSources: Readonly<Record<string, string>> = {
  '/': 'src/pages/Home.tsx',
  '/c/$category': 'src/pages/CategoryPage.tsx',
  '/search': 'src/pages/SearchPage.tsx',
  '/p/$handle': 'src/pages/ProductView.tsx',
  '/orders/$orderId': 'src/pages/OrderView.tsx',
}

/** Addresses of the browser's files, from the build that came before this one. */
function readBuild(): {
  readonly assets: Assets
  readonly ahead: (page: string | undefined, locale: Locale) => string[]
} {
  // Vite writes the manifest in this shape.
  const build = JSON.parse(buildText) as Record<string, BuiltFile>
  const files = Object.values(build)
  const entry = files.find((file) => file.isEntry)
  if (!entry) throw new Error('The build of the browser side has no entry.')
  const styles = new Set([
    ...files.flatMap(({ css = [] }) => css),
    ...files.flatMap(({ file }) => (file.endsWith('.css') ? [file] : [])),
  ])
  const collect = (source: string | undefined, into: Set<string>): void => {
    const found = source === undefined ? undefined : build[source]
    if (!found || into.has(`/${found.file}`)) return
    into.add(`/${found.file}`)
    for (const next of found.imports ?? []) collect(next, into)
  }
  return {
    assets: { script: `/${entry.file}`, styles: [...styles].map((file) => `/${file}`), ahead: [] },
    ahead: (page, locale) => {
      const modules = new Set<string>()
      for (const source of entry.imports ?? []) collect(source, modules)
      collect(`src/words/${locale}.ts`, modules)
      const name = /(\w+)\.tsx$/.exec(page ?? '')?.[1] ?? ''
      for (const part of partsOfPage[name] ?? []) collect(`src/words/${part}/${locale}.ts`, modules)
      collect(page, modules)
      modules.delete(`/${entry.file}`)
      return [...modules]
    },
  }
}
