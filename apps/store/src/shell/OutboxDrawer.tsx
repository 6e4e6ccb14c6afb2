import { isSentBy, type OutboxEntry, unsettled } from '@splot/offline'
import { Button, Drawer, EmptyState, Money, StatusPill, type Status, useFormat } from '@splot/ui'
import { CloudCheck, RefreshCw } from 'lucide-react'
import { outbox } from '../house.ts'
import { stockKind } from '../stock/ways-out.ts'
import { TILL_SALE } from '../till/till-sale.ts'
import { useHere, useOutbox } from '../use-house.ts'
import { problemWords, useT } from '../words.ts'
import { WaysOut } from './WaysOut.tsx'
import { WriteOff } from './WriteOff.tsx'
import css from './OutboxDrawer.module.css'

const statuses: Readonly<Record<OutboxEntry['state'], Status>> = {
  waiting: 'warn',
  done: 'ok',
  refused: 'late',
}

export interface OutboxDrawerProps {
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** What this device has sold and taken back, and whether the server knows. */
export function OutboxDrawer({ isOpen, onOpenChange }: OutboxDrawerProps) {
  const t = useT('outbox')
  const entries = useOutbox().toSorted((a, b) => b.createdAt - a.createdAt)
  const open = unsettled(entries)
  return (
    <Drawer
      title={t('title')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        open.length > 0 && (
          <Button icon={<RefreshCw aria-hidden />} wide onPress={() => void outbox.flush({ now: true })}>
            {t('tryNow')}
          </Button>
        )
      }
    >
      <p className={css.count}>{t('count', { count: open.length })}</p>
      {entries.length === 0 ? (
        <EmptyState icon={<CloudCheck />} title={t('empty')} why={t('emptyWhy')} />
      ) : (
        <ul className={css.list}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} onLeave={() => onOpenChange(false)} />
          ))}
        </ul>
      )}
    </Drawer>
  )
}

function Entry({ entry, onLeave }: { readonly entry: OutboxEntry; readonly onLeave: () => void }) {
  const t = useT('outbox')
  const app = useT('app')
  const format = useFormat()
  const { session } = useHere()
  const kind = stockKind(entry)
  const number = (entry.answer as { number?: string } | undefined)?.number
  return (
    <li className={css.entry}>
      <div className={css.row}>
        <strong>{kind ? t(`kinds.${kind}`) : entry.kind === 'return' ? t('return') : t('sale')}</strong>
        <span>{number ?? entry.note.about}</span>
        {entry.note.amount && <Money value={entry.note.amount} className={css.amount} />}
      </div>
      <div className={css.row}>
        <span>{format.date(entry.createdAt, 'time')}</span>
        {entry.note.pieces > 0 && <span>{app('pieces', { count: entry.note.pieces })}</span>}
        <StatusPill status={statuses[entry.state]} className={css.state}>
          {t(entry.state)}
        </StatusPill>
      </div>
      {entry.state === 'waiting' && !isSentBy(entry, session.person.id) && (
        <p className={css.why}>{t('byOther', { name: entry.staffName })}</p>
      )}
      {entry.state === 'refused' && entry.problem && (
        <>
          <p className={css.why}>
            {t(kind ? 'stockRefused' : 'refusedWhy', {
              reason: problemWords(entry.problem, format.locale),
            })}
          </p>
          {kind && <WaysOut entry={entry} onLeave={onLeave} />}
          {entry.kind === TILL_SALE ? (
            <WriteOff entry={entry} />
          ) : (
            <Button size="s" onPress={() => void outbox.remove(entry.id)}>
              {t('dismiss')}
            </Button>
          )}
        </>
      )}
    </li>
  )
}
