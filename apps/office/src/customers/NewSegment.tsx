import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Drawer, TextField } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { useT as useCommon } from '../words/index.ts'
import { useRefreshSegments } from './queries.ts'
import { useT } from './words.ts'

const CODE = /^[a-z0-9_-]{1,40}$/

type Props = Readonly<{ onMade: (code: string) => void; onClose: () => void }>

/** Makes a segment, empty until a list is told: its code is what lists and promotions name it by. */
export function NewSegment({ onMade, onClose }: Props) {
  const t = useT('customers')
  const common = useCommon('page')
  const refresh = useRefreshSegments()
  const [typed, setTyped] = useState({ code: '', pl: '', en: '' })
  const [asked, setAsked] = useState(false)
  const code = typed.code.trim()
  const name = { pl: typed.pl.trim(), en: typed.en.trim() }
  const make = useMutation({
    mutationFn: () =>
      unwrap(splot.PUT('/v1/customer-segments/{code}', { params: { path: { code } }, body: { name } })),
    onSuccess: () => {
      refresh()
      onClose()
      onMade(code)
    },
  })
  const field = (key: keyof typeof typed, label: string, isWrong: boolean, description?: string) => (
    <TextField
      label={label}
      value={typed[key]}
      onChange={(text) => setTyped((known) => ({ ...known, [key]: text }))}
      {...(description !== undefined && { description })}
      error={asked && isWrong && t(key === 'code' ? 'needSegmentCode' : 'needSegmentName')}
    />
  )
  return (
    <Drawer
      title={t('newSegment')}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            isPending={make.isPending}
            onPress={() => {
              setAsked(true)
              if (CODE.test(code) && name.pl !== '' && name.en !== '') make.mutate()
            }}
          >
            {t('makeSegment')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        {field('code', t('code'), !CODE.test(code), t('groupHint'))}
        {field('pl', t('nameIn', { language: t('pl') }), name.pl === '')}
        {field('en', t('nameIn', { language: t('en') }), name.en === '')}
        <ProblemNote error={make.error} />
      </div>
    </Drawer>
  )
}
