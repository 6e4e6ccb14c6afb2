import { Button, cx, RefreshLine } from '@splot/ui'
import { ArrowRight, Boxes, Calculator, PackageCheck, ScanLine, ShoppingBasket, Sparkles } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { isTodo, useQueue } from '../orders/queries.ts'
import { Go } from '../places.tsx'
import { countTasks, useTasks } from '../stock/papers.ts'
import { useSale } from '../till/open-sale.ts'
import { piecesOf } from '../till/sale.ts'
import { takeUpdate, useUpdate } from '../update.ts'
import { useHere } from '../use-house.ts'
import { useT } from '../words.ts'
import css from './Home.module.css'

const CountCheck = lazy(() =>
  import('../check/CountCheck.tsx').then((part) => ({ default: part.CountCheck })),
)

/** Where the day begins: the till or the orders. */
export function Home() {
  const t = useT('home')
  const { enrolment, session } = useHere()
  const sale = useSale()
  const queue = useQueue()
  const pieces = sale.stage === 'basket' ? piecesOf(sale.lines) : 0
  const todo = queue.data?.filter(isTodo).length
  const tasks = useTasks().data?.value
  const may = (permission: string) => session.permissions.includes(permission)
  return (
    <div className={css.page}>
      <RefreshLine active={queue.isFetching && !queue.isPending} />
      <header className={css.head}>
        <h1>{t('hello', { name: session.person.name.split(' ')[0] ?? session.person.name })}</h1>
        <p>{t('choose')}</p>
      </header>
      <div className={css.choices}>
        <Choice
          to="/till"
          icon={<ShoppingBasket aria-hidden />}
          title={t('tillTitle')}
          lead={t('tillLead')}
          state={pieces > 0 ? t('tillOpen', { count: pieces }) : null}
          allowed={may('till.sell')}
        />
        <Choice
          to="/orders"
          icon={<PackageCheck aria-hidden />}
          title={t('ordersTitle')}
          lead={t('ordersLead')}
          state={todo === undefined ? null : t('ordersWaiting', { count: todo })}
          allowed={may('fulfilment.pick')}
        />
        <Choice
          to="/stock"
          icon={<Boxes aria-hidden />}
          title={t('stockTitle')}
          lead={t('stockLead')}
          state={
            tasks === undefined
              ? null
              : t('stockWaiting', { count: countTasks(tasks, enrolment.location.id) })
          }
          allowed={may('stock.read')}
        />
      </div>
      <p className={css.hint}>
        <ScanLine aria-hidden /> {t('scanHint')}
      </p>
      {may('till.sell') && <Check />}
      <Update busy={pieces > 0} />
    </div>
  )
}

interface ChoiceProps {
  readonly to: '/till' | '/orders' | '/stock'
  readonly icon: ReactNode
  readonly title: string
  readonly lead: string
  readonly state: string | null
  readonly allowed: boolean
}

function Choice({ to, icon, title, lead, state, allowed }: ChoiceProps) {
  const t = useT('home')
  const inside = (
    <>
      <span className={css.icon}>{icon}</span>
      <span className={css.words}>
        <strong>{title}</strong>
        <span>{allowed ? lead : t('notAllowed')}</span>
      </span>
      <span className={css.state}>
        {allowed && state}
        {allowed && <ArrowRight aria-hidden />}
      </span>
    </>
  )
  if (!allowed) return <div className={cx(css.choice, css.off)}>{inside}</div>
  return (
    <Go place={{ to }} className={css.choice}>
      {inside}
    </Go>
  )
}

/** For whoever doubts a price: does this device count as the server does? */
function Check() {
  const t = useT('home')
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <Button variant="quiet" size="s" icon={<Calculator aria-hidden />} onPress={() => setOpen(true)}>
        {t('check')}
      </Button>
      <Suspense>{isOpen && <CountCheck onClose={() => setOpen(false)} />}</Suspense>
    </div>
  )
}

/** A newer version is offered here, and only while no basket is open. */
function Update({ busy }: { readonly busy: boolean }) {
  const t = useT('home')
  if (!useUpdate()) return null
  return (
    <output className={css.update}>
      <Sparkles aria-hidden />
      <span>
        <strong>{t('update')}</strong> {busy ? t('updateLater') : t('updateWhy')}
      </span>
      <Button variant="primary" isDisabled={busy} onPress={takeUpdate}>
        {t('takeUpdate')}
      </Button>
    </output>
  )
}
