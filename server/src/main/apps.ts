import { existsSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const appsDirectory = fileURLToPath(new URL('../../../apps/', import.meta.url))

/** The first quality that beats gzip on our scripts, in a tenth of the time that brotli's own default takes. */
const BROTLI_QUALITY = 5

/** Built files carry a hash in their name, so they never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** The one style that React Aria writes into a page: how pressables answer a touch. A browser story sees when it changes. */
const REACT_ARIA_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"

/**
 * Scripts, styles, fonts and pictures come from this origin alone; nothing may frame us. Charts and React set styles on
 * elements, which needs `style-src-attr`; WebAssembly is for reading bar codes.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  `style-src 'self' ${REACT_ARIA_STYLE}`,
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of every page. */
const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(self)',
  'cross-origin-opener-policy': 'same-origin',
}

/** The server side of the storefront, as its build exports it: a request in, a response out. */
interface ShopServer {
  readonly handle: (request: Request, options: { readonly apiUrl: string }) => Promise<Response>
}

export interface AppsOptions {
  /** Where the storefront's server side reaches the API: this very process. */
  readonly apiUrl: () => string
  /** Take up a new build of the shop without a restart; store and office are then served by their dev servers. */
  readonly dev?: boolean
}

/** Serves the built apps: the storefront at `/` (server-rendered), `/store`, `/office` and `/kiosk` (single-page apps). */
export async function mountApps(app: FastifyInstance, options: AppsOptions): Promise<void> {
  // In a scope of its own: pages and scripts are compressed, the API's answers are left to the proxy.
  await app.register(async (pages) => {
    await pages.register(fastifyCompress, {
      // Browsers take zstd too, but at the speed of a page it makes scripts larger than brotli does.
      encodings: ['br', 'gzip'],
      brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
    })
    if (!options.dev) {
      await mountSinglePage(pages, 'store')
      await mountSinglePage(pages, 'office')
    }
    await mountKiosk(pages)
    await mountShop(pages, options)
  })
}

async function mountSinglePage(app: FastifyInstance, name: 'store' | 'office'): Promise<void> {
  const root = `${appsDirectory}${name}/dist`
  if (!existsSync(`${root}/index.html`)) return
  const index = readFileSync(`${root}/index.html`, 'utf8')
  await app.register(fastifyStatic, {
    root,
    prefix: `/${name}/`,
    decorateReply: false,
    index: false,
    wildcard: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? IMMUTABLE : 'no-cache')
      reply.header('x-content-type-options', 'nosniff')
      if (path.endsWith('sw.js')) reply.header('service-worker-allowed', `/${name}/`)
    },
  })
  const page = (request: FastifyRequest, reply: FastifyReply) =>
    // A file of an older build is gone, and a page in its place would only break in another way.
    request.url.startsWith(`/${name}/assets/`) ? reply.callNotFound() : sendPage(reply, index)
  // Without the slash a page lies outside of the reach of its service worker. This route takes the address with it, too: slashes at the end are ignored.
  app.get(`/${name}`, { schema: { hide: true } }, (request, reply) =>
    request.url.startsWith(`/${name}/`)
      ? page(request, reply)
      : reply.redirect(request.url.replace(`/${name}`, `/${name}/`)),
  )
  app.get(`/${name}/*`, { schema: { hide: true } }, page)
}

/** The kiosk and what else stands in stores: a second build of the shop's folder, so a new one is taken up with the shop's. */
const kioskDirectory = `${appsDirectory}shop/dist/kiosk`

/** A page of that build as it is now; undefined: it is not built. */
export const kioskPage = (name: 'kiosk' | 'labels'): string | undefined => {
  const file = `${kioskDirectory}/${name}.html`
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

async function mountKiosk(app: FastifyInstance): Promise<void> {
  if (!existsSync(kioskDirectory)) return
  await app.register(fastifyStatic, {
    root: `${kioskDirectory}/assets`,
    prefix: '/kiosk/assets/',
    decorateReply: false,
    index: false,
    setHeaders: (reply) => {
      reply.header('cache-control', IMMUTABLE)
      reply.header('x-content-type-options', 'nosniff')
    },
  })
  app.get('/kiosk', { schema: { hide: true } }, async (_request, reply) =>
    sendPage(reply, kioskPage('kiosk')),
  )
}

/** A page that is made anew with every build. */
export const sendPage = (reply: FastifyReply, html: string | undefined) =>
  html === undefined
    ? reply.callNotFound()
    : reply
        .headers(pageHeaders)
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(html)

async function mountShop(app: FastifyInstance, options: AppsOptions): Promise<void> {
  const root = `${appsDirectory}shop/dist`
  const entry = `${root}/server/entry-server.js`
  if (!existsSync(entry)) return
  const load = async (version: number) =>
    (await import(`${pathToFileURL(entry).href}?${version}`)) as ShopServer
  let built = statSync(entry).mtimeMs
  let shop = await load(built)
  const newest = async () => {
    const now = options.dev ? statSync(entry).mtimeMs : built
    if (now !== built) shop = await load((built = now))
    return shop
  }
  await app.register(fastifyStatic, {
    root: `${root}/client`,
    prefix: '/',
    decorateReply: false,
    index: false,
    wildcard: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? IMMUTABLE : 'public, max-age=3600')
      reply.header('x-content-type-options', 'nosniff')
    },
  })
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    // The API's own 404 stays a problem; everything else is a page of the shop.
    if (request.url.startsWith('/v1/')) return reply.callNotFound()
    const response = await (await newest()).handle(toWebRequest(request), { apiUrl: options.apiUrl() })
    void reply.code(response.status).headers(pageHeaders)
    response.headers.forEach((value, name) => void reply.header(name, value))
    return reply.send(Buffer.from(await response.arrayBuffer()))
  })
}

function toWebRequest(request: FastifyRequest): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  return new Request(new URL(request.url, `${request.protocol}://${request.host}`), { headers })
}
