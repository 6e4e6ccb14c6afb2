/** An order's number wherever people read it: in groups of three digits, or in one piece. */
export const ORDER_NUMBER = /^\d{3}\s?\d{3}\s?\d{3}$/

/** Finds this order's number in what a page shows. */
export const spokenAs = (number: string): RegExp => new RegExp((number.match(/\d{1,3}/g) ?? []).join('\\s?'))
