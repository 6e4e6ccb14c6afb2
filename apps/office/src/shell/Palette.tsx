/* The combobox pattern of ARIA with a list in the page: the kit's ComboBox has a popover, which a dialog cannot hold open. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role */
import { useDeferredValue, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import {
  Dialog,
  EmptyState,
  setTheme,
  useFormat,
  useLocale,
  useTheme,
  spokenNumber,
  withoutSpaces,
} from '@splot/ui'
import { CornerDownLeft, SearchX } from 'lucide-react'
import { splot } from '../api/client.ts'
import { placesQuery } from '../api/queries.ts'
import { useMay } from '../page/names.tsx'
import page from '../page/page.module.css'
import { useT } from '../words/index.ts'
import { kindOf, matching, moved, type Found } from './found.ts'
import { mayOpen, pages } from './pages.ts'
import { signOut } from './sign-out.ts'
import css from './shell.module.css'

const MAX_PER_GROUP = 6
/** Below this many characters a search would find half of the shop. */
const MIN_QUERY = 2

type Props = Readonly<{ isOpen: boolean; onOpenChange: (open: boolean) => void; onShortcuts: () => void }>

/** Any record and any page in three keys and a query: Ctrl, K, then typing, then Enter. */
export function CommandPalette({ isOpen, onOpenChange, onShortcuts }: Props) {
  const t = useT('palette')
  return (
    <Dialog title={t('title')} isOpen={isOpen} onOpenChange={onOpenChange} size="l">
      {(close) => <Finder close={close} onShortcuts={onShortcuts} />}
    </Dialog>
  )
}

function Finder({ close, onShortcuts }: Readonly<{ close: () => void; onShortcuts: () => void }>) {
  const t = useT('palette')
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState(0)
  const listId = useId()
  const list = useRef<HTMLUListElement>(null)
  const found = useFound(query, onShortcuts)
  const active = found[Math.min(index, found.length - 1)]

  const choose = (item: Found | undefined) => {
    if (!item) return
    close()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) {
      const next = moved(Math.min(index, found.length - 1), by, found.length)
      setIndex(next)
      list.current?.querySelectorAll('[role="option"]')[next]?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') choose(active)
    else return
    event.preventDefault()
  }
  return (
    <div className={css.palette}>
      <input
        className={css.paletteInput}
        // A palette is opened to be typed into.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        role="combobox"
        aria-label={t('title')}
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active ? `${listId}-${active.id}` : undefined}
        placeholder={t('placeholder')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setIndex(0)
        }}
        onKeyDown={onKeyDown}
        spellCheck={false}
        autoComplete="off"
      />
      <ul id={listId} ref={list} role="listbox" aria-label={t('title')} className={css.paletteList}>
        {found.map((item, position) => (
          <PaletteLine
            key={item.id}
            id={`${listId}-${item.id}`}
            item={item}
            head={item.group === found[position - 1]?.group ? null : item.group}
            isActive={item === active}
            onChoose={() => choose(item)}
            onPoint={() => setIndex(position)}
          />
        ))}
      </ul>
      {found.length === 0 && <EmptyState icon={<SearchX />} title={t('nothing')} why={t('nothingWhy')} />}
      <p className={css.paletteFoot}>
        <span aria-live="polite">{t('found', { count: found.length })}</span>
        <span aria-hidden>
          <kbd className={page.kbd}>↑</kbd> <kbd className={page.kbd}>↓</kbd> {t('move')} ·{' '}
          <kbd className={page.kbd}>Enter</kbd> {t('go')} · <kbd className={page.kbd}>Esc</kbd> {t('leave')}
        </span>
      </p>
    </div>
  )
}

type LineProps = Readonly<{
  id: string
  item: Found
  head: string | null
  isActive: boolean
  onChoose: () => void
  onPoint: () => void
}>

