import {
  Button,
  ColourPicker,
  EmptyState,
  OfferedPrice,
  SizePicker,
  Skeleton,
  useFormat,
  useLocale,
} from '@splot/ui'
import { useCallback, useState } from 'react'
import { product } from '../api/browse.ts'
import type { Fulfilment, ProductPage, Variant } from '../api/types.ts'
import { PICTURE } from '../listing/picture.ts'
import { isAvailable, variantOf } from '../product/stock.ts'
import { isMissing } from './device.ts'
import { useFresh } from './fresh.ts'
import { useVisit } from './visit.tsx'
import { problemWords, useT } from './words.ts'
import css from './kiosk.module.css'

/** Pieces beyond this are not counted out to the public. */
const MAX_SHOWN = 10
/** Other stores that are worth a walk on one screen. */
const MAX_STORES = 6

type Chosen = Readonly<{ colour: string | null; size: string | null }>

/** An article with its price in this store, and where it is. */
export function Article({ handle, ...chosen }: Readonly<{ handle: string }> & Chosen) {
  const t = useT('article')
  const { locale } = useLocale()
  const { api } = useVisit()
  const found = useFresh(useCallback(() => product(api, locale, handle), [api, locale, handle]))
  if (found.state === 'loading') return <Skeleton shape="block" lines={3} />
  if (found.state === 'failed')
    return <EmptyState title={isMissing(found.problem) ? t('gone') : problemWords(found.problem, locale)} />
  return <Open page={found.value} scanned={chosen} />
}

function Open({ page, scanned }: Readonly<{ page: ProductPage; scanned: Chosen }>) {
  const t = useT('article')
  const [chosen, setChosen] = useState<Chosen>({
    colour: scanned.colour ?? page.colours[0]?.code ?? null,
    size: scanned.size ?? (page.sizes.length === 1 ? (page.sizes[0]?.code ?? null) : null),
  })
  const { colour, size } = chosen
  const variant = variantOf(page, colour, size)
  const taking = useTaking()
  const picture = page.pictures.find((one) => one.colour === colour) ?? page.pictures[0]
  return (
    <>
      <article className={css.article}>
        <div className={css.picture}>
          {picture && <img src={picture.url} alt={picture.alt} {...PICTURE} />}
        </div>
        <div className={css.about}>
          <p className={css.quiet}>{page.brand}</p>
          <h1>{page.name}</h1>
          <OfferedPrice price={variant?.price ?? page.price.from} of={variant ?? page} size="l" />
          <p className={css.quiet}>{t('vat')}</p>
        </div>
        <div className={css.choices}>
          {page.colours.length > 0 && (
            <ColourPicker
              label={t('colour')}
              colours={page.colours.map(({ code, label, hex }) => ({
                id: code,
                name: label,
                value: hex ?? 'transparent',
              }))}
              value={colour}
              onChange={(next) => setChosen({ colour: next, size })}
            />
          )}
          {page.sizes.length > 0 && (
            <SizePicker
              label={t('size')}
              sizes={page.sizes.map(({ code, label }) => ({
                value: code,
                label,
                available: isAvailable(variantOf(page, colour, code)),
              }))}
              value={size}
              onChange={(next) => setChosen({ colour, size: next })}
            />
          )}
        </div>
        {variant ? (
          <Places page={page} variant={variant} taking={taking} />
        ) : (
          <p className={css.quiet}>{t('choose')}</p>
        )}
      </article>
      {variant && <Actions variant={variant} taking={taking} />}
    </>
  )
}

/** What most people came to do: it stays at the bottom, whatever is scrolled above it. */
function Actions({ variant, taking }: Readonly<{ variant: Variant; taking: Taking }>) {
  const t = useT('article')
  const { enrolment } = useVisit()
  const { pending, done, take } = taking
  const here = variant.stores[enrolment.placeId] ?? 0
  return (
    <div className={css.onward}>
      <output className={css.done}>{done}</output>
      <div className={css.actions}>
        <Button
          variant="primary"
          size="l"
          isPending={pending}
          isDisabled={here === 0}
          onPress={() => void take(variant, { kind: 'pickup', locationId: enrolment.placeId })}
        >
          {t('keepHere')}
        </Button>
        <Button
          size="l"
          isPending={pending}
          isDisabled={variant.online === 0}
          onPress={() => void take(variant, { kind: 'ship' })}
        >
          {t('send')}
        </Button>
      </div>
    </div>
  )
}

/** Where it is now, and what she can have done about it. */
function Places({
  page,
  variant,
  taking,
}: Readonly<{ page: ProductPage; variant: Variant; taking: Taking }>) {
  const t = useT('article')
  const { enrolment } = useVisit()
  const { pending, take } = taking
  const here = variant.stores[enrolment.placeId] ?? 0
  const count = (pieces: number) =>
    pieces >= MAX_SHOWN ? t('piecesOrMore', { count: String(MAX_SHOWN) }) : t('pieces', { count: pieces })
  const others = page.stores
    .filter(({ id }) => id !== enrolment.placeId && (variant.stores[id] ?? 0) > 0)
    .toSorted((a, b) => (variant.stores[b.id] ?? 0) - (variant.stores[a.id] ?? 0))
    .slice(0, MAX_STORES)
  return (
    <div className={css.places}>
      <dl className={css.stock}>
        <div>
          <dt>{t('here')}</dt>
          <dd data-testid="here">{here > 0 ? count(here) : t('hereNone')}</dd>
        </div>
        <div>
          <dt>{t('home')}</dt>
          <dd>{variant.online > 0 ? t('homeYes') : t('homeNo')}</dd>
        </div>
      </dl>
      <h2>{t('elsewhere')}</h2>
      {others.length === 0 && <p className={css.quiet}>{t('elsewhereNone')}</p>}
      <ul className={css.rows}>
        {others.map(({ id, name, city }) => (
          <li key={id}>
            <span>
              <strong>{name}</strong> <span className={css.quiet}>{city}</span>
            </span>
            <span>{count(variant.stores[id] ?? 0)}</span>
            <Button
              size="s"
              isPending={pending}
              onPress={() => void take(variant, { kind: 'pickup', locationId: id })}
            >
              {t('keepThere', { store: name })}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

type Taking = ReturnType<typeof useTaking>

/** Puts articles into the basket, and says until when a store keeps the last one. */
function useTaking() {
  const t = useT('article')
  const format = useFormat()
  const { locale } = useLocale()
  const { cart, say } = useVisit()
  const [pending, setPending] = useState(false)
  const [done, setDone] = useState('')
  const take = async ({ sku }: Variant, fulfilment: Fulfilment) => {
    setPending(true)
    setDone('')
    say(null)
    try {
      const after = await cart.add({ sku, quantity: 1, fulfilment })
      const line = after.lines.find((one) => one.sku === sku && one.fulfilment.kind === fulfilment.kind)
      const until = line?.hold.expiresAt
      setDone(until ? t('addedUntil', { time: format.date(until, 'time') }) : t('added'))
    } catch (problem) {
      say(problemWords(problem, locale))
    } finally {
      setPending(false)
    }
  }
  return { pending, done, take }
}
