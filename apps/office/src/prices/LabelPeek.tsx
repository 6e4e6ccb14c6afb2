import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Money, ShelfLabel, StatusPill, toast, useLocale, useNow, type Status } from '@splot/ui'
import { RotateCw } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { PlaceName, usePlaceChoices } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { HangLabel } from './HangLabel.tsx'
import { picturesOf } from './label-pictures.ts'
import { useT } from './label-words.ts'
import { useRefreshPrices, type Label } from './queries.ts'

type Props = Readonly<{ label: Label; onClose: () => void }>

/** One label: its picture as its gateway last told it, and what can be done with it. */
export function LabelPeek({ label, onClose }: Props) {
  const t = useT('labels')
  const { locale } = useLocale()
  const { current, coming } = picturesOf(label, useNow())
  const mayChange = usePlaceChoices('prices.write').some(({ value }) => value === label.locationId)
  return (
    <Peek
      label={t('peek', { label: label.deviceId })}
      title={<code>{label.deviceId}</code>}
      onClose={onClose}
    >
      <p>
        <LabelState label={label} />
      </p>
      {label.state === 'unreachable' && <p className={page.small}>{t('unreachable')}</p>}
      {label.state === 'no_price' && <p className={page.small}>{t('noPrice')}</p>}
      <dl className={page.facts}>
        <dt>{t('article')}</dt>
        <dd>
          {label.name?.[locale]} <code>{label.sku}</code>
        </dd>
        <dt>{t('place')}</dt>
        <dd>
          <PlaceName id={label.locationId} />
        </dd>
        <dt>{t('told')}</dt>
        <dd>{label.shownAt ? <ShortTime at={label.shownAt} /> : t('never')}</dd>
        {coming && (
          <>
            <dt>{t('comingNext')}</dt>
            <dd>
              <Money value={{ minor: coming.price, currency: coming.currency }} />{' '}
              <span className={page.small}>
                <ShortTime at={coming.validFrom} />
              </span>
            </dd>
          </>
        )}
      </dl>
      <Picture shown={current} />
      {mayChange && <Actions label={label} onGone={onClose} />}
    </Peek>
  )
}

const status: Readonly<Record<string, Status>> = { shown: 'ok', waiting: 'info', unreachable: 'late' }

/** Where a label stands, with how often it was asked in vain. */
export function LabelState({ label }: Readonly<{ label: Label }>) {
  const t = useT('labels')
  const { locale } = useLocale()
  return (
    <StatusPill status={status[label.state] ?? 'warn'}>
      {label.words[locale]}
      {label.failures > 0 && ` (${t('tries', { count: label.failures })})`}
    </StatusPill>
  )
}

function Picture({ shown }: Pick<Label, 'shown'>) {
  const t = useT('labels')
  if (!shown) return <p className={page.muted}>{t('showsNothing')}</p>
  const money = (minor: number) => ({ minor, currency: shown.currency })
  return (
    <figure aria-label={t('showsNow')}>
      <ShelfLabel
        name={shown.name}
        gtin={shown.gtin}
        price={money(shown.price)}
        regular={shown.regular === null ? null : money(shown.regular)}
        lowest30Days={shown.omnibusMin === null ? null : money(shown.omnibusMin)}
        beforeFirst={shown.beforeFirst}
        unitPrice={shown.perUnit && { price: money(shown.perUnit.price), per: shown.perUnit.per }}
        reasons={shown.reasons}
      />
    </figure>
  )
}

function Actions({ label, onGone }: Readonly<{ label: Label; onGone: () => void }>) {
  const t = useT('labels')
  const refresh = useRefreshPrices()
  const [moving, setMoving] = useState(false)
  const params = { path: { deviceId: label.deviceId } }
  const again = useMutation({
    mutationFn: () => unwrap(splot.POST('/v1/prices/labels/{deviceId}/tell', { params })),
    onSuccess: () => {
      refresh()
      toast({ title: t('againToast'), status: 'ok' })
    },
  })
  const takeDown = async () => {
    await unwrap(splot.DELETE('/v1/prices/labels/{deviceId}', { params }))
    toast({ title: t('takenToast', { label: label.deviceId }), status: 'ok' })
    onGone()
    refresh()
  }
  return (
    <>
      <ProblemNote error={again.error} />
      <p className={page.row}>
        <Button
          icon={<RotateCw aria-hidden size={15} />}
          isPending={again.isPending}
          onPress={() => again.mutate()}
        >
          {t('again')}
        </Button>
        <Button onPress={() => setMoving(true)}>{t('move')}</Button>
        <ConfirmButton
          label={t('takeDown')}
          about={label.deviceId}
          title={t('takeDownTitle', { label: label.deviceId })}
          what={t('takeDownWhat')}
          run={takeDown}
        />
      </p>
      {moving && (
        <HangLabel deviceId={label.deviceId} locationId={label.locationId} onClose={() => setMoving(false)} />
      )}
    </>
  )
}
