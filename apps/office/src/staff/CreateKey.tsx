import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Checkbox, Dialog, RadioCard, RadioGroup, Select, TextField, useLocale } from '@splot/ui'
import { splot } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import type { MachineKey, Posted } from '../api/types.ts'
import { channelCodes, usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { Secret } from '../page/Secret.tsx'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './staff.module.css'

/** Makes a key and shows it, once. A key can do at most what its maker can. */
export function CreateKey({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('keys')
  const common = useT('page')
  const { locale } = useLocale()
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const places = usePlaceChoices()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<MachineKey['kind']>('secret')
  const [channel, setChannel] = useState<string>('web')
  const [locationId, setLocation] = useState('any')
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState(false)
  const create = useMutation({
    mutationFn: (body: Posted<'/v1/machine-keys'>) => unwrap(splot.POST('/v1/machine-keys', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  const held = [...new Set(me?.permissions.map(({ permission }) => permission))]
  const toggle = (scope: string, on: boolean) => {
    const next = new Set(scopes)
    if (on) next.add(scope)
    else next.delete(scope)
    setScopes(next)
  }
  const submit = () => {
    setAsked(true)
    if (!name.trim()) return
    create.mutate({
      name: name.trim(),
      kind,
      channel,
      ...(locationId !== 'any' && { locationId }),
      ...(kind === 'secret' && { scopes: [...scopes] }),
    })
  }
  return (
    <Dialog
      title={create.data ? t('made', { name }) : t('create')}
      size="l"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        create.data ? (
          <Button variant="primary" onPress={onClose}>
            {common('done')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{common('cancel')}</Button>
            <Button variant="primary" isPending={create.isPending} onPress={submit}>
              {t('create')}
            </Button>
          </>
        )
      }
    >
      {create.data ? (
        <Secret label={t('made', { name })} text={create.data.token} note={t('shownOnce')} />
      ) : (
        <div className={page.form}>
          <TextField
            label={t('name')}
            value={name}
            onChange={setName}
            maxLength={120}
            error={asked && !name.trim() && t('enterName')}
          />
          <RadioGroup
            label={t('kind')}
            layout="grid"
            value={kind}
            onChange={(value) => setKind(value === 'publishable' ? 'publishable' : 'secret')}
          >
            <RadioCard value="secret" title={t('secret')} detail={t('secretHint')} />
            <RadioCard value="publishable" title={t('publishable')} detail={t('publishableHint')} />
          </RadioGroup>
          <Select
            label={t('channel')}
            choices={channelCodes.map((code) => ({ value: code, label: wordOf(locale, 'channel', code) }))}
            value={channel}
            onChange={setChannel}
          />
          <Select
            label={t('place')}
            choices={[{ value: 'any', label: t('anyPlace') }, ...places]}
            value={locationId}
            onChange={setLocation}
          />
          {kind === 'secret' && (
            <fieldset>
              <legend className={page.small}>{t('scopes')}</legend>
              <div className={css.scopes}>
                {held.map((scope) => (
                  <Checkbox key={scope} isSelected={scopes.has(scope)} onChange={(on) => toggle(scope, on)}>
                    <code>{scope}</code>
                  </Checkbox>
                ))}
              </div>
            </fieldset>
          )}
          <ProblemNote error={create.error} />
        </div>
      )}
    </Dialog>
  )
}
