import { ProblemError } from '@splot/client'
import { Button, cx, ScanBar, type ScanState, useFormat, useLocale } from '@splot/ui'
import { Gift, Search, Undo2 } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ReturnPanel } from '../returns/ReturnPanel.tsx'
import { till } from '../routes.ts'
import { play } from '../scan/sound.ts'
import { useTakeScan, useWaitingQuantity } from '../scan/scans.tsx'
import { errorWords, useT } from '../words.ts'
import { BasketView } from './Basket.tsx'
import { CashPanel } from './CashPanel.tsx'
import { CodePanel } from './CodePanel.tsx'
import { CustomerPanel, type ShownCode } from './CustomerPanel.tsx'
import { cardNumberIn } from './gift-card.ts'
import { act, currentSale, useSale } from './open-sale.ts'
import { takeOpeningScan } from './open-with.ts'
import { PaidView } from './Paid.tsx'
import { type Article, cannotAdd, MAX_LINES, MAX_PIECES, waitsForCard } from './sale.ts'
import { SearchPanel } from './SearchPanel.tsx'
import { GiftCardPanel } from './SellGiftCard.tsx'
import { mayBeCode } from './scanned-code.ts'
import { articleByGtin, type Found } from './variants.ts'
import { WhyPanel } from './WhyPanel.tsx'
import css from './Till.module.css'

type Panel =
  | { readonly kind: 'search'; readonly asked: boolean }
  | { readonly kind: 'cash'; readonly card?: string }
  | { readonly kind: 'sell card'; readonly card?: string }
  | { readonly kind: 'code'; readonly scanned?: string }
  | { readonly kind: 'customer'; readonly shown?: ShownCode }
  | { readonly kind: 'why'; readonly sku: string }
  | { readonly kind: 'return'; readonly number: string | null }

interface Said {
  readonly state: ScanState
  readonly text: string
  readonly count: number
}