function PaletteLine({ id, item, head, isActive, onChoose, onPoint }: LineProps) {
  return (
    <>
      {head !== null && (
        <li role="presentation" className={css.paletteGroup}>
          {head}
        </li>
      )}
      {/* Keys act on the field above, which names this line as its active one. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <li
        id={id}
        role="option"
        aria-selected={isActive}
        className={css.paletteLine}
        onClick={onChoose}
        onPointerMove={onPoint}
      >
        <span className={css.paletteLabel}>{item.label}</span>
        {item.hint && <span className={css.paletteHint}>{item.hint}</span>}
        {isActive && <CornerDownLeft aria-hidden />}
      </li>
    </>
  )
}

/** Everything that fits the query: records first, pages and actions after them. */
function useFound(query: string, onShortcuts: () => void): Found[] {
  const records = useRecords(useDeferredValue(query.trim()))
  const fixed = useFixed(onShortcuts)
  return useMemo(() => [...records, ...matching(query, fixed)], [records, fixed, query])
}

/** Pages, places and actions: known here, so they are found at once. */
function useFixed(onShortcuts: () => void): Found[] {
  const t = useT('palette')
  const nav = useT('nav')
  const may = useMay()
  const navigate = useNavigate()
  const theme = useTheme()
  const { locale, setLocale } = useLocale()
  const { data: places } = useQuery(placesQuery)
  return useMemo(() => {
    const open = pages.filter((one) => mayOpen(one, may))
    return [
      ...open.map(({ id, to, key }) => ({
        id: `page-${id}`,
        group: t('pages'),
        label: nav(id),
        hint: `G ${key.toUpperCase()}`,
        run: () => void navigate({ to }),
      })),
      ...(places?.items ?? []).map((place) => ({
        id: `place-${place.id}`,
        group: t('stores'),
        label: place.name,
        hint: place.code,
        run: () => void navigate({ to: '/stores', search: { peek: place.id } }),
      })),
      {
        id: 'theme',
        group: t('actions'),
        label: t('theme'),
        run: () => setTheme(theme === 'dark' ? 'light' : 'dark'),
      },
      {
        id: 'language',
        group: t('actions'),
        label: t('language'),
        run: () => setLocale(locale === 'pl' ? 'en' : 'pl'),
      },
      { id: 'shortcuts', group: t('actions'), label: nav('shortcuts'), hint: '?', run: onShortcuts },
      { id: 'sign-out', group: t('actions'), label: nav('signOut'), run: signOut },
    ]
  }, [t, nav, may, navigate, theme, locale, setLocale, places, onShortcuts])
}

/** Orders by number and products by words, asked of the server as one types. */
function useRecords(query: string): Found[] {
  const t = useT('palette')
  const may = useMay()
  const navigate = useNavigate()
  const format = useFormat()
  const { locale } = useLocale()
  const kind = kindOf(query)
  const long = query.length >= MIN_QUERY
  const orders = useQuery({
    queryKey: ['palette-orders', query],
    enabled: long && kind === 'order' && may('orders.read'),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      unwrap(
        splot.GET('/v1/orders', {
          params: { query: { q: withoutSpaces(query).replace(/^#/, ''), limit: MAX_PER_GROUP } },
          signal,
        }),
      ),
  })
  const products = useQuery({
    queryKey: ['palette-products', query, locale],
    enabled: long && kind !== 'order',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      unwrap(
        splot.GET('/v1/products', { params: { query: { q: query, limit: MAX_PER_GROUP, locale } }, signal }),
      ),
  })
  return useMemo(() => {
    const found: Found[] = []
    if (long && kind === 'order') {
      for (const { id, number, words, gross } of orders.data?.items ?? []) {
        const run = () => void navigate({ to: '/orders/$orderId', params: { orderId: id } })
        found.push({
          id,
          group: t('orders'),
          label: spokenNumber(number),
          hint: `${words[locale]} · ${format.money(gross)}`,
          run,
        })
      }
    }
    if (long && kind === 'sku' && may('stock.read')) {
      const sku = query.toUpperCase()
      const run = () => void navigate({ to: '/stock', search: { q: sku } })
      found.push({ id: 'sku', group: t('stock'), label: t('stockOf', { sku }), run })
    }
    if (long && kind !== 'order') {
      for (const { handle, name, brand, price } of products.data?.items ?? []) {
        const run = () => void navigate({ to: '/products/$handle', params: { handle } })
        found.push({
          id: handle,
          group: t('products'),
          label: name,
          hint: `${brand} · ${format.money(price.from)}`,
          run,
        })
      }
    }
    return found
  }, [long, kind, query, orders.data, products.data, may, navigate, t, locale, format])
}
