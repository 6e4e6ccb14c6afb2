import { unwrap, type SplotClient } from '@splot/client'
import { Button, cx, Dialog, LocaleSwitch, LogoMark, useLocale, useScanner } from '@splot/ui'
import { ArrowLeft, ShoppingBag } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { cardDigits, isCardNumber } from '../checkout/gift-cards.ts'
import { piecesIn } from '../memory/cart-store.ts'
import { Article } from './Article.tsx'
import { Basket } from './Basket.tsx'
import { CardBalance } from './CardBalance.tsx'
import { isMissing, type Enrolment } from './device.ts'
import { HandOver } from './HandOver.tsx'
import { useQuiet } from './idle.ts'
import { useModes } from './modes.ts'
import { Results } from './Results.tsx'
import { Start } from './Start.tsx'
import { useBasket, useNewCart, useVisit, VisitProvider, type View, type Visit } from './visit.tsx'
import { problemWords, translator, useT } from './words.ts'
import css from './kiosk.module.css'

const START: readonly View[] = [{ kind: 'start' }]

/** One visit: what is scanned or touched leads somewhere, and silence wipes everything. */
export function Screen({
  enrolment,
  api,
  onOver,
}: Readonly<{ enrolment: Enrolment; api: SplotClient; onOver: () => void }>) {
  const { locale } = useLocale()
  const cart = useNewCart(api)
  const [views, setViews] = useState(START)
  const [message, setMessage] = useState<string | null>(null)
  const [touched, setTouched] = useState(false)
  // From then on a phone may have the basket: nobody here takes anything out of it any more.
  const wasOffered = useRef(false)
  const visit = useMemo((): Visit => {
    const go = (view: View) => {
      if (view.kind === 'hand') wasOffered.current = true
      setTouched(true)
      setMessage(null)
      setViews((before) => (view.kind === 'start' ? START : [...before, view]))
    }
    return {
      enrolment,
      api,
      cart,
      go,
      say: setMessage,
      end: () => {
        if (!wasOffered.current) void cart.giveBack()
        onOver()
      },
    }
  }, [enrolment, api, cart, onOver])
  useScanner(({ scan }) => {
    setTouched(true)
    void takeScan(visit, scan, views.at(-1), locale)
  })
  const { left, stay } = useQuiet(touched, visit.end)
  const view = views.at(-1) ?? { kind: 'start' }
  return (
    <VisitProvider value={visit}>
      <Frame
        onTouched={() => setTouched(true)}
        onBack={views.length > 1 ? () => setViews((before) => before.slice(0, -1)) : null}
        message={message}
      >
        <Shown view={view} />
      </Frame>
      <StillThere left={left} onStay={stay} />
    </VisitProvider>
  )
}

function Shown({ view }: Readonly<{ view: View }>) {
  switch (view.kind) {
    case 'start':
      return <Start />
    case 'results':
      return <Results q={view.q} key={view.q} />
    case 'article':
      return <Article {...view} key={`${view.handle} ${view.colour} ${view.size}`} />
    case 'card':
      return <CardBalance scanned={view.number} key={view.number} />
    case 'basket':
      return <Basket />
    case 'hand':
      return <HandOver />
  }
}

/** Everything that can be touched at any time stands at the bottom, within reach of a child and of a wheelchair. */
function Frame({
  children,
  onBack,
  onTouched,
  message,
}: Readonly<{
  children: React.ReactNode
  onBack: (() => void) | null
  onTouched: () => void
  message: string | null
}>) {
  const t = useT('bar')
  const { enrolment, go, end } = useVisit()
  const { cart } = useBasket()
  const modes = useModes()
  return (
    <div className={cx(css.screen, modes.low && css.low)} onPointerDownCapture={onTouched}>
      <header className={css.head}>
        <LogoMark />
        <p>{t('place', { name: enrolment.placeName })}</p>
      </header>
      <main className={css.main}>{children}</main>
      <p className={css.message} role="alert">
        {message}
      </p>
      <nav className={css.bar} aria-label={t('label')}>
        <div className={css.ways}>
          {onBack && (
            <Button icon={<ArrowLeft aria-hidden />} onPress={onBack}>
              {t('back')}
            </Button>
          )}
          <Button onPress={end}>{t('start')}</Button>
          <Button icon={<ShoppingBag aria-hidden />} onPress={() => go({ kind: 'basket' })}>
            {t('basket', { count: piecesIn(cart) })}
          </Button>
        </div>
        <div className={css.modes}>
          <LocaleSwitch />
          <Button variant="quiet" size="s" onPress={modes.changeText}>
            {modes.large ? t('sizeNormal') : t('size')}
          </Button>
          <Button variant="quiet" size="s" onPress={modes.changeContrast}>
            {modes.contrast ? t('contrastNormal') : t('contrast')}
          </Button>
          <Button variant="quiet" size="s" onPress={modes.changeReach}>
            {modes.low ? t('high') : t('low')}
          </Button>
        </div>
      </nav>
    </div>
  )
}

/** The question before everything is wiped. Any touch is an answer. */
function StillThere({ left, onStay }: Readonly<{ left: number | null; onStay: () => void }>) {
  const t = useT('still')
  const { end } = useVisit()
  return (
    <Dialog
      title={t('title')}
      isOpen={left !== null}
      onOpenChange={onStay}
      role="alertdialog"
      footer={
        <>
          <Button onPress={end}>{t('leave')}</Button>
          <Button variant="primary" onPress={onStay}>
            {t('stay')}
          </Button>
        </>
      }
    >
      <p>{t('text', { seconds: left ?? 0 })}</p>
    </Dialog>
  )
}

type Scanned = Parameters<Parameters<typeof useScanner>[0]>[0]['scan']

/** A tag leads to its article, a gift card to what it holds; anything else at the basket is a code of a promotion. */
async function takeScan(
  visit: Visit,
  scan: Scanned,
  view: View | undefined,
  locale: 'pl' | 'en',
): Promise<void> {
  const t = translator(locale, 'problems')
  try {
    if (scan.kind === 'product') {
      const path = { gtin: scan.gtin }
      const found = await unwrap(visit.api.GET('/v1/variants/by-gtin/{gtin}', { params: { path } }))
      const chosen = (code: string) => found.options.find((option) => option.code === code)?.value ?? null
      visit.go({ kind: 'article', handle: found.handle, colour: chosen('colour'), size: chosen('size') })
    } else if (scan.kind === 'unknown' && isCardNumber(scan.text)) {
      visit.go({ kind: 'card', number: cardDigits(scan.text) })
    } else if (scan.kind === 'unknown' && view?.kind === 'basket' && visit.cart.key) {
      visit.say(null)
      await visit.cart.takeCoupon(scan.text)
    } else visit.say(t('unknownCode', { code: scan.kind === 'unknown' ? scan.text : '' }))
  } catch (problem) {
    visit.say(
      scan.kind === 'product' && isMissing(problem)
        ? t('unknownGtin', { code: scan.gtin })
        : problemWords(problem, locale),
    )
  }
}
