import { useState } from 'react'
import { Button } from '@splot/ui'
import { Check, Copy } from 'lucide-react'
import { useT } from '../words/index.ts'
import page from './page.module.css'

/** Something that is shown once: in full, selectable, copied with one press. */
export function Secret({ label, text, note }: Readonly<{ label: string; text: string; note: string }>) {
  const t = useT('page')
  const [copied, setCopied] = useState(false)
  return (
    <div className={page.form}>
      <p>{note}</p>
      <output className={page.secret} aria-label={label}>
        {text}
      </output>
      <div>
        <Button
          icon={copied ? <Check aria-hidden size={15} /> : <Copy aria-hidden size={15} />}
          onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          {copied ? t('done') : t('copy')}
        </Button>
      </div>
    </div>
  )
}
