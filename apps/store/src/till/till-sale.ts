/** The kind of command by which the outbox knows a sale: known to the shell, which must not bring the whole counter with it. */
export const TILL_SALE = 'till_sale'
