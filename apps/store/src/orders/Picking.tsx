import {
  Button,
  buttonClass,
  cx,
  ErrorState,
  Progress,
  PromiseTime,
  RefreshLine,
  ScanBar,
  Skeleton,
  TextField,
  useFormat,
  optionText,
  spokenNumber,
} from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Check, CircleCheckBig, OctagonX, PackageCheck, Truck } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Fulfilment, FulfilmentLine } from '../api/types.ts'
import { api, ask } from '../house.ts'
import { Go } from '../places.tsx'
import { picking } from '../routes.ts'
import { play } from '../scan/sound.ts'
import { useWaitingQuantity } from '../scan/scans.tsx'
import { ProblemNote } from '../shell/Problem.tsx'
import { ArticlePicture } from '../till/ArticlePicture.tsx'
import { errorId, errorWords, useT } from '../words.ts'
import { fulfilmentOf, isTodo, learn } from './queries.ts'
import { usePicking } from './use-picking.ts'
import css from './Picking.module.css'

/** One order: every scan ticks a piece, the last one makes it ready by itself. */
export function PickingPage() {
  const t = useT('orders')
  const { id } = picking.useParams()
  const found = useQuery(fulfilmentOf(id))
  if (found.isPending) return <Skeleton shape="block" lines={4} className={css.page} />
  if (!found.data) {
    return (
      <ErrorState
        title={<Failure error={found.error} />}
        safe={t('failedSafe')}
        onRetry={() => void found.refetch()}
        id={errorId(found.error)}
      />
    )
  }
  return (
    <>
      <RefreshLine active={found.isFetching} />
      <Picking key={id} fulfilment={found.data} />
    </>
  )
}

function Failure({ error }: { readonly error: unknown }) {
  const { locale } = useFormat()
  return errorWords(error, locale)
}

