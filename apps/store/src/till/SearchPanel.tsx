import {
  Button,
  EmptyState,
  ErrorState,
  OfferedPrice,
  RefreshLine,
  SearchField,
  Skeleton,
  useLocale,
} from '@splot/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronDown, Search } from 'lucide-react'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import type { ProductCard, ProductPage } from '../api/types.ts'
import { api, ask } from '../house.ts'
import { useHere } from '../use-house.ts'
import { errorId, useT } from '../words.ts'
import { ArticlePicture } from './ArticlePicture.tsx'
import { SidePanel } from './Panel.tsx'
import { articleBySku, type Found } from './variants.ts'
import css from './SearchPanel.module.css'

/** As many as a person looks through; more means: type more. */
const LIMIT = 20
/** Typing faster than this asks once. */
const PAUSE_MS = 180

export interface SearchPanelProps {
  /** Told what the server knows of it; the scan bar says why it cannot be sold. */
  readonly onChoose: (found: Found, sku: string) => void
  /** Asked for by a press: the field is ready to type in. */
  readonly isAsked: boolean
  readonly onClose?: () => void
}

/** For what has no label: by name, SKU or code, then the variant. */
export function SearchPanel({ onChoose, isAsked, onClose }: SearchPanelProps) {
  const t = useT('search')
  const { locale } = useLocale()
  const [text, setText] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const field = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isAsked) field.current?.querySelector('input')?.focus()
  }, [isAsked])
  const q = usePaused(useDeferredValue(text.trim()))
  const found = useQuery({
    queryKey: ['search', q, locale],
    queryFn: () => ask(api.GET('/v1/products', { params: { query: { q, limit: LIMIT, locale } } })),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  })
  const items = q ? found.data?.items : undefined
  return (
    <SidePanel title={t('title')} closeLabel={t('title')} {...(onClose && { onClose })}>
      <div className={css.field} ref={field}>
        <SearchField label={t('label')} value={text} onChange={setText} />
        <RefreshLine active={found.isFetching && Boolean(items)} />
      </div>
      {!q && <EmptyState icon={<Search />} title={t('start')} why={t('startWhy')} />}
      {q && found.isPending && <Skeleton shape="block" lines={3} />}
      {q && found.isError && (
        <ErrorState
          title={t('failed')}
          safe={t('failedSafe')}
          onRetry={() => void found.refetch()}
          id={errorId(found.error)}
        />
      )}
      {items?.length === 0 && <EmptyState title={t('nothing', { text: q })} why={t('nothingWhy')} />}
      {q && found.data?.corrected && (
        <p className={css.corrected}>{t('corrected', { text: found.data.corrected })}</p>
      )}
      <ul className={css.list} aria-label={t('results', { count: items?.length ?? 0 })}>
        {items?.map((card) => (
          <Product
            key={card.handle}
            card={card}
            isOpen={open === card.handle || items.length === 1}
            onOpen={() => setOpen(open === card.handle ? null : card.handle)}
            onChoose={onChoose}
          />
        ))}
      </ul>
    </SidePanel>
  )
}

interface ProductProps {
  readonly card: ProductCard
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly onChoose: SearchPanelProps['onChoose']
}

function Product({ card, isOpen, onOpen, onChoose }: ProductProps) {
  const t = useT('search')
  const { from, to } = card.price
  return (
    <li className={css.product}>
      <Button variant="quiet" className={css.head} onPress={onOpen} aria-expanded={isOpen}>
        <ArticlePicture url={card.pictures[0]?.url ?? null} />
        <span className={css.name}>
          <strong>{card.name}</strong>
          <span className={css.from}>
            {from.minor !== to.minor && t('from')}
            <OfferedPrice price={from} of={card} size="s" />
          </span>
        </span>
        <ChevronDown aria-hidden className={isOpen ? css.up : undefined} />
      </Button>
      {isOpen && <Variants card={card} onChoose={onChoose} />}
    </li>
  )
}

function Variants({ card, onChoose }: Pick<ProductProps, 'card' | 'onChoose'>) {
  const t = useT('search')
  const { locale } = useLocale()
  const { enrolment } = useHere()
  const [busy, setBusy] = useState<string | null>(null)
  const page = useQuery({
    queryKey: ['product', card.handle, locale],
    queryFn: () =>
      ask(api.GET('/v1/products/{handle}', { params: { path: { handle: card.handle }, query: { locale } } })),
  })
  const choose = async (sku: string) => {
    setBusy(sku)
    const found = await articleBySku(sku, locale)
    setBusy(null)
    onChoose(found, sku)
  }
  if (page.isPending) return <Skeleton lines={2} />
  if (page.isError) return <ErrorState safe={t('failedSafe')} onRetry={() => void page.refetch()} />
  return (
    <ul className={css.variants} aria-label={t('variants', { name: card.name })}>
      {page.data.variants.map((variant) => {
        const label = labelOf(page.data, variant)
        const here = variant.stores[enrolment.location.id] ?? 0
        return (
          <li key={variant.sku}>
            <Button
              className={css.variant}
              isPending={busy === variant.sku}
              onPress={() => void choose(variant.sku)}
              aria-label={t('add', { name: `${card.name}, ${label}` })}
            >
              <span>{label}</span>
              <OfferedPrice price={variant.price} of={variant} size="s" className={css.price} />
              <span className={here > 0 ? css.here : css.none}>
                {here > 0 ? t('here', { count: String(here) }) : t('notHere')}
              </span>
            </Button>
          </li>
        )
      })}
    </ul>
  )
}

/** "czerwony, M": the words of a variant's options, or its SKU when it has none. */
function labelOf(page: ProductPage, variant: ProductPage['variants'][number]): string {
  const words = [
    page.colours.find(({ code }) => code === variant.colour)?.label,
    page.sizes.find(({ code }) => code === variant.size)?.label,
  ].filter((word) => word !== undefined)
  return words.length > 0 ? words.join(', ') : variant.sku
}

/** The value once it has rested. */
function usePaused<T>(value: T): T {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return paused
}
