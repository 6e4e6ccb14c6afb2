import { X } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Text } from 'react-aria-components/Text'
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components/Toast'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import type { Status } from './Badge.tsx'
import css from './Toast.module.css'

/** How long a change can be taken back. Pointer or focus on the toast stops the clock (WCAG 2.2.1). */
export const UNDO_MS = 8_000
const MAX_TOASTS = 3

export type ToastMessage = Readonly<{
  title: string
  detail?: string
  status?: Status
  /** Given, the toast carries the undo button for eight seconds. */
  undo?: () => void
  action?: Readonly<{ label: string; run: () => void }>
}>

const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: MAX_TOASTS })

/** Says that something happened. Returns a function that takes the toast away. */
export function toast(message: ToastMessage): () => void {
  // What went wrong stays until somebody has read it.
  const key = queue.add(message, message.status === 'late' ? {} : { timeout: UNDO_MS })
  return () => queue.close(key)
}

/** Stands once, near the end of the app. F6 moves the focus into it. */
export function ToastRegion() {
  const words = useWords()
  return (
    <AriaToastRegion queue={queue} aria-label={words.notifications} className={css.region ?? ''}>
      {({ toast: shown }) => {
        const { title, detail, status = 'neutral', undo, action } = shown.content
        const press = undo ? { label: words.undo, run: undo } : action
        return (
          <AriaToast toast={shown} className={cx(css.toast, css[status])}>
            <ToastContent className={css.words ?? ''}>
              <Text slot="title" className={css.title}>
                {title}
              </Text>
              {detail && (
                <Text slot="description" className={css.detail}>
                  {detail}
                </Text>
              )}
            </ToastContent>
            {press && (
              <AriaButton
                className={css.action ?? ''}
                onPress={() => {
                  press.run()
                  queue.close(shown.key)
                }}
              >
                {press.label}
              </AriaButton>
            )}
            <AriaButton slot="close" aria-label={words.dismiss} className={css.close ?? ''}>
              <X aria-hidden />
            </AriaButton>
          </AriaToast>
        )
      }}
    </AriaToastRegion>
  )
}
