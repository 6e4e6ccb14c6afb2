const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
/** What people put into a number; how many digits there must be is for the API to say. */
const PHONE = /^\+?[\d\s().-]{5,31}$/

/** What was typed as the API asks for it: an e-mail or a phone number; null when it is neither. */
export function contactOf(typed: string): { readonly email: string } | { readonly phone: string } | null {
  const text = typed.trim()
  if (EMAIL.test(text)) return { email: text }
  return PHONE.test(text) ? { phone: text } : null
}
