import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, NumberField, Select, TextField, useFormat, useNow } from '@splot/ui'
import { splot } from '../api/client.ts'
import type { Device, Posted } from '../api/types.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './staff.module.css'

const DEFAULT_IDLE_MINUTES = 10
const MINUTE_MS = 60_000
const kinds = ['till', 'handheld', 'kiosk'] as const satisfies readonly Device['kind'][]

/** Issues the one-time code that enrols a device, and shows it big enough to be typed across a room. */
export function IssueCode({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('devices')
  const common = useT('page')
  const stock = useT('stock')
  const places = usePlaceChoices('devices.enrol')
  const [locationId, setLocation] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Device['kind']>('till')
  const [idleMinutes, setIdle] = useState(DEFAULT_IDLE_MINUTES)
  const [asked, setAsked] = useState(false)
  const issue = useMutation({
    mutationFn: (body: Posted<'/v1/devices/enrolment-codes'>) =>
      unwrap(splot.POST('/v1/devices/enrolment-codes', { body })),
  })
  const submit = () => {
    setAsked(true)
    if (locationId !== null && name.trim()) issue.mutate({ locationId, name: name.trim(), kind, idleMinutes })
  }
  return (
    <Dialog
      title={t('issueTitle')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        issue.data ? (
          <Button variant="primary" onPress={onClose}>
            {common('done')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{common('cancel')}</Button>
            <Button variant="primary" isPending={issue.isPending} onPress={submit}>
              {t('issue')}
            </Button>
          </>
        )
      }
    >
      {issue.data ? (
        <Code code={issue.data.code} expiresAt={issue.data.expiresAt} place={issue.data.location.name} />
      ) : (
        <div className={page.form}>
          <Select
            label={t('place')}
            choices={places}
            value={locationId}
            onChange={setLocation}
            error={asked && locationId === null && stock('choosePlace')}
          />
          <TextField
            label={t('name')}
            placeholder={t('nameHint')}
            value={name}
            onChange={setName}
            maxLength={120}
            error={asked && !name.trim() && t('enterName')}
          />
          <Select
            label={t('kind')}
            choices={kinds.map((value) => ({ value, label: t(value) }))}
            value={kind}
            onChange={setKind}
          />
          <NumberField label={t('idle')} minValue={1} maxValue={720} value={idleMinutes} onChange={setIdle} />
          <ProblemNote error={issue.error} />
        </div>
      )}
    </Dialog>
  )
}

function Code({ code, expiresAt, place }: Readonly<{ code: string; expiresAt: string; place: string }>) {
  const t = useT('devices')
  const format = useFormat()
  const left = Math.ceil((Date.parse(expiresAt) - useNow()) / MINUTE_MS)
  return (
    <div className={css.code}>
      <p className={page.muted}>{t('codeFor', { place })}</p>
      <output aria-label={t('codeFor', { place })} className={css.codeText}>
        {code}
      </output>
      <p>
        {left > 0 ? (
          <>
            {t('expires', { time: format.date(expiresAt, 'time') })} ·{' '}
            {t('minutesLeft', { minutes: String(left) })}
          </>
        ) : (
          t('expired')
        )}
      </p>
      <p className={page.small}>{t('howTo')}</p>
    </div>
  )
}
