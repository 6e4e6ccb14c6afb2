import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, TextField } from '@splot/ui'
import { splot } from '../api/client.ts'
import type { Posted } from '../api/types.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { Secret } from '../page/Secret.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'

/** Registers an address and shows the signing secret, once. */
export function AddWebhook({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('webhooks')
  const common = useT('page')
  const client = useQueryClient()
  const [url, setUrl] = useState('')
  const [description, setDescription] = useState('')
  const [types, setTypes] = useState('')
  const [asked, setAsked] = useState(false)
  const isUrl = /^https?:\/\/\S+$/.test(url.trim())
  const add = useMutation({
    mutationFn: (body: Posted<'/v1/webhooks'>) => unwrap(splot.POST('/v1/webhooks', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['webhooks'] }),
  })
  const submit = () => {
    setAsked(true)
    if (!isUrl) return
    add.mutate({
      url: url.trim(),
      description: description.trim(),
      types: types.split(/[\s,]+/).filter(Boolean),
    })
  }
  return (
    <Dialog
      title={t('create')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        add.data ? (
          <Button variant="primary" onPress={onClose}>
            {common('done')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{common('cancel')}</Button>
            <Button variant="primary" isPending={add.isPending} onPress={submit}>
              {t('create')}
            </Button>
          </>
        )
      }
    >
      {add.data?.secret ? (
        <Secret label={t('secretOnce')} text={add.data.secret} note={t('secretOnce')} />
      ) : (
        <div className={page.form}>
          <TextField
            label={t('url')}
            type="url"
            placeholder={t('urlHint')}
            value={url}
            onChange={setUrl}
            error={asked && !isUrl && t('badUrl')}
          />
          <TextField label={t('types')} description={t('typesHint')} value={types} onChange={setTypes} />
          <TextField label={t('description')} value={description} onChange={setDescription} maxLength={200} />
          <ProblemNote error={add.error} />
        </div>
      )}
    </Dialog>
  )
}
