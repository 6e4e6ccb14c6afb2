import {
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  RefreshLine,
  ScanBar,
  Skeleton,
  TextField,
  useFormat,
} from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { PackageSearch, Search, TriangleAlert, Wrench } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { api, ask } from '../house.ts'
import { useGo } from '../places.tsx'
import { stockArticle } from '../routes.ts'
import { ArticlePicture } from '../till/ArticlePicture.tsx'
import { useHere } from '../use-house.ts'
import { errorId, errorWords } from '../words.ts'
import { Adjust } from './Adjust.tsx'
import { type Label, type Read, readLabel } from './labels.ts'
import { paperOf } from './papers.ts'
import { AsOf, Head } from './parts.tsx'
import { ShelfEmpty } from './ShelfEmpty.tsx'
import { usePlaceName } from './Transfer.tsx'
import { nameOf, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** Movements of one article that are shown: the last days of most. */
const SHOWN_MOVEMENTS = 20

const articleOf = (sku: string, handle: string, locationId: string) =>
  paperOf(['article', locationId, sku], async () => {
    const [levels, movements, product, transit] = await Promise.all([
      ask(api.GET('/v1/stock', { params: { query: { sku, locationId } } })),
      ask(api.GET('/v1/stock/movements', { params: { query: { sku, locationId, limit: SHOWN_MOVEMENTS } } })),
      ask(api.GET('/v1/products/{handle}', { params: { path: { handle } } })).catch(() => null),
      ask(api.GET('/v1/stock/in-transit', { params: { query: { sku, locationId } } })),
    ])
    const elsewhere = product?.variants.find((variant) => variant.sku === sku)?.stores ?? {}
    return {
      level: levels.items[0] ?? null,
      movements: movements.items,
      stores: Object.entries(elsewhere)
        .filter(([id, pieces]) => id !== locationId && pieces > 0)
        .map(([id, pieces]) => ({ id, pieces })),
      coming: transit.items
        .filter(({ toId }) => toId === locationId)
        .reduce((sum, { quantity }) => sum + quantity, 0),
    }
  })

/** Everything a person at the shelf may ask of an article: how many, where, what happened to it. */
export function ArticlePage() {
  const t = useT('article')
  const { locale } = useFormat()
  const go = useGo()
  const { code } = stockArticle.useSearch()
  const [read, setRead] = useState<{ readonly code: string; readonly found: Read } | null>(null)
  const [text, setText] = useState('')
  const open = (next: string) => go({ to: '/stock/article', search: { code: next } })
  const scans = usePieceScans(true, ({ code: scanned, label }) => {
    open(scanned)
    return { state: label ? 'ok' : 'warn', text: nameOf(label, scanned) }
  })
  useEffect(() => {
    if (!code) return
    let isCurrent = true
    void readLabel(code, locale).then((answer) => isCurrent && setRead({ found: answer, code }))
    return () => void (isCurrent = false)
  }, [code, locale])
  const found = read !== null && read.code === code ? read.found : null
  const find = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) open(text.trim())
    setText('')
  }
  return (
    <div className={css.page}>
      <Head title={t('title')} />
      <div className={css.scan}>
        <ScanBar state={scans.said?.state ?? 'ready'} count={scans.said?.count ?? 0}>
          {scans.said?.text ?? t('scan')}
        </ScanBar>
      </div>
      <form className={css.search} onSubmit={find}>
        <TextField label={t('typed')} value={text} onChange={setText} autoComplete="off" maxLength={64} />
        <IconButton label={t('find')} type="submit" variant="secondary">
          <Search aria-hidden />
        </IconButton>
      </form>
      {!code && <EmptyState icon={<PackageSearch />} title={t('empty')} why={t('emptyWhy')} />}
      {code && !found && <Skeleton shape="block" lines={3} />}
      {found?.state === 'known' && <Found key={found.label.sku} label={found.label} />}
      {code && found && found.state !== 'known' && (
        <EmptyState
          icon={<PackageSearch />}
          title={found.state === 'unknown' ? t('unknown', { code }) : t('unread', { code })}
          why={found.state === 'unknown' ? t('unknownWhy') : t('unreadWhy')}
        />
      )}
    </div>
  )
}

