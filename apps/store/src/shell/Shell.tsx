import { unsettled } from '@splot/offline'
import {
  AppShell,
  Badge,
  Button,
  cx,
  Dialog,
  IconButton,
  LocaleSwitch,
  LogoMark,
  ThemeSwitch,
  TopBar,
} from '@splot/ui'
import { useRouterState } from '@tanstack/react-router'
import {
  Boxes,
  CloudUpload,
  Lock,
  LogOut,
  MapPin,
  PackageCheck,
  ShoppingBasket,
  UserRound,
  WifiOff,
} from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { lock, useAutoLock } from '../device/auto-lock.ts'
import { api, device, outbox } from '../house.ts'
import { isTodo, useQueue } from '../orders/queries.ts'
import { Go } from '../places.tsx'
import { sealOpenDrafts } from '../stock/open-drafts.ts'
import { useFollowFacts } from '../use-follow-facts.ts'
import { useHere, useOnline, useOutbox } from '../use-house.ts'
import { useT } from '../words.ts'
import { OutboxDrawer } from './OutboxDrawer.tsx'
import css from './Shell.module.css'

/** The frame around all work: the place and the person, the areas, what waits to be sent. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { enrolment, session } = useHere()
  const path = useRouterState({ select: (state) => state.location.pathname })
  useAutoLock(enrolment.idleMinutes)
  useFollowFacts(session.token, session.permissions)
  const density = path.startsWith('/till') ? 'till' : 'assistant'
  useEffect(() => {
    document.documentElement.dataset['density'] = density
  }, [density])
  return (
    <AppShell
      fixed
      top={
        <TopBar
          className={css.top}
          start={<Place />}
          end={
            <>
              <OutboxButton />
              <Person />
            </>
          }
        >
          <Areas className={css.inBar} />
        </TopBar>
      }
      bottom={<Areas className={css.below} />}
    >
      {children}
    </AppShell>
  )
}

function Place() {
  const t = useT('app')
  const { enrolment, session } = useHere()
  return (
    <Go
      place={{ to: '/' }}
      className={css.place}
      label={`${t('home')}: ${enrolment.location.name}, ${enrolment.name}`}
    >
      <LogoMark size={30} />
      <span className={css.placeWords}>
        <strong>
          <MapPin aria-hidden /> {enrolment.location.name}
        </strong>
        <span>
          {enrolment.name}
          <span className={css.alsoPerson}> · {session.person.name}</span>
        </span>
      </span>
    </Go>
  )
}

function Areas({ className }: { readonly className: string | undefined }) {
  const t = useT('app')
  const { session } = useHere()
  const todo = useQueue().data?.filter(isTodo).length ?? 0
  const may = (permission: string) => session.permissions.includes(permission)
  return (
    <nav aria-label={t('areas')} className={cx(css.areas, className)}>
      {may('till.sell') && (
        <Go place={{ to: '/till' }} className={css.area}>
          <ShoppingBasket aria-hidden /> {t('till')}
        </Go>
      )}
      {may('fulfilment.pick') && (
        <Go place={{ to: '/orders' }} className={css.area}>
          <PackageCheck aria-hidden /> {t('orders')}
          {todo > 0 && <Badge tone="accent">{todo}</Badge>}
        </Go>
      )}
      {may('stock.read') && (
        <Go place={{ to: '/stock' }} className={css.area}>
          <Boxes aria-hidden /> {t('stock')}
        </Go>
      )}
    </nav>
  )
}

function OutboxButton() {
  const t = useT('outbox')
  const online = useOnline()
  const app = useT('app')
  const [isOpen, setOpen] = useState(false)
  const open = unsettled(useOutbox())
  const refused = open.some((entry) => entry.state === 'refused')
  const look = refused ? css.refused : open.length > 0 ? css.waiting : undefined
  return (
    <>
      {!online && (
        <span className={css.offline}>
          <WifiOff aria-hidden /> <span>{app('offline')}</span>
        </span>
      )}
      <Button
        variant="quiet"
        size="s"
        aria-label={t('count', { count: open.length })}
        className={cx(css.outbox, look)}
        icon={<CloudUpload aria-hidden />}
        onPress={() => setOpen(true)}
      >
        <span className={css.outboxWords}>{t('short', { count: open.length })}</span>
        <span className={css.outboxCount}>{open.length}</span>
      </Button>
      <OutboxDrawer isOpen={isOpen} onOpenChange={setOpen} />
    </>
  )
}

function Person() {
  const t = useT('app')
  const { session } = useHere()
  const [stopped, setStopped] = useState(false)
  const outboxWords = useT('outbox')
  const mine = unsettled(useOutbox()).filter((entry) => entry.staffId === session.person.id)
  const leave = async () => {
    await sealOpenDrafts()
    if (unsettled(outbox.entries()).some((entry) => entry.staffId === session.person.id))
      return setStopped(true)
    // Built first: the headers still carry the session that ends.
    const told = api.POST('/v1/devices/staff-sign-out').catch(() => {})
    await device.signedOut()
    await told
  }
  return (
    <div className={css.person}>
      <span className={css.name} title={t('person', { name: session.person.name })}>
        <UserRound aria-hidden /> <span>{session.person.name}</span>
      </span>
      <span className={css.switches}>
        <LocaleSwitch />
        <ThemeSwitch />
      </span>
      <IconButton label={t('lock')} size="s" onPress={() => void lock()}>
        <Lock aria-hidden />
      </IconButton>
      <IconButton label={t('signOut')} size="s" onPress={() => void leave()}>
        <LogOut aria-hidden />
      </IconButton>
      <Dialog title={outboxWords('stopsTitle')} isOpen={stopped} onOpenChange={setStopped} size="s">
        <p>{outboxWords('count', { count: mine.length })}</p>
        <p>{outboxWords('stopsWhy')}</p>
      </Dialog>
    </div>
  )
}