/** The till: the basket never leaves the screen, everything else is a panel beside it. */
export function Till() {
  const t = useT('till')
  const scanWords = useT('scan')
  const { order } = till.useSearch()
  const sale = useSale()
  const quantity = useWaitingQuantity()
  const [panel, setPanel] = useState<Panel>(
    order ? { kind: 'return', number: order } : { kind: 'search', asked: false },
  )
  const isPaying = panel.kind === 'cash' && canPay(sale)
  const { said, choose, scan, hush } = useScanning()
  useEffect(() => {
    // What was scanned into the last sale says nothing about the next one.
    if (sale.stage === 'paid') hush()
  }, [sale.stage, hush])

  useTakeScan((event) => {
    const read = event.scan
    if (read.kind === 'pickup') return false
    if (read.kind === 'customer') return meet(read.code)
    if (read.kind === 'order') setPanel({ kind: 'return', number: read.number })
    else if (read.kind === 'product') scan(read.gtin, event.quantity)
    else if (cardNumberIn(read.text) && canPay(sale)) setPanel({ kind: 'cash', card: read.text })
    else if (cardNumberIn(read.text)) setPanel({ kind: 'sell card', card: read.text })
    else if (mayBeCode(read.text) && canPay(sale) && !isPaying) {
      hush()
      setPanel({ kind: 'code', scanned: read.text })
    } else scan(null, 1, read.text)
    return true
  })
  useEffect(() => {
    const opening = takeOpeningScan()
    if (opening?.kind === 'customer') meet(opening.code)
    else if (opening) scan(opening.gtin, opening.quantity)
    // Once, when the till opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  // The same address with another order: its code was scanned while the till stood open.
  useEffect(() => {
    if (order) setPanel({ kind: 'return', number: order })
  }, [order])
  useFunctionKeys({
    F2: () => setPanel({ kind: 'search', asked: true }),
    F4: () => setPanel({ kind: 'return', number: null }),
    F9: () => canPay(sale) && setPanel({ kind: 'cash' }),
  })
  const close = useCallback(() => setPanel({ kind: 'search', asked: false }), [])
  const isCoding = panel.kind === 'code' && canPay(sale)
  const isMeeting = panel.kind === 'customer' && sale.stage === 'basket'
  const asked = panel.kind === 'why' && sale.stage === 'basket' ? panel.sku : null
  const isAsking = asked !== null && currentLine(sale, asked)
  const isIdle =
    (panel.kind === 'why' && !isAsking) ||
    (panel.kind === 'cash' && !isPaying) ||
    (panel.kind === 'code' && !isCoding) ||
    (panel.kind === 'customer' && !isMeeting)
  const shown = isIdle ? 'search' : panel.kind
  const isAsked =
    isPaying ||
    isCoding ||
    isMeeting ||
    isAsking ||
    panel.kind === 'sell card' ||
    panel.kind === 'return' ||
    (panel.kind === 'search' && panel.asked)

  return (
    <div className={cx(css.till, isAsked && css.asked)}>
      <section className={css.basket} aria-label={t('basket')}>
        <div className={css.bar}>
          <div className={css.scan}>
            <ScanBar state={said?.state ?? 'ready'} quantity={quantity} count={said?.count ?? 0}>
              {said?.text ?? scanWords('ready')}
            </ScanBar>
          </div>
          <Button
            icon={<Search aria-hidden />}
            variant={shown === 'search' && isAsked ? 'primary' : 'secondary'}
            onPress={() => setPanel({ kind: 'search', asked: true })}
          >
            {t('search')}
          </Button>
          <Button
            icon={<Undo2 aria-hidden />}
            variant={shown === 'return' ? 'primary' : 'secondary'}
            onPress={() => setPanel({ kind: 'return', number: null })}
          >
            {t('return')}
          </Button>
          <Button
            icon={<Gift aria-hidden />}
            variant={shown === 'sell card' ? 'primary' : 'secondary'}
            onPress={() => setPanel({ kind: 'sell card' })}
          >
            {t('sellCard')}
          </Button>
        </div>
        {sale.stage === 'paid' ? (
          <PaidView sale={sale} />
        ) : (
          <BasketView
            sale={sale}
            isPaying={isPaying}
            onCash={() => setPanel({ kind: 'cash' })}
            onCode={() => setPanel({ kind: 'code' })}
            onCustomer={() => setPanel({ kind: 'customer' })}
            onWhy={(sku) => setPanel({ kind: 'why', sku })}
          />
        )}
      </section>
      <section className={css.panel} aria-label={t('panel')}>
        {isPaying && sale.stage === 'basket' && (
          <CashPanel sale={sale} card={panel.kind === 'cash' ? panel.card : undefined} onDone={close} />
        )}
        {isCoding && sale.stage === 'basket' && (
          <CodePanel sale={sale} scanned={panel.kind === 'code' ? panel : {}} onDone={close} />
        )}
        {isMeeting && <CustomerPanel sale={sale} shown={panel.shown} onDone={close} />}
        {isAsking && sale.stage === 'basket' && <WhyPanel sale={sale} sku={asked} onDone={close} />}
        {shown === 'search' && (
          <SearchPanel onChoose={choose} isAsked={isAsked} {...(isAsked && { onClose: close })} />
        )}
        {panel.kind === 'sell card' && <GiftCardPanel scanned={panel.card} onClose={close} />}
        {panel.kind === 'return' && (
          <ReturnPanel key={panel.number ?? ''} number={panel.number} onNumber={openReturn} onClose={close} />
        )}
      </section>
    </div>
  )

  /** The code that a customer shows belongs to the sale that is open, or opens the next one. */
  function meet(code: string): true {
    if (waitsForCard(sale)) {
      scan(null, 1, code)
      return true
    }
    act({ type: 'next' })
    setPanel({ kind: 'customer', shown: { code } })
    return true
  }

  function openReturn(number: string | null): void {
    setPanel({ kind: 'return', number })
  }
}

const currentLine = (sale: ReturnType<typeof currentSale>, sku: string): boolean =>
  sale.lines.some(({ article }) => article.sku === sku)

const canPay = (sale: ReturnType<typeof currentSale>): boolean =>
  sale.stage === 'basket' && sale.lines.length > 0

/** Turns scans into lines, in the order in which they were scanned, and says what each one did. */
function useScanning() {
  const t = useT('scan')
  const format = useFormat()
  const { locale } = useLocale()
  const [said, setSaid] = useState<Said | null>(null)
  const line = useRef(Promise.resolve())
  const say = (state: ScanState, text: string) =>
    setSaid((last) => ({ state, text, count: (last?.count ?? 0) + 1 }))
  const refuse = (text: string) => {
    play('wrong')
    say('error', text)
  }
  const add = (article: Article, quantity: number) => {
    const why = cannotAdd(currentSale(), article, quantity)
    if (why === 'lines') return refuse(t('tooManyLines', { max: String(MAX_LINES) }))
    if (why === 'pieces') return refuse(t('tooManyPieces', { max: String(MAX_PIECES) }))
    if (why === 'currency') return refuse(t('otherCurrency'))
    if (why === 'card') return refuse(t('waitForCard'))
    act({ type: 'add', article, quantity })
    play('ok')
    say(
      'ok',
      t('added', { name: nameOf(article), quantity: String(quantity), price: format.money(article.price) }),
    )
  }
  const take = (found: Found, code: string, quantity: number) => {
    switch (found.state) {
      case 'found':
        return add(found.article, quantity)
      case 'unknown':
        return refuse(t('unknownArticle', { code }))
      case 'no_price':
        return refuse(t('noPrice', { name: found.name }))
      case 'no_network':
        return refuse(t('noNetwork'))
      case 'failed':
        return refuse(errorWords(found.error, locale))
    }
  }
  const scan = (gtin: string | null, quantity: number, text = '') => {
    if (gtin === null) return refuse(t('unknown', { text: text.slice(0, 40) }))
    const asked = articleByGtin(gtin, locale)
    line.current = line.current
      .then(() => asked)
      .then((found) => take(found, gtin, quantity))
      .catch((error: unknown) =>
        refuse(error instanceof ProblemError ? errorWords(error, locale) : t('noNetwork')),
      )
  }
  const hush = useCallback(() => setSaid(null), [])
  return { said, choose: (found: Found, sku: string) => take(found, sku, 1), scan, hush }
}

/** An article in one line: name and options. */
export const nameOf = ({ name, options }: Pick<Article, 'name' | 'options'>): string =>
  options ? `${name}, ${options}` : name

function useFunctionKeys(keys: Readonly<Record<string, () => unknown>>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const run = keys[event.key]
      if (!run) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}