function Found({ label }: { readonly label: Label }) {
  const t = useT('article')
  const stock = useT('stock')
  const format = useFormat()
  const { enrolment, session } = useHere()
  const placeName = usePlaceName()
  const [panel, setPanel] = useState<'adjust' | 'shelf' | null>(null)
  const query = useQuery(articleOf(label.sku, label.handle, enrolment.location.id))
  const may = (permission: string) => session.permissions.includes(permission)
  const found = query.data?.value
  // In quarantine, on display, or kept back by a policy.
  const aside = found?.level ? found.level.onHand - found.level.reserved - found.level.available : 0
  return (
    <>
      <RefreshLine active={query.isFetching && !query.isPending} />
      <section className={css.article}>
        <ArticlePicture url={label.picture} size="l" />
        <div className={css.words}>
          <h2>{label.name}</h2>
          <span className={css.options}>{label.options}</span>
          <span className={css.code}>
            {label.sku} · {label.gtin}
          </span>
        </div>
      </section>
      <AsOf paper={query.data} />
      {query.isPending && <Skeleton shape="block" lines={3} />}
      {query.isError && !found && (
        <ErrorState
          title={errorWords(query.error, format.locale)}
          safe={stock('failedSafe')}
          onRetry={() => void query.refetch()}
          id={errorId(query.error)}
        />
      )}
      {found && (
        <>
          <dl className={css.levels}>
            {(
              [
                ['onHand', found.level?.onHand ?? 0],
                ['reserved', found.level?.reserved ?? 0],
                ['available', found.level?.available ?? 0],
              ] as const
            ).map(([name, pieces]) => (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd>{format.number(pieces)}</dd>
              </div>
            ))}
          </dl>
          {aside > 0 && <p className={css.about}>{t('aside', { count: aside })}</p>}
          {found.coming > 0 && <p className={css.about}>{t('coming', { count: found.coming })}</p>}
          <div className={css.buttons}>
            {may('stock.count') && (
              <Button icon={<TriangleAlert aria-hidden />} onPress={() => setPanel('shelf')}>
                {t('shelfEmpty')}
              </Button>
            )}
            {may('stock.adjust') && (
              <Button icon={<Wrench aria-hidden />} onPress={() => setPanel('adjust')}>
                {t('adjust')}
              </Button>
            )}
          </div>
          {panel === 'adjust' && <Adjust label={label} onClose={() => setPanel(null)} />}
          {panel === 'shelf' && <ShelfEmpty label={label} onClose={() => setPanel(null)} />}
          <section className={css.section}>
            <h2>{t('elsewhere')}</h2>
            {found.stores.length === 0 ? (
              <p className={css.about}>{t('nowhere')}</p>
            ) : (
              <ul className={css.rows}>
                {found.stores.map(({ id, pieces }) => (
                  <li key={id}>
                    <b>{format.number(pieces)}</b>
                    <span>{placeName(id)}</span>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section className={css.section}>
            <h2>{t('happened')}</h2>
            {found.movements.length === 0 ? (
              <p className={css.about}>{t('nothingHappened')}</p>
            ) : (
              <ul className={css.rows}>
                {found.movements.map(({ id, at, kind, quantity, reason }) => (
                  <li key={id}>
                    <b>{quantity > 0 ? `+${quantity}` : `−${-quantity}`}</b>
                    <span>{t(`movements.${movementKey(kind, reason)}`)}</span>
                    <span>{format.date(at, 'datetime')}</span>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </>
      )}
    </>
  )
}

const movementKinds = [
  'receipt',
  'sale',
  'return',
  'correction',
  'count',
  'damage',
  'theft',
  'found',
  'transfer_out',
  'transfer_in',
  'kit_assembly',
  'put_away',
] as const
type MovementKind = (typeof movementKinds)[number]

const isMovementKind = (text: string | null): text is MovementKind =>
  movementKinds.some((known) => known === text)

/** Older rows of the ledger are called adjustments and say in their reason what they were. */
const movementKey = (kind: string, reason: string | null): MovementKind | 'other' =>
  isMovementKind(kind) ? kind : isMovementKind(reason) ? reason : 'other'
