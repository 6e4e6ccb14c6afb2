import type { KeyboardEvent, ReactNode } from 'react'
import { X } from 'lucide-react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import { IconButton } from './Button.tsx'
import css from './Overlay.module.css'

export { DialogTrigger } from 'react-aria-components/Dialog'

type OverlayProps = Readonly<{
  title: string
  /** Leave both out inside a `DialogTrigger`. */
  isOpen?: boolean
  onOpenChange?: (open: boolean) => void
  /** Content, or a function given `close`. */
  children: ReactNode | ((close: () => void) => ReactNode)
  /** Actions, kept in view under the scrolling content. */
  footer?: ReactNode | ((close: () => void) => ReactNode)
  /** False keeps it open on a click outside and on Escape: for a payment under way. */
  isDismissable?: boolean
}>

export type DialogProps = OverlayProps & Readonly<{ size?: 's' | 'm' | 'l'; role?: 'dialog' | 'alertdialog' }>

/** A question in the middle of the screen. Prefer undo to asking. */
export function Dialog({ size = 'm', role = 'dialog', ...props }: DialogProps) {
  return <Overlay {...props} asks={role} shade={css.centre} panel={cx(css.dialog, css[size])} />
}

export type DrawerProps = OverlayProps &
  Readonly<{ side?: 'end' | 'start' | 'bottom'; size?: 's' | 'm' | 'l' }>

/** A side panel over the page; the page keeps its place beneath. */
export function Drawer({ side = 'end', size = 'm', ...props }: DrawerProps) {
  return <Overlay {...props} asks="dialog" shade={css[side]} panel={cx(css.drawer, css[`drawer-${size}`])} />
}

/** Who has a mouse has a keyboard as well; on glass a field that is chosen would call one up over the page. */
const HAS_KEYBOARD = '(hover: hover) and (pointer: fine)'
const FIRST_FIELD =
  'input:not([type=hidden], [type=file], [tabindex="-1"], :disabled), textarea:not(:disabled), button[aria-haspopup=listbox]:not(:disabled)'

/** What she types at once goes into the first field. */
function startInField(body: HTMLElement | null): void {
  if (!body || !matchMedia(HAS_KEYBOARD).matches || body.contains(document.activeElement)) return
  body.querySelector<HTMLElement>(FIRST_FIELD)?.focus()
}

/** Fields in which Enter says nothing of their own. */
const ONE_LINE = new Set(['text', 'email', 'tel', 'number', 'password', 'url', 'date', 'datetime-local'])

/** Enter in a field of one line does what the main button does; a list that is open and a form of its own take it for themselves. */
function pressMain(event: KeyboardEvent<HTMLElement>): void {
  const field = event.target
  if (event.key !== 'Enter' || event.defaultPrevented || event.nativeEvent.isComposing) return
  if (!(field instanceof HTMLInputElement) || !ONE_LINE.has(field.type) || field.form) return
  if (field.getAttribute('aria-expanded') === 'true') return
  const dialog = event.currentTarget.parentElement
  // A number is taken from its field with this very key: the button must see it.
  setTimeout(() => dialog?.querySelector<HTMLElement>('footer [data-main]')?.click())
}

type Placed = OverlayProps & { asks: 'dialog' | 'alertdialog'; shade: string | undefined; panel: string }

function Overlay({
  title,
  isOpen,
  onOpenChange,
  children,
  footer,
  isDismissable = true,
  asks,
  shade,
  panel,
}: Placed) {
  const words = useWords()
  return (
    <ModalOverlay
      {...(isOpen !== undefined && { isOpen })}
      {...(onOpenChange && { onOpenChange })}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      className={cx(css.shade, shade)}
    >
      <Modal className={panel}>
        <AriaDialog role={asks} className={css.inside ?? ''}>
          {({ close }) => (
            <>
              <header className={css.head}>
                <Heading slot="title" className={css.title}>
                  {title}
                </Heading>
                {isDismissable && (
                  <IconButton label={words.close} size="s" onPress={close}>
                    <X aria-hidden />
                  </IconButton>
                )}
              </header>
              <div
                className={css.body}
                role="presentation"
                ref={startInField}
                onKeyDown={asks === 'dialog' ? pressMain : undefined}
              >
                {typeof children === 'function' ? children(close) : children}
              </div>
              {footer && (
                <footer className={css.foot}>{typeof footer === 'function' ? footer(close) : footer}</footer>
              )}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
