import { EmptyState, ErrorState, Skeleton, toast } from '@splot/ui'
import {
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
  useRouterState,
} from '@tanstack/react-router'
import { Enrol } from './device/Enrol.tsx'
import { SignIn } from './device/SignIn.tsx'
import { Home } from './home/Home.tsx'
import { device } from './house.ts'
import { HandOver } from './orders/HandOver.tsx'
import { PickingPage } from './orders/Picking.tsx'
import { Queue } from './orders/Queue.tsx'
import { showCode } from './orders/shown-code.ts'
import { useGo } from './places.tsx'
import {
  handOver,
  home,
  picking,
  queue,
  root,
  stockArticle,
  stockCount,
  stockDelivery,
  stockHome,
  stockNewCount,
  stockNewTransfer,
  stockPutAway,
  stockReceipt,
  stockTransfer,
  till,
} from './routes.ts'
import { play } from './scan/sound.ts'
import { ScansProvider } from './scan/scans.tsx'
import { Shell } from './shell/Shell.tsx'
import { openWith } from './till/open-with.ts'
import { useDevice } from './use-house.ts'
import { useT } from './words.ts'

/** The screens of the addresses in `routes.ts`. */
root.update({ component: Root, notFoundComponent: NothingHere, errorComponent: Crashed })
home.update({ component: Home })
queue.update({ component: Queue })
picking.update({ component: PickingPage })
handOver.update({ component: HandOver })

/** The counter comes as a piece of its own, which a device that is enrolled has before anybody opens it. */
const counter = () => import('./till/Till.tsx')
till.update({ component: lazyRouteComponent(counter, 'Till') })
device.subscribe(() => {
  // Without an answer it is asked for again when it is opened.
  if (device.current().stage === 'enrolled') void counter().catch(() => {})
})

/** Work with stock comes as a piece of its own, so that a till starts without it. */
const stock = () => import('./stock/screens.ts')
stockHome.update({ component: lazyRouteComponent(stock, 'StockHome') })
stockDelivery.update({ component: lazyRouteComponent(stock, 'DeliveryPage') })
stockReceipt.update({ component: lazyRouteComponent(stock, 'ReceiptPage') })
stockNewTransfer.update({ component: lazyRouteComponent(stock, 'NewTransferPage') })
stockTransfer.update({ component: lazyRouteComponent(stock, 'TransferPage') })
stockNewCount.update({ component: lazyRouteComponent(stock, 'NewCountPage') })
stockCount.update({ component: lazyRouteComponent(stock, 'CountPage') })
stockPutAway.update({ component: lazyRouteComponent(stock, 'PutAwayPage') })
stockArticle.update({ component: lazyRouteComponent(stock, 'ArticlePage') })

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    till,
    queue,
    picking,
    handOver,
    stockHome,
    stockDelivery,
    stockReceipt,
    stockNewTransfer,
    stockTransfer,
    stockNewCount,
    stockCount,
    stockPutAway,
    stockArticle,
  ]),
  basepath: '/store',
  defaultPreload: false,
})

/** The device first, then the person, then the work; the address stays, so that a lock leads back to where one was. */
function Root() {
  const device = useDevice()
  const go = useGo()
  const t = useT('scan')
  const path = useRouterState({ select: (state) => state.location.pathname })
  const isSignedIn = device.stage === 'enrolled' && device.session !== null
  return (
    <ScansProvider
      otherwise={({ scan, quantity }) => {
        if (!isSignedIn) return
        if (scan.kind === 'pickup') {
          play('ok')
          showCode(scan)
          go({ to: '/hand-over' })
        } else if (scan.kind === 'order') {
          go({ to: '/till', search: { order: scan.number } })
        } else if (scan.kind === 'product' && path === '/') {
          openWith({ kind: 'product', gtin: scan.gtin, quantity })
          go({ to: '/till' })
        } else if (scan.kind === 'customer') {
          openWith({ kind: 'customer', code: scan.code })
          go({ to: '/till' })
        } else {
          play('wrong')
          toast({ title: t('notHere'), status: 'warn' })
        }
      }}
    >
      <Inside />
    </ScansProvider>
  )
}

function Inside() {
  const device = useDevice()
  if (device.stage === 'opening') return <Skeleton shape="block" />
  if (device.stage === 'unknown') return <Enrol storage={device.storage} />
  const { enrolment, session, lockedFor, ended } = device
  if (!session) {
    return <SignIn key={lockedFor?.id ?? ''} enrolment={enrolment} lockedFor={lockedFor} ended={ended} />
  }
  return (
    <Shell>
      <Outlet />
    </Shell>
  )
}

function NothingHere() {
  const t = useT('app')
  return <EmptyState title={t('nothingHere')} why={t('nothingHereWhy')} />
}

function Crashed({ error }: ErrorComponentProps) {
  const t = useT('app')
  return (
    <ErrorState
      title={t('crashed')}
      safe={t('crashedSafe')}
      onRetry={() => window.location.reload()}
      id={error instanceof Error ? error.message : null}
    />
  )
}
