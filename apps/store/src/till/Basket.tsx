import {
  Button,
  cx,
  EmptyState,
  IconButton,
  Money,
  Price,
  QuantityStepper,
  toast,
  useFormat,
  useLocale,
} from '@splot/ui'
import { unitPrice, wordsOf, type PricedLine } from '@splot/rules'
import { Banknote, CircleHelp, ScanLine, Tag, Trash2, UserRound, X } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { ProblemNote } from '../shell/Problem.tsx'
import { problemOfCode, useT } from '../words.ts'
import { ArticlePicture } from './ArticlePicture.tsx'
import { foreseenReduction } from './coming-reductions.ts'
import { useMoment } from './moment.ts'
import { act, payCash, pricedSale, totalOf } from './open-sale.ts'
import { type Article, type Basket, MAX_PIECES, piecesOf, type SaleLine, type TotalChanged } from './sale.ts'
import css from './Basket.module.css'

/** Most baskets are owed nothing: this comes when one is. */
const GiftsOwed = lazy(() => import('./GiftsOwed.tsx').then((part) => ({ default: part.GiftsOwed })))

export interface BasketViewProps {
  readonly sale: Basket
  readonly isPaying: boolean
  readonly onCash: () => void
  readonly onCode: () => void
  readonly onCustomer: () => void
  /** Somebody wants to know why an article costs that. */
  readonly onWhy: (sku: string) => void
}

/** What the customer buys, and what it comes to. */
export function BasketView({ onWhy, ...foot }: BasketViewProps) {
  const { sale, onCash } = foot
  const t = useT('till')
  useMoment()
  const priced = pricedSale(sale)
  return (
    <>
      {sale.changed && <Changed changed={sale.changed} onCash={onCash} />}
      {sale.refused && (
        <ProblemNote title={t('refusedTitle')} safe={t('refusedSafe')} error={problemOfCode(sale.refused)} />
      )}
      {priced ? (
        <ol className={css.lines} aria-label={t('basket')}>
          {sale.lines.map((line, at) => (
            <Line
              key={line.article.sku}
              line={line}
              priced={priced.lines[at]}
              at={at}
              isLast={sale.last === line.article.sku}
              onWhy={onWhy}
            />
          ))}
        </ol>
      ) : (
        <EmptyState className={css.empty} icon={<ScanLine />} title={t('empty')} why={t('emptyWhy')} />
      )}
      {priced && priced.gifts.length > 0 && (
        <Suspense fallback={null}>
          <GiftsOwed sale={sale} gifts={priced.gifts} />
        </Suspense>
      )}
      <Foot {...foot} />
    </>
  )
}

function Foot({ sale, isPaying, onCash, onCode, onCustomer }: Omit<BasketViewProps, 'onWhy'>) {
  const t = useT('till')
  const app = useT('app')
  const format = useFormat()
  const { lines } = sale
  const total = totalOf(sale) ?? { minor: 0, currency: 'PLN' }
  const off = pricedSale(sale)?.discountMinor ?? 0
  const clear = () => {
    act({ type: 'clear' })
    toast({ title: t('cleared'), undo: () => act({ type: 'restore', lines }) })
  }
  return (
    <footer className={css.foot}>
      <div className={css.sum}>
        <span className={css.count}>
          {app('pieces', { count: piecesOf(lines) })}
          {lines.length > 0 && (
            <Button variant="quiet" size="s" icon={<Trash2 aria-hidden />} onPress={clear}>
              {t('clear')}
            </Button>
          )}
          {lines.length > 0 && (
            <Button variant="quiet" size="s" icon={<Tag aria-hidden />} onPress={onCode}>
              {t('code')}
            </Button>
          )}
          <Customer sale={sale} onCustomer={onCustomer} />
        </span>
        {off > 0 && (
          <span className={css.saved}>
            {t('saved', { amount: format.money({ minor: off, currency: total.currency }) })}
          </span>
        )}
        <output className={css.total} aria-label={t('total')}>
          <span className={css.totalLabel}>{t('total')}</span>
          <Money value={total} className={css.amount} />
        </output>
      </div>
      <Button
        variant="primary"
        size="l"
        className={css.cash}
        icon={<Banknote aria-hidden />}
        isDisabled={lines.length === 0 || isPaying}
        onPress={onCash}
      >
        {t('cash')}
      </Button>
    </footer>
  )
}

/** Whose sale it is, with a way to let her go; or a way to recognise her. */
function Customer({ sale, onCustomer }: Pick<BasketViewProps, 'sale' | 'onCustomer'>) {
  const t = useT('customer')
  const { customer } = sale
  if (!customer)
    return (
      <Button variant="quiet" size="s" icon={<UserRound aria-hidden />} onPress={onCustomer}>
        {t('title')}
      </Button>
    )
  return (
    <span className={css.customer}>
      <UserRound aria-hidden size={16} />
      {customer.firstName}
      <IconButton
        size="s"
        label={t('letGo', { name: customer.firstName })}
        onPress={() => act({ type: 'letGo' })}
      >
        <X aria-hidden />
      </IconButton>
    </span>
  )
}