function Picking({ fulfilment }: { readonly fulfilment: Fulfilment }) {
  const t = useT('pick')
  const orders = useT('orders')
  const quantity = useWaitingQuantity()
  const { said, pick, start, isBusy } = usePicking(fulfilment)
  const { kind, state, orderNumber, promisedAt, createdAt, lines, picked, pieces } = fulfilment
  return (
    <div className={css.page}>
      <header className={css.head}>
        <Go place={{ to: '/orders' }} className={buttonClass({ variant: 'quiet', size: 's' })}>
          <ArrowLeft aria-hidden /> {t('back')}
        </Go>
        <div className={css.title}>
          <h1>{orders('order', { number: spokenNumber(orderNumber) })}</h1>
          <span className={css.kind}>{kind === 'ship' ? orders('ship') : orders('pickup')}</span>
        </div>
        {isTodo(fulfilment) && promisedAt && <PromiseTime promisedAt={promisedAt} since={createdAt} />}
      </header>
      {isTodo(fulfilment) && picked < pieces && (
        <div className={css.scan}>
          <ScanBar state={said?.state ?? 'ready'} count={said?.count ?? 0} quantity={quantity}>
            {said?.text ?? t('scan')}
          </ScanBar>
        </div>
      )}
      <Outcome fulfilment={fulfilment} />
      <Progress
        done={picked}
        all={pieces}
        words={t('progress', { picked: String(picked), pieces: String(pieces) })}
      />
      <ul className={css.lines} aria-label={t('title', { number: orderNumber })}>
        {lines.map((line) => (
          <Line
            key={line.lineId}
            line={line}
            onByHand={isTodo(fulfilment) && line.picked < line.quantity ? () => pick(line.sku, 1) : null}
          />
        ))}
      </ul>
      {state === 'waiting' && (
        <div className={css.foot}>
          <Button size="l" wide isPending={isBusy} onPress={start}>
            {t('start')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Line({ line, onByHand }: { readonly line: FulfilmentLine; readonly onByHand: (() => void) | null }) {
  const t = useT('pick')
  const { locale } = useFormat()
  const isDone = line.picked === line.quantity
  const name = line.name[locale]
  return (
    <li className={cx(css.line, isDone && css.done)}>
      <ArticlePicture url={line.picture?.url ?? null} size="l" />
      <div className={css.words}>
        <strong>{name}</strong>
        <span className={css.options}>{optionText(line.options, locale)}</span>
        <span className={css.code}>{line.gtin ?? line.sku}</span>
        {onByHand && (
          <Button variant="quiet" size="s" aria-label={t('byHand', { name })} onPress={onByHand}>
            {t('byHandShort')}
          </Button>
        )}
      </div>
      <span className={css.tally}>
        {isDone ? (
          <>
            <span className={css.tick}>
              <Check aria-hidden />
            </span>
            <span className={css.tallyWords}>{t('done')}</span>
          </>
        ) : (
          <span className={css.left}>
            {line.picked}/{line.quantity}
          </span>
        )}
      </span>
    </li>
  )
}

/** What it has become, and what to do with it now. */
function Outcome({ fulfilment }: { readonly fulfilment: Fulfilment }) {
  const t = useT('pick')
  const { state, kind, orderNumber, carrier, trackingNumber, picked, pieces } = fulfilment
  if (state === 'picking' && kind === 'ship' && picked === pieces) return <Ship fulfilment={fulfilment} />
  const number = spokenNumber(orderNumber)
  switch (state) {
    case 'ready':
      return (
        <Sheet
          icon={<PackageCheck aria-hidden />}
          title={t('ready')}
          why={t('readyWhy', { number })}
          isGood
        />
      )
    case 'shipped':
    case 'delivered':
      return (
        <Sheet
          icon={<Truck aria-hidden />}
          title={t('shipped')}
          why={t('shippedWhy', { carrier: carrier ?? '', tracking: trackingNumber ?? '' })}
          isGood
        />
      )
    case 'collected':
      return (
        <Sheet icon={<CircleCheckBig aria-hidden />} title={t('collected')} why={t('collectedWhy')} isGood />
      )
    case 'cancelled':
      return <Sheet icon={<OctagonX aria-hidden />} title={t('cancelled')} why={t('cancelledWhy')} />
    default:
      return null
  }
}

interface SheetProps {
  readonly icon: ReactNode
  readonly title: string
  readonly why: string
  readonly isGood?: boolean
}

function Sheet({ icon, title, why, isGood = false }: SheetProps) {
  const t = useT('pick')
  return (
    <output className={cx(css.sheet, isGood && css.good)}>
      {icon}
      <div>
        <h2>{title}</h2>
        <p>{why}</p>
      </div>
      <Go place={{ to: '/orders' }} className={buttonClass({ variant: 'primary' })}>
        {t('readyNext')}
      </Go>
    </output>
  )
}

function Ship({ fulfilment }: { readonly fulfilment: Fulfilment }) {
  const t = useT('pick')
  const orders = useT('orders')
  const [carrier, setCarrier] = useState('')
  const [tracking, setTracking] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isPending, setPending] = useState(false)
  const ship = async (event: FormEvent) => {
    event.preventDefault()
    if (isPending) return
    setPending(true)
    setError(null)
    try {
      const path = { id: fulfilment.id }
      const body = { carrier: carrier.trim(), trackingNumber: tracking.trim() }
      learn(await ask(api.POST('/v1/fulfilments/{id}/ship', { params: { path }, body })))
      play('done')
    } catch (failure) {
      setError(failure)
    } finally {
      setPending(false)
    }
  }
  return (
    <form className={cx(css.sheet, css.ship)} onSubmit={(event) => void ship(event)}>
      <h2>
        <Truck aria-hidden /> {t('shipTitle')}
      </h2>
      <TextField
        label={t('carrier')}
        value={carrier}
        onChange={setCarrier}
        maxLength={64}
        autoComplete="off"
      />
      <TextField
        label={t('tracking')}
        value={tracking}
        onChange={setTracking}
        maxLength={64}
        autoComplete="off"
      />
      {error !== null && <ProblemNote title={t('refusedTitle')} safe={orders('failedSafe')} error={error} />}
      <Button
        type="submit"
        variant="primary"
        size="l"
        isPending={isPending}
        isDisabled={!carrier.trim() || !tracking.trim()}
      >
        {t('ship')}
      </Button>
    </form>
  )
}