function Line({
  line,
  priced,
  at,
  isLast,
  onWhy,
}: {
  readonly line: SaleLine
  readonly priced: PricedLine | undefined
  readonly at: number
  readonly isLast: boolean
} & Pick<BasketViewProps, 'onWhy'>) {
  const t = useT('till')
  const row = useRef<HTMLLIElement>(null)
  const { article, quantity } = line
  useEffect(() => {
    if (isLast && quantity > 0) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isLast, quantity])
  const remove = () => {
    act({ type: 'remove', sku: article.sku })
    toast({ title: t('removed', { name: article.name }), undo: () => act({ type: 'putBack', line, at }) })
  }
  const { currency } = article.price
  const sum = { minor: priced?.grossMinor ?? article.price.minor * quantity, currency }
  return (
    <li ref={row} className={cx(css.line, isLast && css.last)}>
      <ArticlePicture url={article.picture} />
      <span className={css.name}>
        <strong>{article.name}</strong>
        {article.options && <span>{article.options}</span>}
        <PiecePrice article={article} priced={priced} />
        <Why line={line} priced={priced} />
      </span>
      <QuantityStepper
        label={t('quantityOf', { name: article.name })}
        value={quantity}
        max={MAX_PIECES}
        onChange={(next) => act({ type: 'setQuantity', sku: article.sku, quantity: next })}
      />
      <Money value={sum} className={css.lineSum} />
      <IconButton label={t('why', { name: article.name })} size="s" onPress={() => onWhy(article.sku)}>
        <CircleHelp aria-hidden />
      </IconButton>
      <IconButton label={t('remove', { name: article.name })} size="s" onPress={remove}>
        <X aria-hidden />
      </IconButton>
    </li>
  )
}

/** What one piece costs, as every surface shows it; as reduced only while what is sold is what was presented so. */
function PiecePrice({
  article,
  priced,
}: {
  readonly article: Article
  readonly priced: PricedLine | undefined
}) {
  const { netContent } = article
  const { currency } = article.price
  const unitMinor = priced?.unitMinor ?? article.price.minor
  // What the server said of the article may be older than the reduction that stands by now.
  const reduced = [foreseenReduction(article), article.reduced].find(
    (one) => one && priced && (one.minor === unitMinor || one.minor * priced.quantity === priced.grossMinor),
  )
  const minor = reduced ? reduced.minor : unitMinor
  const measured = netContent && unitPrice(minor, netContent)
  const money = (amount: number) => ({ minor: amount, currency })
  return (
    <Price
      current={money(minor)}
      previous={reduced ? money(reduced.beforeMinor) : null}
      lowest30Days={reduced ? money(reduced.lowestMinor) : null}
      beforeFirst={reduced?.beforeFirst}
      unitPrice={measured && { price: money(measured.minor), per: measured.per }}
      size="s"
    />
  )
}

/** Why the line costs that: exceptions of the price list and promotions in short. */
function Why({
  line: { article },
  priced,
}: {
  readonly line: SaleLine
  readonly priced: PricedLine | undefined
}) {
  const t = useT('till')
  const format = useFormat()
  const { locale } = useLocale()
  if (!priced) return null
  const { currency } = article.price
  const { price, discounts } = priced
  return (
    <>
      {price && (
        <span>
          {price.fromQuantity > 1 && `${t('fromPieces', { count: price.fromQuantity })} · `}
          {wordsOf(price, locale, currency).short}
        </span>
      )}
      {discounts.map(({ promotionId, label, minor }) => (
        <span key={promotionId} className={css.discount}>
          {label[locale]} −{format.money({ minor, currency })}
        </span>
      ))}
    </>
  )
}

/** The one question after a change of price: both totals, sell or go back. */
function Changed({ changed, onCash }: { readonly changed: TotalChanged; readonly onCash: () => void }) {
  const t = useT('till')
  const format = useFormat()
  const now = format.money(changed.now)
  const accept = () => {
    // The note that was on the counter may not be enough any more.
    if (changed.given >= changed.now.minor) void payCash(changed.given)
    else onCash()
  }
  return (
    <div className={css.changed} role="alert">
      <div className={css.changedWords}>
        <strong>{t('changedTitle')}</strong>
        <span>{t('changedText', { was: format.money(changed.was), now })}</span>
      </div>
      <div className={css.changedActions}>
        <Button variant="primary" onPress={accept}>
          {t('changedAccept', { now })}
        </Button>
        <Button variant="quiet" onPress={() => act({ type: 'seen' })}>
          {t('changedBack')}
        </Button>
      </div>
    </div>
  )
}
